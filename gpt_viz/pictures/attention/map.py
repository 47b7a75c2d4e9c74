"""Who looks at whom: one head's attention as a map, and what the first token hides."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape, label, tick
from gpt_viz.ranges import check_number
from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Trace

CELL, SIDE = 36, 470  # pixels of a cell where there is room, and of a map at most
NAMED = 32  # of more tokens only some are named at the edges; hover names all
NUMBERED = 12  # up to so many tokens, each cell has its number
LETTERS = 12
ROOM = 104  # pixels for the names at the left and below


def attention_map(
    trace: Trace,
    layer: int,
    head: int | None,
    hide_first: bool = False,
    *,
    position: int | None = None,
    looked_at: bool = False,
    threshold: float = 0.0,
) -> go.Figure:
    """One head as a table of shades: rows look, columns are looked at, dark is much weight.

    The scale is fixed from 0 to 1; sand-coloured cells may not be looked at. `head` None shows
    the mean of the layer's heads. `hide_first` leaves out the first token as a place to look at
    and scales the rest of each row up to 1, which shows what a head does besides resting there.
    Weights below `threshold` are left out. A frame marks the row of the token at `position`, or
    its column where `looked_at` is True. Hover for both names and the weight.
    """
    check_number("threshold", threshold, 0, 1)
    pattern = pattern_of(trace, layer, head)
    weights = visible(pattern, trace.patterns[layer].allowed, hide_first)
    weights = np.where(weights >= threshold, weights, np.nan)
    name = head_name(layer, head)
    figure = theme.figure(
        [shades(weights)],
        title=f"{name}: who looks at whom",
        alt=f"{name}{' without the first token' if hide_first else ''}: "
        f"{token_in_words(trace.pieces, weights, position, looked_at)}.",
        origin=trace.origin,
    )
    name_axes(figure, trace.pieces, NAMED)
    write_heading(figure, [_key(hide_first, threshold), first_token(pattern, hide_first)])
    height = min(CELL * len(weights), SIDE) + ROOM + figure.layout.margin.t
    figure.update_layout(margin={"l": ROOM, "b": ROOM}, plot_bgcolor=theme.MASKED, height=height)
    _frame(figure, position, len(weights), looked_at)
    return figure


def pattern_of(trace: Trace, layer: int, head: int | None) -> np.ndarray:
    """The pattern ``(T, T)`` of a head or, where `head` is None, the mean of the layer's heads."""
    return trace.attention(layer).mean(axis=0) if head is None else trace.attention(layer, head)


def head_name(layer: int, head: int | None) -> str:
    """A head for reading: ``Layer 2, head 3`` or, for None, ``Layer 2, the mean of its heads``."""
    return f"Layer {layer}, {'the mean of its heads' if head is None else f'head {head}'}"


def visible(pattern: np.ndarray, allowed: np.ndarray, hide_first: bool) -> np.ndarray:
    """A pattern ``(T, T)`` as a map shows it: NaN where there is nothing to see."""
    weights = without_first(pattern) if hide_first else pattern
    return np.where(allowed, weights, np.float32(np.nan))


def without_first(weights: np.ndarray) -> np.ndarray:
    """Attention ``(..., T, T)`` with the first column out (NaN) and the rest scaled up to 1.

    A row with nothing left (that of the first token, for one) is NaN all through.
    """
    rest = weights[..., 1:].sum(-1, keepdims=True)
    scaled = np.full_like(weights, np.nan)
    np.divide(weights, rest, out=scaled, where=rest > 1e-6)
    scaled[..., 0] = np.nan
    return scaled


def shades(weights: np.ndarray, axis: str = "") -> go.Heatmap:
    """Weights ``(T, T)`` as shades on the axes x and y with that number; NaN stays empty."""
    is_small = len(weights) <= NUMBERED
    numbers = [[_number(w) for w in row] for row in weights] if is_small else None
    return go.Heatmap(
        z=weights,
        colorscale=theme.ATTENTION,
        zmin=0,
        zmax=1,
        showscale=False,
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        xgap=1 if len(weights) <= NAMED else 0,
        ygap=1 if len(weights) <= NAMED else 0,
        text=numbers,
        texttemplate="%{text}" if is_small else None,
        textfont={"size": 11},
        hoverongaps=False,
        hovertemplate="%{y} looks at %{x}<br>weight %{z:.1%}<extra></extra>",
    )


def _number(weight: float) -> str:
    return "" if np.isnan(weight) else f"{100 * weight:.0f}"


