"""Softmax step by step on a few numbers."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import check_whole, softmax
from gpt_viz.pictures import theme
from gpt_viz.pictures.headings import called, head

LARGEST_EXPONENT = 700  # exp(710) is too large for 64 bits
OUTLINE = (
    f'<span style="color:{theme.DATA}">□</span> the same at T = 1 · each column has its own scale'
)
PANEL, GAP = 0.205, 0.06  # widths, as parts of the picture


def softmax_steps(
    logits: Sequence[float] | np.ndarray, names: Sequence[str], temperature: float = 1.0
) -> go.Figure:
    """Softmax by hand on 2 to 12 numbers: divide by T, take exp, divide by the sum.

    Each step is a panel of bars with its numbers printed; an outline shows the step at T = 1.
    Where exp would overflow, and at T = 0, the largest logit is subtracted first, and the
    picture says so: no probability changes by it.
    """
    z = np.asarray(logits, dtype=np.float64)
    check_whole("the number of logits", z.size, 2, 12)
    if z.ndim != 1 or isinstance(names, str) or len(names) != z.size:
        raise ValueError(f"each logit needs one name: got {z.size} logits and names {names!r}")
    p, at_one = softmax(z, temperature), softmax(z)
    shift, divided = _divided(z, temperature)
    exps, none = np.exp(divided), np.zeros(z.size)
    columns = [z, divided, exps, p]
    behind = [none, none if shift else z, none, at_one]
    texts = [[_exact(v) for v in column] for column in columns[:3]]
    texts.append([theme.percent(v) for v in p])
    figure = theme.figure(
        [trace for i in range(4) for trace in _panel(i, columns[i], behind[i], texts[i])],
        title=_claim(z, names, p, temperature),
        alt=_steps_alt(names, z, exps, p, temperature),
        height=200 + 30 * z.size,
    )
    _arrange(figure, [theme.escape(theme.quoted(name)[1:-1]) for name in names])
    _write_heads(figure, _column_heads(shift, temperature), float(exps.sum()), z.size)
    for i, (column, outline) in enumerate(zip(columns, behind, strict=True)):
        limits = (0.0, 1.4) if i == 3 else _limits(column, outline)
        figure.update_layout({f"xaxis{i + 1}": {"range": limits}})
    head(figure, [_why(shift, temperature), OUTLINE], room=24)
    return figure


def _divided(z: np.ndarray, temperature: float) -> tuple[float, np.ndarray]:
    """What is subtracted from the logits (0 if exp can do without), and the quotients."""
    largest = float(z.max())
    if temperature == 0:
        return largest, np.where(z == largest, 0.0, -np.inf)
    shift = largest if abs(largest) / temperature > LARGEST_EXPONENT else 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        return shift, np.where(z == -np.inf, z, (z - shift) / temperature)


def _panel(
    i: int, values: np.ndarray, behind: np.ndarray, texts: Sequence[str]
) -> tuple[go.Bar, go.Bar, go.Scatter]:
    """One column: outlines, bars, and the numbers at the end of the longer of the two."""
    lengths, outline = _finite(values), _finite(behind)
    left, right = np.minimum(lengths, outline), np.maximum(lengths, outline)
    numbers = go.Scatter(
        x=np.where(values < 0, left, right),
        y=np.arange(values.size),
        xaxis=f"x{i + 1}",
        mode="text",
        text=[f" {text} " for text in texts],
        textposition=["middle left" if v < 0 else "middle right" for v in values],
        textfont={"size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )
    edge = {"color": "#ffffff", "line": {"color": theme.DATA, "width": 1}}
    fill = {"color": theme.PROBABILITY if i == 3 else theme.DATA}
    return _flat_bars(i, outline, 0.8, edge), _flat_bars(i, lengths, 0.5, fill), numbers


def _flat_bars(i: int, lengths: np.ndarray, width: float, marker: dict[str, Any]) -> go.Bar:
    return go.Bar(
        x=lengths,
        y=np.arange(lengths.size),
        xaxis=f"x{i + 1}",
        orientation="h",
        width=width,
        marker=marker,
        hoverinfo="skip",
    )


def _finite(values: np.ndarray) -> np.ndarray:
    """Infinite lengths cannot be drawn; their number stands at zero."""
    return np.where(np.isfinite(values), values, 0.0)


def _limits(values: np.ndarray, behind: np.ndarray) -> tuple[float, float]:
    """A range for the bars and, on each side that has bars, for their numbers."""
    lengths = np.concatenate([_finite(values), _finite(behind)])
    low, high = min(0.0, lengths.min()), max(0.0, lengths.max())
    room = 0.4 * (high - low) or 1.0
    return (low - room if low < 0 or (values < 0).any() else 0.0), high + room


def _arrange(figure: go.Figure, names: list[str]) -> None:
    """Four panels in a row, with the names on their left and a row for the sums below."""
    rows = len(names)
    figure.update_yaxes(tickmode="array", tickvals=np.arange(rows), ticktext=names)
    figure.update_yaxes(range=[rows + 0.6, -0.6], showgrid=False, zeroline=False)
    figure.update_yaxes(ticklabelstandoff=6)
    for i in range(4):
        start = i * (PANEL + GAP)
        axis: dict[str, Any] = {"domain": [start, min(1.0, start + PANEL)], "anchor": "y"}
        axis |= {"showticklabels": False, "showgrid": False, "zeroline": True}
        figure.update_layout({f"xaxis{i + 1}": axis | {"zerolinecolor": theme.INK}})
    figure.update_layout(barmode="overlay", margin={"b": 10})


def _write_heads(figure: go.Figure, heads: Sequence[str], total: float, rows: int) -> None:
    """What each column holds, above it; the sum of the last two below them."""
    plain = {"showarrow": False, "xanchor": "left", "xref": "paper"}
    for i, text in enumerate(heads):
        place = {"x": i * (PANEL + GAP), "y": 1, "yref": "paper", "yanchor": "bottom"}
        figure.add_annotation(text=f"<b>{text}</b>", **place, **plain)
    for i, text in ((2, f"sum: {_exact(total)}"), (3, "sum: 100 %")):
        start = i * (PANEL + GAP)
        figure.add_annotation(text=text, x=start, y=rows + 0.1, yref="y", xshift=4, **plain)
        line = {"color": theme.INK, "width": 1}
        edge = {"y0": rows - 0.45, "y1": rows - 0.45, "xref": "paper", "yref": "y"}
        figure.add_shape(type="line", x0=start, x1=start + PANEL, line=line, **edge)


def _column_heads(shift: float, temperature: float) -> list[str]:
    t = "T" if temperature == 0 else _exact(temperature)
    above = f"(z − {_exact(shift)})" if shift > 0 else f"(z + {_exact(-shift)})" if shift else "z"
    quotient = f"{above} / {t}"
    return ["logit z", f"→ {quotient}", f"→ exp({quotient})", "→ divided by the sum"]


def _claim(z: np.ndarray, names: Sequence[str], p: np.ndarray, temperature: float) -> str:
    winners = [theme.quoted(name) for name, v in zip(names, z, strict=True) if v == z.max()]
    if temperature == math.inf:
        return f"Softmax at {called(temperature)}: each gets {theme.percent(p.max())}"
    if temperature == 0 and len(winners) == 1:
        return f"Softmax at {called(temperature)}: {winners[0]} takes all"
    if len(winners) > 1:
        shared = f"a tie, {' and '.join(winners)} get {theme.percent(p.max())} each"
        return f"Softmax at {called(temperature)}: {shared}"
    return f"Softmax at {called(temperature)}: {winners[0]} gets {theme.percent(p.max())}"


def _why(shift: float, temperature: float) -> str:
    if temperature == 0:
        return "nothing can be divided by 0: this is what the steps come to as T goes to 0"
    if shift:
        return (
            f"exp({_exact(shift / temperature)}) does not fit into the computer's numbers; "
            "subtracting the largest logit first changes no share"
        )
    return "exp makes every number positive; dividing by their sum makes them add to 100 %"


def _exact(value: float) -> str:
    """A number of any size, infinite ones too."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = theme.number(value) if abs(value) < 1e6 else f"{value:.2e}"
    return "0" if value == 0 else text.replace("-", "−")


def _steps_alt(
    names: Sequence[str], z: np.ndarray, exps: np.ndarray, p: np.ndarray, temperature: float
) -> str:
    rows = [
        f"{theme.visible(name)} {_exact(logit)} → {theme.percent(share)}"
        for name, logit, share in zip(names, z, p, strict=True)
    ]
    return (
        f"Softmax of {z.size} logits at {called(temperature)}, from logit to probability: "
        f"{', '.join(rows)}; the exps add to {_exact(float(exps.sum()))}."
    )
