"""Every temperature at once: how the probabilities and the entropy move with T."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import entropy, remainder, softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import entropy_words, temperature_words, write_heading
from gpt_viz.pictures.kit.numbers import number, percent, percent_ticks
from gpt_viz.pictures.kit.text import bold, coloured, label, quoted, tick
from gpt_viz.ranges import check_whole
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from gpt_viz.words import listed, localised, say

LOW, HIGH = 0.05, 10.0  # the axis is logarithmic between these; beyond, it hurries to 0 and ∞
BEYOND = 0.3  # how much room each hurried end gets; 1 is a factor of ten
TICKS = [0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, math.inf]
PLACES = np.linspace(math.log10(LOW) - BEYOND, math.log10(HIGH) + BEYOND, 90)


def temperature_curves(next_token: NextToken, temperature: float = 1.0, top: int = 6) -> go.Figure:
    """Above, the probability of the 1 to 7 most likely tokens at every T from 0 to infinity.

    Below, the entropy of the whole distribution: in bits on the right, and on the left as the
    number of equally likely choices that would leave as much open. The dashed line stands at
    `temperature`, with each curve's name and value.
    """
    check_whole("top", top, 1, len(theme.LINES))
    ids = next_token.top(top)
    pieces = [next_token.vocabulary[int(i)] for i in ids]
    here = softmax(next_token.logits, temperature)
    bits, at = entropy(here), place(temperature)
    curves, entropies = _over_temperatures(next_token, ids.size)
    figure = theme.figure(
        [
            *(_curve(curves[:, i], theme.LINES[i]) for i in range(ids.size)),
            go.Scatter(x=PLACES, y=entropies, yaxis="y2", line_color=theme.INK, hoverinfo="skip"),
            _dots(at, here[ids], "y", theme.LINES),
            _dots(at, np.array([bits]), "y2", [theme.INK]),
            go.Scatter(x=[at], y=[bits], yaxis="y3", opacity=0, hoverinfo="skip"),
        ],
        title=say(
            "After {text}: the next token at every temperature", text=quoted(next_token.text)
        ),
        alt=_alt(pieces, here[ids], bits, temperature),
        height=580,
        origin=next_token.origin,
    )
    _arrange(figure, next_token.logits.size)
    _mark(figure, temperature, pieces, here[ids])
    write_heading(figure, [_line(temperature, bits)], 20)
    return figure


def _line(temperature: float, bits: float) -> str:
    return say(
        "{temperature}: {entropy}",
        temperature=temperature_words(temperature),
        entropy=entropy_words(bits),
    )


def place(temperature: float) -> float:
    """Where a temperature stands on the axis: log10 of T in the middle, 0 and infinity in reach."""
    if temperature < LOW:
        return math.log10(LOW) - BEYOND * (1 - temperature / LOW)
    if temperature > HIGH:
        return math.log10(HIGH) + BEYOND * (1 - HIGH / temperature)
    return math.log10(temperature)


def temperature_at(place: float) -> float:
    """The temperature that stands at a place of the axis; undoes `place`."""
    below, above = (math.log10(LOW) - place) / BEYOND, (place - math.log10(HIGH)) / BEYOND
    if below > 0:
        return max(0.0, LOW * (1 - below))
    if above > 0:
        return HIGH / (1 - above) if above < 1 else math.inf
    return float(10**place)


@lru_cache(maxsize=8)  # a dragged temperature moves the line, not the curves
def _over_temperatures(next_token: NextToken, top: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities ``(P, n)`` of the n likeliest tokens and entropies ``(P,)`` along the axis."""
    ids = next_token.top(top)
    curves, entropies = np.empty((PLACES.size, ids.size)), np.empty(PLACES.size)
    for row, at in enumerate(PLACES):
        p = softmax(next_token.logits, temperature_at(at))
        curves[row], entropies[row] = p[ids], entropy(p)
    return curves, entropies


def _curve(heights: np.ndarray, color: str) -> go.Scatter:
    return go.Scatter(
        x=PLACES, y=heights, mode="lines", line={"color": color, "width": 2}, hoverinfo="skip"
    )