def name_axes(
    figure: go.Figure,
    pieces: Sequence[Piece],
    most: int,
    axis: str = "",
    domain: Sequence[float] = (0.0, 1.0),
) -> None:
    """Square cells with the tokens' names on both axes, the first row on top.

    The names belong to numbers (equal ones must not merge), and the hover text takes them from
    the axes. Where there are more than `most`, a second pair of axes shows some of them.
    """
    count, names = len(pieces), [tick(piece, LETTERS) for piece in pieces]
    x, y, are_shown = f"x{axis}", f"y{axis}", count <= most
    shared = _ticks(names, range(count), 12) | {"constrain": "domain", "showticklabels": are_shown}
    rows = {"range": [count - 0.5, -0.5], "scaleanchor": x, "constraintoward": "top", "anchor": x}
    columns = {"range": [-0.5, count - 0.5], "tickangle": -90, "anchor": y}
    columns |= {"domain": [*domain], "constraintoward": "left"}
    axes = {f"yaxis{axis}": shared | rows, f"xaxis{axis}": shared | columns}
    if not are_shown:
        few = _ticks(names, range(0, count, -(-count // most)), 10)
        axes["yaxis3"] = few | {"overlaying": y, "matches": y, "anchor": x}
        axes["xaxis3"] = few | {"overlaying": x, "matches": x, "anchor": y, "tickangle": -90}
        figure.add_scatter(x=[None], y=[None], xaxis="x3", yaxis="y3", hoverinfo="skip")
    figure.update_layout(axes, overwrite=True)  # to merge takes ten times as long


def _ticks(names: Sequence[str], places: range, size: int) -> dict[str, object]:
    return {
        "tickmode": "array",
        "tickvals": np.array(places),
        "ticktext": [names[i] for i in places],
        "ticks": "",
        "ticklabelstandoff": 4,
        "tickfont": {"family": theme.MONO, "size": size},
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
    }


def first_token(pattern: np.ndarray, hidden: bool) -> str:
    """A line (markup) on how much weight ``(T, T)`` goes to the first token."""
    if len(pattern) < 2:
        return "the only token can only look at itself"
    share = escape(percent(float(pattern[1:, 0].mean())))
    if hidden:
        return f"the first token is left out (the later ones give it {share} of their attention)"
    return f"the later tokens give the first one {share} of their attention"


def in_words(pieces: Sequence[Piece], weights: np.ndarray) -> str:
    """Where the first rows with something to see look most."""
    rows = [i for i in range(len(weights)) if not np.isnan(weights[i]).all()][:12]
    if not rows:
        return "nothing to see"
    best = [int(np.nanargmax(weights[i])) for i in rows]
    return ", ".join(
        f"“{label(pieces[i])}” looks most at “{label(pieces[j])}” ({percent(float(weights[i, j]))})"
        for i, j in zip(rows, best, strict=True)
    )


def token_in_words(
    pieces: Sequence[Piece], weights: np.ndarray, position: int | None, looked_at: bool
) -> str:
    """Where one token looks or, with `looked_at`, who looks at it; without a token `in_words`."""
    if position is None:
        return in_words(pieces, weights)
    look = np.nan_to_num(weights[:, position] if looked_at else weights[position])
    places = [int(i) for i in np.argsort(-look, kind="stable")[:4] if look[i] > 0]
    told = [f"“{label(pieces[i])}” ({percent(float(look[i]))})" for i in places]
    does = "is looked at by" if looked_at else "looks at"
    return f"“{label(pieces[position])}” {does} {', '.join(told) or 'nothing to see'}"


def _frame(figure: go.Figure, position: int | None, count: int, looked_at: bool) -> None:
    if position is not None:
        along, across = ("y", "x") if looked_at else ("x", "y")
        place = {f"{along}0": -0.5, f"{along}1": count - 0.5}
        place |= {f"{across}0": position - 0.5, f"{across}1": position + 0.5}
        figure.add_shape(type="rect", **place, line={"color": theme.CHOSEN, "width": 2})


def _key(hide_first: bool, threshold: float) -> str:
    left_out = "not allowed, or left out" if hide_first else "not allowed"
    below = f", or below {escape(percent(threshold))}" if threshold else ""
    colours = [theme.DATA, theme.HALF, theme.FULL, theme.MASKED]
    names = ["□</span> 0 %", "■</span> 50 %", "■</span> 100 %", f"■</span> {left_out}{below}"]
    squares = [f'<span style="color:{c}">{name}' for c, name in zip(colours, names, strict=True)]
    return f"rows look, columns are looked at: {'   '.join(squares)}"
