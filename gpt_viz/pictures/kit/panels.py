"""Bars in several panels side by side: a row for each name, a scale for each panel."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import number
from gpt_viz.words import localised

GAP = 0.06  # between two panels, as a part of the picture


def width(count: int) -> float:
    """How wide each of `count` panels is, as a part of the picture."""
    return (1 - GAP * (count - 1)) / count


def left(i: int, count: int) -> float:
    """Where panel i of `count` begins, as a part of the picture."""
    return i * (width(count) + GAP)


def bars(
    columns: Sequence[np.ndarray],
    texts: Sequence[Sequence[str]],
    colours: Sequence[str],
    behind: Sequence[np.ndarray] | None = None,
) -> list[go.Bar | go.Scatter]:
    """Three traces a panel: outlines (of `behind`), bars, numbers at the end of the longer of both.

    An infinite value has no bar; its number stands at zero.
    """
    outlines = behind or [np.zeros(column.size) for column in columns]
    panels = zip(columns, texts, colours, outlines, strict=True)
    return [trace for i, panel in enumerate(panels) for trace in _panel(i, *panel)]


def _panel(
    i: int, values: np.ndarray, texts: Sequence[str], colour: str, behind: np.ndarray
) -> tuple[go.Bar, go.Bar, go.Scatter]:
    lengths, outline = _finite(values), _finite(behind)
    low, high = np.minimum(lengths, outline), np.maximum(lengths, outline)
    numbers = go.Scatter(
        x=np.where(values < 0, low, high),
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
    return _bars(i, outline, 0.8, edge), _bars(i, lengths, 0.5, {"color": colour}), numbers


def _bars(i: int, lengths: np.ndarray, width: float, marker: dict[str, Any]) -> go.Bar:
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
    """Infinite lengths cannot be drawn: 0 instead."""
    return np.where(np.isfinite(values), values, 0.0)


def scale(
    figure: go.Figure,
    columns: Sequence[np.ndarray],
    share: int,
    behind: Sequence[np.ndarray] | None = None,
) -> None:
    """Give each panel its range: panel `share` goes from 0 to 1, the others as far as they need."""
    for i, (column, outline) in enumerate(zip(columns, behind or columns, strict=True)):
        room = 0.1 * len(columns)  # the narrower the panel, the more of it a number takes
        limits = (0.0, 1 + room) if i == share else _limits(column, outline, room)
        figure.update_layout({f"xaxis{i + 1}": {"range": limits}})


def _limits(values: np.ndarray, behind: np.ndarray, room: float) -> tuple[float, float]:
    """A range for the bars and, on each side that has bars, for their numbers."""
    lengths = _finite(np.concatenate([values, behind]))
    low, high = min(0.0, float(lengths.min())), max(0.0, float(lengths.max()))
    room = room * (high - low) or 1.0
    return (low - room if low < 0 or (values < 0).any() else 0.0), high + room


def arrange(figure: go.Figure, names: Sequence[str], count: int, below: float = 0.6) -> None:
    """`count` panels in a row, the names (markup) on their left, `below` rows of room below."""
    rows = len(names)
    figure.update_yaxes(tickmode="array", tickvals=np.arange(rows), ticktext=list(names))
    figure.update_yaxes(range=[rows + below, -0.6], showgrid=False, zeroline=False)
    figure.update_yaxes(ticklabelstandoff=6)
    for i in range(count):
        start = left(i, count)
        axis: dict[str, Any] = {"domain": [start, min(1.0, start + width(count))], "anchor": "y"}
        axis |= {"showticklabels": False, "showgrid": False, "zeroline": True}
        figure.update_layout({f"xaxis{i + 1}": axis | {"zerolinecolor": theme.INK}})
    figure.update_layout(barmode="overlay", margin={"b": 10})


def write_titles(figure: go.Figure, titles: Sequence[str]) -> None:
    """What each panel holds (markup), above it."""
    for i, text in enumerate(titles):
        place = {"x": left(i, len(titles)), "y": 1, "yref": "paper", "yanchor": "bottom"}
        figure.add_annotation(
            text=f"<b>{text}</b>", showarrow=False, xanchor="left", xref="paper", **place
        )


def exact(value: float) -> str:
    """A number of any size for reading, with a true minus; infinite ones too."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = number(value) if abs(value) < 1e6 else localised(f"{value:.2e}")
    return "0" if value == 0 else text.replace("-", "−")
