"""Boxes and arrows: the parts of a machine as a drawing, in pixels from the top left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import filled, outline
from gpt_viz.pictures.kit.text import escape

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A named part: the lines under its name (markup), its place, and whether it is learned."""

    name: str
    lines: Sequence[str]
    left: float
    top: float
    width: float
    height: float
    learned: bool = False


def shapes(boxes: Sequence[Box]) -> list[go.Scatter]:
    """The boxes as two traces: those with learned numbers are tinted, the others grey."""
    return [
        filled([_outline(box) for box in boxes if box.learned == learned], colour, theme.DATA)
        for learned, colour in ((True, theme.CHIPS[0]), (False, theme.FAINT))
    ]


def stack(box: Box) -> list[go.Scatter]:
    """A white frame, and two more that show behind it."""
    frames = [
        replace(box, left=box.left + shift, top=box.top - shift) for shift in (12.0, 6.0, 0.0)
    ]
    return [filled([_outline(frame)], theme.PAPER, theme.DATA) for frame in frames]


def _outline(box: Box) -> np.ndarray:
    return outline(box.left, box.top, box.width, box.height)


def line(points: Sequence[Point]) -> go.Scatter:
    """A line through the points."""
    x, y = np.array(points).T
    ink = {"color": theme.INK, "width": 1.5}
    return go.Scatter(x=x, y=y, mode="lines", line=ink, hoverinfo="skip")


def circles(points: Sequence[Point]) -> go.Scatter:
    """A circle with a plus at each point: here vectors are added."""
    x, y = np.array(points).T
    return go.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        marker={"size": 20, "color": theme.PAPER, "line": {"color": theme.INK, "width": 1.5}},
        text=["+"] * len(points),
        textfont={"size": 16, "color": theme.INK},
        hoverinfo="skip",
    )


def words(box: Box) -> dict[str, object]:
    """A box's name and lines, in its middle, as an annotation."""
    middle = (box.left + box.width / 2, box.top + box.height / 2)
    return note(middle, "<br>".join([f"<b>{escape(box.name)}</b>", *box.lines]))


def note(place: Point, markup: str) -> dict[str, object]:
    """Markup centred at a place, as an annotation."""
    return {"x": place[0], "y": place[1], "text": markup, "showarrow": False, "font": {"size": 12}}


def arrow(start: Point, end: Point) -> dict[str, object]:
    """An arrow from one point to another, as an annotation."""
    return {
        "x": end[0],
        "y": end[1],
        "ax": start[0],
        "ay": start[1],
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowwidth": 1.5,
        "arrowcolor": theme.INK,
    }


def link(text: str, notebook: str) -> str:
    """Markup: `text`, which opens a notebook of the same folder where one is named."""
    if not notebook:
        return escape(text)
    return f'<a href="{escape(notebook)}" target="_self">{escape(text)}</a>'
