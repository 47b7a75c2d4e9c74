"""The temperature lab as a static picture: one temperature or two side by side, with draws."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import panels, theme
from gpt_viz.pictures.kit.headings import (
    entropy_words,
    heading_line,
    legend,
    temperature_words,
    write_heading,
)
from gpt_viz.pictures.kit.numbers import percent_ticks, round_percent
from gpt_viz.pictures.kit.text import quoted
from gpt_viz.pictures.temperature import bars
from gpt_viz.pictures.temperature.cuts import cut_words, draw_cuts
from gpt_viz.records.draws import draw_counts
from gpt_viz.records.predictions import NextToken
from gpt_viz.words import say, sentences

FAINTEST = -8  # the power of ten at the left end of a log scale
POWERS = (-8, -6, -4, -2, 0)


def compared_bars(
    next_token: NextToken,
    temperatures: Sequence[float],
    top_k: int = 0,
    top_p: float = 1.0,
    top: int = 12,
    log: bool = False,
    draws: int = 0,
    seed: int = 0,
) -> go.Figure:
    """The most likely next tokens at each temperature: the bars of `probability_bars`, in panels.

    With `draws`, a narrow bar tells what share of so many draws each token had, and a whisker
    where two in three such shares end: one standard deviation, ``sqrt(p (1 - p) / draws)``, to
    both sides. On a `log` scale the bars begin at 10⁻⁶ %.
    """
    compared = {t: bars.heights(next_token, t, top_k, top_p, top) for t in temperatures}
    figure = theme.figure(
        [],
        title=say("After {text}: the next token", text=quoted(next_token.text)),
        alt=sentences(*(bars.description(b, next_token, t) for t, b in compared.items())),
        origin=next_token.origin,
    )
    for panel, (t, found) in enumerate(compared.items(), start=1):
        traces = bars.traces(found, next_token, panel)
        if draws:
            counts = draw_counts(
                next_token, draws, temperature=t, top_k=top_k, top_p=top_p, seed=seed
            )
            _add_draws(traces, found, counts)
        figure.add_traces(traces)
        draw_cuts(figure, found, top_k, top_p, panel, _end(len(compared)))
    bars.name_rows(figure, found, next_token)
    _set_axes(figure, len(compared), log)
    panels.write_titles(figure, [temperature_words(t) for t in compared])
    size = next_token.logits.size
    lines = [_line(t, b, cut_words(b, size, top_k, top_p)) for t, b in compared.items()]
    write_heading(figure, [*lines, _key(compared, draws)], room=16)
    return figure


def _line(temperature: float, found: bars.Bars, cuts: str) -> str:
    return say(
        "{temperature}: {entropy}; {cuts}",
        temperature=temperature_words(temperature),
        entropy=entropy_words(found.bits),
        cuts=cuts,
    )


def _add_draws(traces: list[go.Bar | go.Scatter], found: bars.Bars, counts: np.ndarray) -> None:
    """The shares of the draws as narrow bars, whiskers on the bars of now, counts in the texts."""
    _, _, now, numbers = traces
    draws, drawn = counts.sum(), counts[found.ids]
    drawn = np.append(drawn, draws - drawn.sum())
    scatter = np.sqrt(now.x * (1 - now.x) / draws)
    below = np.minimum(scatter, now.x)
    now.error_x = {"array": scatter, "arrayminus": below, "color": theme.INK, "thickness": 1}
    numbers.text = [
        heading_line(text, say("{count}×", count=n))
        for text, n in zip(numbers.text, drawn, strict=True)
    ]
    traces.append(
        go.Bar(
            x=drawn / draws,
            y=bars.places(found) + 0.33,
            xaxis=now.xaxis,
            orientation="h",
            width=0.16,
            marker_color=theme.CHOSEN,
            hoverinfo="skip",
        )
    )


def _end(count: int) -> float:
    """Where a bar of 100 % ends in each of `count` panels; the rest is room for the numbers."""
    return 1 - 0.15 * count


def _set_axes(figure: go.Figure, count: int, log: bool) -> None:
    axis = percent_ticks() | {"range": [0, 1 / _end(count)]}
    if log:
        axis = {"tickvals": [10.0**power for power in POWERS], "ticktext": _power_texts()}
        axis |= {"type": "log", "range": [FAINTEST, FAINTEST - FAINTEST / _end(count)]}
    axis |= {"anchor": "y", "title": bars.probability_axis(), "zeroline": False}
    for i in range(count):
        start = panels.left(i, count)
        domain = [start, start + panels.width(count)]
        figure.update_layout({f"xaxis{i + 1}": axis | {"domain": domain}})


def _power_texts() -> list[str]:
    """The ticks of a log scale: as powers of ten where the zeros would be many."""
    powers = [say("{number} %", number=power) for power in ("10⁻⁶", "10⁻⁴")]
    return [*powers, *(round_percent(10.0**power) for power in POWERS[2:])]


def _key(compared: dict[float, bars.Bars], draws: int) -> str:
    most_cut = min(compared.values(), key=lambda found: found.kept_count)
    entries = bars.legend_entries(most_cut, say("this T"))
    if draws:
        share = say("share of {draws} draws; the whisker is one standard deviation", draws=draws)
        entries.append(("■", theme.CHOSEN, share))
    return legend(entries)
