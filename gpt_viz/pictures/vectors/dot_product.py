"""Two vectors in the plane, and their dot product."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading

HEIGHT, WIDTH = 400, 760  # pixels of the plane itself, so that a right angle looks like one
REACH = 4.6  # how far up the plane goes, at least
A, B = theme.LINES[0], theme.LINES[1]


def dot_product(a: Sequence[float], b: Sequence[float]) -> go.Figure:
    """Two arrows in the plane, the shadow of `b` on the line through `a`, and the arithmetic.

    The dot product is the length of `a` times the length of that shadow; it is below zero where
    the shadow falls on the far side, and zero where the arrows stand at a right angle.
    """
    if len(a) != 2 or len(b) != 2 or not np.isfinite([*a, *b]).all():
        raise ValueError(f"a and b must be two numbers each, got {a!r} and {b!r}")
    dot = float(np.dot(a, b))
    length = float(np.dot(a, a))
    shadow = dot / length * np.asarray(a) if length else np.zeros(2)
    figure = theme.figure(
        [_ray(a), _drop(b, shadow), _shadow(shadow, dot)],
        title=f"a · b = {_number(dot)}: {_meaning(a, b)}",
        alt=_alt(a, b, dot),
        height=HEIGHT + 140,
    )
    for vector, colour, name in ((a, A, "a"), (b, B, "b")):
        _arrow(figure, vector, colour, name)
    reach = max(REACH, 1.15 * float(np.abs([*a, *b]).max()))
    across = reach * WIDTH / HEIGHT
    figure.update_xaxes(range=[-across, across], zerolinecolor=theme.DATA, dtick=_step(reach))
    figure.update_yaxes(range=[-reach, reach], zerolinecolor=theme.DATA, dtick=_step(reach))
    figure.update_yaxes(scaleanchor="x")
    write_heading(figure, [_sum(a, b, dot), _in_lengths(a, b, dot)])
    return figure


def cosine(a: Sequence[float], b: Sequence[float]) -> float | None:
    """The dot product divided by both lengths, -1 to 1; None where a length is 0."""
    lengths = math.hypot(*a) * math.hypot(*b)
    return max(-1.0, min(1.0, float(np.dot(a, b)) / lengths)) if lengths else None


def _ray(a: Sequence[float]) -> go.Scatter:
    """The line through `a`, far beyond the picture."""
    far = 100 * np.asarray(a)
    line = {"color": A, "width": 1, "dash": "dot"}
    ends = np.stack([-far, far])
    return go.Scatter(x=ends[:, 0], y=ends[:, 1], mode="lines", line=line, hoverinfo="skip")


def _drop(b: Sequence[float], shadow: np.ndarray) -> go.Scatter:
    line = {"color": theme.DATA, "width": 1.5, "dash": "dash"}
    x, y = [b[0], shadow[0]], [b[1], shadow[1]]
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _shadow(shadow: np.ndarray, dot: float) -> go.Scatter:
    line = {"color": theme.POSITIVE if dot > 0 else theme.NEGATIVE, "width": 9}
    return go.Scatter(
        x=[0, shadow[0]], y=[0, shadow[1]], mode="lines", line=line, opacity=0.45, hoverinfo="skip"
    )


def _arrow(figure: go.Figure, vector: Sequence[float], colour: str, name: str) -> None:
    x, y = vector
    if x or y:  # an arrow of no length has no direction to draw
        tail = {"ax": 0, "ay": 0, "axref": "x", "ayref": "y"}
        figure.add_annotation(x=x, y=y, **tail, arrowhead=2, arrowwidth=2.5, arrowcolor=colour)
    text = f"<b>{name}</b> ({_number(x)}, {_number(y)})"
    up = 16 if y >= 0 else -16
    figure.add_annotation(
        x=x, y=y, text=text, yshift=up, font={"color": colour, "size": 14}, showarrow=False
    )


def _step(reach: float) -> float:
    """One grid line for each whole number, or fewer where there would be many."""
    return float(max(1, round(reach / 5)))


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".").replace("-", "−")


def _meaning(a: Sequence[float], b: Sequence[float]) -> str:
    between = cosine(a, b) or 0.0
    if abs(between) < 1e-9:
        return "neither with nor against each other"
    if abs(between) > 1 - 1e-9:
        return "they point the same way" if between > 0 else "they point against each other"
    return f"more {'with than against' if between > 0 else 'against than with'} each other"


def _sum(a: Sequence[float], b: Sequence[float], dot: float) -> str:
    terms = [f"{_number(x)} × {_number(y)}" for x, y in zip(a, b, strict=True)]
    return f"number by number: {' + '.join(terms)} = {_number(dot)}"


def _in_lengths(a: Sequence[float], b: Sequence[float], dot: float) -> str:
    """The same in lengths and the cosine, in words."""
    between = cosine(a, b)
    if between is None:
        return "a vector of length 0 points nowhere: it has no cosine"
    angle = math.degrees(math.acos(between))
    lengths = f"{math.hypot(*a):.2f} × {math.hypot(*b):.2f}"
    return (
        f"length × length × cosine: {lengths} × {_number(between)} = {_number(dot)}"
        f" · the angle is {angle:.0f}°"
    )


def _alt(a: Sequence[float], b: Sequence[float], dot: float) -> str:
    between = cosine(a, b)
    told = "there is no cosine" if between is None else f"their cosine is {between:.2f}"
    return (
        f"Two arrows from the origin, a to ({a[0]:g}, {a[1]:g}) and b to ({b[0]:g}, {b[1]:g}); "
        f"their dot product is {dot:g}: {_meaning(a, b)}; {told}."
    )
