"""Drawings: shapes on a canvas of pixels, without axes."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

WIDTH = 800  # pixels, where the whole picture is 850 wide


def filled(outlines: Sequence[np.ndarray], colour: str, border: str) -> go.Scatter:
    """Shapes of one colour as one trace; each outline ``(n, 2)`` is closed and ends with a gap."""
    points = np.concatenate([np.empty((0, 2)), *outlines])
    return go.Scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="lines",
        fill="toself",
        fillcolor=colour,
        line={"color": border, "width": 1},
        hoverinfo="skip",
    )


def as_drawing(figure: go.Figure, height: float, width: float = WIDTH) -> None:
    """No axes: x and y count the drawing's pixels, y downwards."""
    figure.update_layout(
        margin={"l": 12, "r": 12, "t": 48, "b": 12},
        xaxis={"range": [0, width], "visible": False, "fixedrange": True},
        yaxis={"range": [height, 0], "visible": False, "fixedrange": True},
    )


def outline(left: float, top: float, width: float, height: float) -> np.ndarray:
    """The corners of a box, cut a little, and a gap after them: ``(10, 2)``."""
    right, bottom, cut = left + width, top + height, 4.0
    x = [left + cut, right - cut, right, right, right - cut, left + cut, left, left, left + cut]
    y = [top, top, top + cut, bottom - cut, bottom, bottom, bottom - cut, top + cut, top]
    return np.array([[*x, np.nan], [*y, np.nan]]).T
