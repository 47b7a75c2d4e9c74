"""The temperature lab as a still: one temperature or two side by side, with the draws."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import panels, theme
from gpt_viz.pictures.kit.headings import entropy_words, legend, temperature_words, write_heading
from gpt_viz.pictures.kit.numbers import percent_ticks
from gpt_viz.pictures.kit.text import quoted
from gpt_viz.pictures.temperature import bars
from gpt_viz.records.draws import draw_counts
from gpt_viz.records.predictions import NextToken

FAINTEST = -8  # the power of ten at the left end of a log scale
POWERS = {-8: "10⁻⁶ %", -6: "10⁻⁴ %", -4: "0.01 %", -2: "1 %", 0: "100 %"}


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
    shown = {t: bars.heights(next_token, t, top_k, top_p, top) for t in temperatures}
    figure = theme.figure(
        [],
        title=f"After {quoted(next_token.text)}: the next token",
        alt=" ".join(bars.in_words(b, next_token, t) for t, b in shown.items()),
        origin=next_token.origin,
    )
    for panel, (t, b) in enumerate(shown.items(), start=1):
        traces = bars.traces(b, next_token, panel)
        if draws:
            counts = draw_counts(
                next_token, draws, temperature=t, top_k=top_k, top_p=top_p, seed=seed
            )
            _add_draws(traces, b, counts)
        figure.add_traces(traces)
        bars.draw_cuts(figure, b, top_k, top_p, panel, _end(len(shown)))
    bars.name_rows(figure, b, next_token)
    _set_axes(figure, len(shown), log)
    panels.write_titles(figure, [temperature_words(t) for t in shown])
    size = next_token.logits.size
    lines = [_line(t, b, bars.what_was_cut(b, size, top_k, top_p)) for t, b in shown.items()]
    write_heading(figure, [*lines, _key(shown, draws)], room=16)
    return figure


def _line(temperature: float, b: bars.Bars, cuts: str) -> str:
    return f"{temperature_words(temperature)}: {entropy_words(b.bits)}; {cuts}"


def _add_draws(traces: list[go.Bar | go.Scatter], b: bars.Bars, counts: np.ndarray) -> None:
    """The shares of the draws as narrow bars, whiskers on the bars of now, counts in the texts."""
    _, _, now, numbers = traces
    draws, drawn = counts.sum(), counts[b.ids]
    drawn = np.append(drawn, draws - drawn.sum())
    scatter = np.sqrt(now.x * (1 - now.x) / draws)
    below = np.minimum(scatter, now.x)
    now.error_x = {"array": scatter, "arrayminus": below, "color": theme.INK, "thickness": 1}
    numbers.text = [f"{text} · {n:,}×" for text, n in zip(numbers.text, drawn, strict=True)]
    traces.append(
        go.Bar(
            x=drawn / draws,
            y=bars.places(b) + 0.33,
            xaxis=now.xaxis,
            orientation="h",
            width=0.16,
            marker_color=theme.CHOSEN,
            hoverinfo="skip",
            name="drawn",
        )
    )


def _end(count: int) -> float:
    """Where a bar of 100 % ends in each of `count` panels; the rest is room for the numbers."""
    return 1 - 0.15 * count


def _set_axes(figure: go.Figure, count: int, log: bool) -> None:
    axis = percent_ticks() | {"range": [0, 1 / _end(count)]}
    if log:
        axis = {"tickvals": [10.0**power for power in POWERS], "ticktext": [*POWERS.values()]}
        axis |= {"type": "log", "range": [FAINTEST, FAINTEST - FAINTEST / _end(count)]}
    axis |= {"anchor": "y", "title": bars.PROBABILITY_AXIS, "zeroline": False}
    for i in range(count):
        start = panels.left(i, count)
        domain = [start, start + panels.width(count)]
        figure.update_layout({f"xaxis{i + 1}": axis | {"domain": domain}})


def _key(shown: dict[float, bars.Bars], draws: int) -> str:
    most_cut = min(shown.values(), key=lambda b: b.kept_count)
    looks = bars.legend_entries(most_cut, "this T")
    if draws:
        looks.append(("■", theme.CHOSEN, f"share of {draws:,} draws; the whisker is its scatter"))
    return legend(looks)
