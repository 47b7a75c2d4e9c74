"""The plane that goes through three words, and how far off it the fourth one is."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import number
from gpt_viz.pictures.kit.text import escape, visible
from gpt_viz.pictures.vectors.analogy_bars import in_signs
from gpt_viz.records.vectors import Vectors
from gpt_viz.words import say

WIDTH, HEIGHT = 760, 400  # pixels of the plane itself
Point = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Plane:
    """Four words and ``a - b + c`` in the plane through a, b and c, with true lengths and angles.

    Points are ``(2,)``: b is the origin, c lies to the right of it. `target` lies in the plane.
    The fourth word does not: `fourth` is its shadow there, `off` its distance from the plane,
    `distance` that from the target. `usual` is the median distance of all words from the target.
    """

    a: np.ndarray
    c: np.ndarray
    target: np.ndarray
    fourth: np.ndarray
    off: float
    distance: float
    usual: float


def word_plane(vectors: Vectors, a: str, b: str, c: str, fourth: str) -> Plane:
    """The plane through three words; a `ValueError` where they lie on one line."""
    origin = vectors.of(b).astype(np.float64)
    up, right, far = (vectors.of(word) - origin for word in (a, c, fourth))
    across = right / (np.linalg.norm(right) or 1.0)
    rest = up - up @ across * across
    height = np.linalg.norm(rest)
    if height < 1e-6 * (np.linalg.norm(up) + np.linalg.norm(right)) or not right.any():
        raise ValueError(
            say("no plane goes through {a!r}, {b!r} and {c!r}: they lie on one line", a=a, b=b, c=c)
        )
    axes = np.stack([across, rest / height])
    target = up + right
    shadow = axes @ far
    off = float(np.linalg.norm(far - shadow @ axes))
    distances = -vectors.scores((origin + target).astype(np.float32), "euclidean")
    return Plane(
        axes @ up,
        axes @ right,
        axes @ target,
        shadow,
        off,
        float(np.linalg.norm(far - target)),
        float(np.median(distances[vectors.whole_words])),
    )


def analogy_plane(vectors: Vectors, a: str, b: str, c: str, fourth: str) -> go.Figure:
    """``a - b + c`` drawn in the plane through the three words, with true lengths and angles.

    The arrow from b to a is set again at c: it ends at the sum, which lies in the plane. The
    fourth word does not lie there. Its shadow does, and the heading says how far off it is.
    """
    plane = word_plane(vectors, a, b, c, fourth)
    names, signs = [escape(visible(word.strip())) for word in (a, b, c, fourth)], in_signs(a, b, c)
    figure = theme.figure(
        [_missing(plane), _points(plane, names)],
        title=say("{sum}, in the plane through the three words", sum=signs),
        alt=_alt(plane, signs, fourth.strip()),
        height=HEIGHT + 150,
        origin=vectors.origin,
    )
    _arrow(figure, np.zeros(2), plane.a, theme.INK)
    _arrow(figure, plane.c, plane.target, theme.CHOSEN)
    _arrange(figure, plane)
    write_heading(figure, _heading(plane, names[3]))
    return figure


def _heading(plane: Plane, fourth: str) -> list[str]:
    """How far the fourth word (markup) is off the sum, and how far that is."""
    apart = say(
        "from the sum (◇) to “{fourth}”: {far} = √({inside}² in this plane + {off}² off it, "
        "out of the page)",
        fourth=fourth,
        far=number(plane.distance),
        inside=number(float(np.linalg.norm(plane.fourth - plane.target))),
        off=number(plane.off),
    )
    usual = say("half of all words are within {usual} of the sum", usual=number(plane.usual))
    shadow = say("the dot for “{fourth}” is only its shadow", fourth=fourth)
    return [apart, f"{usual} · {shadow}"]


def _alt(plane: Plane, signs: str, fourth: str) -> str:
    return say(
        "{sum} in the plane through the three words. The sum and {fourth} are {far} apart; "
        "{fourth} stands {off} off the plane. Half of all words are within {usual} of the sum.",
        sum=signs,
        fourth=fourth,
        far=number(plane.distance),
        off=number(plane.off),
        usual=number(plane.usual),
    )


def _points(plane: Plane, names: list[str]) -> go.Scatter:
    points = np.stack([plane.a, np.zeros(2), plane.c, plane.fourth, plane.target])
    fourth = theme.LINES[2]
    return go.Scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="markers+text",
        text=[*names, say("the sum")],
        textposition=["top left", "bottom center", "bottom center", *_apart(plane)],
        textfont={"size": 14, "color": [theme.INK] * 3 + [fourth, theme.CHOSEN]},
        marker={
            "size": [8, 8, 8, 10, 12],
            "color": [theme.INK] * 3 + [fourth, theme.PAPER],
            "symbol": ["circle"] * 4 + ["diamond"],
            "line": {"width": [0, 0, 0, 0, 2], "color": theme.CHOSEN},
        },
        cliponaxis=False,
        hovertemplate="%{text}<extra></extra>",
    )


def _apart(plane: Plane) -> list[str]:
    """Sides for the names of the fourth word and of the sum that do not meet."""
    is_above = plane.fourth[1] > plane.target[1]
    return ["top center", "bottom right"] if is_above else ["bottom center", "top right"]


def _missing(plane: Plane) -> go.Scatter:
    """From the sum to the shadow of the fourth word: what is wrong even in this plane."""
    line = {"color": theme.DATA, "width": 1.5, "dash": "dot"}
    x, y = np.stack([plane.target, plane.fourth]).T
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _arrow(figure: go.Figure, start: np.ndarray, end: np.ndarray, colour: str) -> None:
    tail = {"ax": start[0], "ay": start[1], "axref": "x", "ayref": "y"}
    look = {"arrowhead": 2, "arrowwidth": 2, "arrowcolor": colour, "standoff": 7}
    figure.add_annotation(x=end[0], y=end[1], **tail, **look, text="")


def _arrange(figure: go.Figure, plane: Plane) -> None:
    """The same scale on both axes, with room for names around all points."""
    points = np.stack([plane.a, np.zeros(2), plane.c, plane.fourth, plane.target])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = max((high[0] - low[0]) / (WIDTH - 160), (high[1] - low[1]) / (HEIGHT - 90))
    middle, half = (low + high) / 2, scale * np.array([WIDTH, HEIGHT]) / 2
    plain = {"zeroline": False, "nticks": 8}
    figure.update_xaxes(range=[middle[0] - half[0], middle[0] + half[0]], **plain)
    figure.update_yaxes(range=[middle[1] - half[1], middle[1] + half[1]], **plain)
    figure.update_yaxes(scaleanchor="x")
    title = {"text": say("the same unit in both directions"), "font": {"size": 13}}
    figure.update_xaxes(title=title)