def _dots(at: float, heights: np.ndarray, axis: str, colors: Sequence[str]) -> go.Scatter:
    return go.Scatter(
        x=np.full(heights.size, at),
        y=heights,
        yaxis=axis,
        mode="markers",
        marker={"color": [*colors[: heights.size]], "size": 8},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _arrange(figure: go.Figure, size: int) -> None:
    """The axes: one of temperature below both panels, and the entropy's in two units."""
    figure.update_xaxes(
        range=[place(0.0) - 0.02, place(math.inf) + 0.02],
        tickvals=[place(t) for t in TICKS],
        ticktext=[_tick(t) for t in TICKS],
        title={"text": say("temperature T"), "font": {"size": 13}, "standoff": 8},
        zeroline=False,
        anchor="y2",
    )
    probability = {"domain": [0.38, 1], "range": [-0.02, 1.04], **percent_ticks()}
    choices, bits = _entropy_axes(size)
    figure.update_layout(yaxis=probability, yaxis2=choices, yaxis3=bits, margin_r=205)
    for y, side, x, text in (
        (1.0, "left", 0, say("probability")),
        (0.3, "left", 0, say("equally likely choices")),
        (0.3, "right", 1, say("entropy in bits")),
    ):
        spot = {"x": x, "y": y, "xref": "paper", "yref": "paper", "yanchor": "bottom"}
        figure.add_annotation(text=f"<b>{text}</b>", showarrow=False, xanchor=side, **spot)


def _entropy_axes(size: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same axis twice: as choices, on the left at 1, 10, 100 ...; in bits, on the right."""
    tens = 10 ** np.arange(7)
    choices = np.append(tens[tens < size / 2], size)
    most = max(1.0, float(np.log2(size)))
    shared = {"domain": [0, 0.3], "range": [-0.03 * most, 1.05 * most], "zeroline": False}
    left = {"tickvals": np.log2(choices), "ticktext": [localised(f"{n:,}") for n in choices]}
    right = {"overlaying": "y2", "side": "right", "showgrid": False, "dtick": 4}
    return shared | left | {"gridcolor": "#eceef2"}, shared | right


def _tick(temperature: float) -> str:
    return "∞" if temperature == math.inf else localised(f"{temperature:g}")


def _mark(
    figure: go.Figure, temperature: float, pieces: Sequence[Piece], heights: np.ndarray
) -> None:
    """The dashed line at the temperature, and on the right what the curves read there."""
    at = place(temperature)
    line = {"color": theme.INK, "width": 1, "dash": "dash"}
    figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)
    rows = [bold(say("at {temperature}", temperature=temperature_words(temperature)))]
    for color, piece, p in zip(theme.LINES, pieces, heights, strict=False):
        rows.append(_reading(color, tick(piece, 14), len(label(piece)), p))
    others = say("all others")
    rows.append(_reading("#ffffff", others, len(others), remainder(heights)))
    figure.add_annotation(
        text="<br>".join(rows),
        x=1,
        y=1,
        xref="paper",
        yref="paper",
        xshift=15,
        font={"family": theme.MONO, "size": 12},
        align="left",
        xanchor="left",
        yanchor="top",
        showarrow=False,
    )


def _reading(color: str, name: str, length: int, probability: float) -> str:
    """One row at the right: the curve's colour, its name (14 letters wide), its value."""
    gap = "\N{NO-BREAK SPACE}" * max(1, 15 - length)
    return f"{coloured('■', color)} {name}{gap}{percent(probability)}"


def _alt(pieces: Sequence[Piece], heights: np.ndarray, bits: float, temperature: float) -> str:
    values = listed(
        say("{token} {share}", token=label(piece), share=percent(p))
        for piece, p in zip(pieces, heights, strict=True)
    )
    return say(
        "Curves over the temperature, from 0 to infinity: at {temperature} {values}; the curves "
        "never cross. Below, the entropy rises with the temperature; here it is {bits:.2f} bits, "
        "as hard to guess as {choices} equal choices.",
        temperature=temperature_words(temperature),
        values=values,
        bits=bits,
        choices=number(2**bits),
    )
