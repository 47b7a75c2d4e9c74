"""Two vectors in the plane, and their dot product."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.words import localised, say

HEIGHT, WIDTH = 400, 760  # pixels of the plane itself, so that a right angle looks like one
REACH = 4.6  # how far up the plane goes, at least
A, B = theme.LINES[0], theme.LINES[1]


def dot_product(a: Sequence[float], b: Sequence[float]) -> go.Figure:
    """Two arrows in the plane, the shadow of `b` on the line through `a`, and the arithmetic.

    The dot product is the length of `a` times the length of that shadow; it is below zero where
    the shadow falls on the far side, and zero where the arrows stand at a right angle.
    """
    if len(a) != 2 or len(b) != 2 or not np.isfinite([*a, *b]).all():
        raise ValueError(say("a and b must be two numbers each, got {a!r} and {b!r}", a=a, b=b))
    dot = float(np.dot(a, b))
    length = float(np.dot(a, a))
    shadow = dot / length * np.asarray(a) if length else np.zeros(2)
    figure = theme.figure(
        [_ray(a), _drop(b, shadow), _shadow(shadow, dot)],
        title=say("a · b = {dot}: {meaning}", dot=_number(dot), meaning=_meaning(a, b)),
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
    digits = f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
    return localised(digits.replace("-", "−"))


def _meaning(a: Sequence[float], b: Sequence[float]) -> str:
    between = cosine(a, b) or 0.0
    if abs(between) < 1e-9:
        return say("neither with nor against each other")
    if between > 1 - 1e-9:
        return say("they point the same way")
    if between < -1 + 1e-9:
        return say("they point against each other")
    if between > 0:
        return say("more with than against each other")
    return say("more against than with each other")


def _sum(a: Sequence[float], b: Sequence[float], dot: float) -> str:
    terms = [f"{_number(x)} × {_number(y)}" for x, y in zip(a, b, strict=True)]
    return say("number by number: {terms} = {dot}", terms=" + ".join(terms), dot=_number(dot))


def _in_lengths(a: Sequence[float], b: Sequence[float], dot: float) -> str:
    """The same in lengths and the cosine, in words."""
    between = cosine(a, b)
    if between is None:
        return say("a vector of length 0 points nowhere: it has no cosine")
    product = say(
        "length × length × cosine: {a:.2f} × {b:.2f} × {cosine} = {dot}",
        a=math.hypot(*a),
        b=math.hypot(*b),
        cosine=_number(between),
        dot=_number(dot),
    )
    angle = say("the angle is {degrees:.0f}°", degrees=math.degrees(math.acos(between)))
    return f"{product} · {angle}"


def _alt(a: Sequence[float], b: Sequence[float], dot: float) -> str:
    between = cosine(a, b)
    ends = {"a0": a[0], "a1": a[1], "b0": b[0], "b1": b[1]}
    if between is None:
        return say(
            "Two arrows from the origin, a to ({a0:g}, {a1:g}) and b to ({b0:g}, {b1:g}); "
            "their dot product is {dot:g}: {meaning}; there is no cosine.",
            **ends,
            dot=dot,
            meaning=_meaning(a, b),
        )
    return say(
        "Two arrows from the origin, a to ({a0:g}, {a1:g}) and b to ({b0:g}, {b1:g}); "
        "their dot product is {dot:g}: {meaning}; their cosine is {cosine:.2f}.",
        **ends,
        dot=dot,
        meaning=_meaning(a, b),
        cosine=between,
    )
