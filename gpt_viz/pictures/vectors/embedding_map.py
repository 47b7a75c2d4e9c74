"""Words as points on a map of two or three axes, with what the map loses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import principal_axes
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import cells, escape, plain, visible
from gpt_viz.pictures.vectors import camera
from gpt_viz.ranges import check_whole
from gpt_viz.records.vectors import Pairs, Vectors

WIDTH, HEIGHT = 740, 500  # pixels of the map, for finding a free side for each name
MARGIN = 0.08  # room around the points on each side, as a share of their spread
ORDER = ("1st axis", "2nd axis", "3rd axis")
DEEP = 542  # pixels from top to bottom of a map in 3 dimensions
SIDES = [
    *("top center", "bottom center", "middle right", "middle left"),
    *("top right", "top left", "bottom right", "bottom left"),
]


@dataclass(frozen=True)
class Type:
    """How large names are, in pixels: a letter's width, a line's height, the gap to the point."""

    letter: float
    line: float
    gap: float


FLAT_TYPE, DEEP_TYPE = Type(7.8, 15, 5), Type(6.2, 12, 9)


@dataclass(frozen=True, eq=False)
class Map:
    """Where words stand: `words`, the `group` of each (a number), `points` ``(n, axes)``.

    `kept` ``(axes,)`` is the share of the words' variance that each axis keeps.
    """

    words: list[str]
    group: list[int]
    points: np.ndarray
    kept: np.ndarray


def placed(vectors: Vectors, groups: Mapping[str, Sequence[str]], axes: int) -> Map:
    """The words of the groups on the axes in which they spread most (PCA of these words alone)."""
    words = [word for group in groups.values() for word in group]
    if len(words) <= axes:
        raise ValueError(f"a map with {axes} axes needs more than {axes} words, got {len(words)}")
    rows = np.stack([vectors.of(word) for word in words]).astype(np.float64)
    directions, kept = principal_axes(rows, axes)
    own = [number for number, group in enumerate(groups.values()) for _ in group]
    return Map(words, own, (rows - rows.mean(axis=0)) @ directions.T, kept)


def embedding_map(
    vectors: Vectors,
    groups: Mapping[str, Sequence[str]],
    pairs: Pairs = (),
    dimensions: int = 2,
    turn: float = 30.0,
) -> go.Figure:
    """Words as points in 2 or 3 dimensions, a colour for each group, an arrow for each pair.

    The axes are those in which the words spread most; the heading says how much of the spread
    they keep. In 3 dimensions `turn` is where one looks from, in degrees; the mouse turns it too.
    Both words of a pair must be in a group. There are at most seven groups.
    """
    check_whole("dimensions", dimensions, 2, 3)
    check_whole("the number of groups", len(groups), 1, len(theme.LINES))
    places = placed(vectors, groups, dimensions)
    ends = [(_place(places, first), _place(places, second)) for first, second in pairs]
    kept, size = float(places.kept.sum()), vectors.matrix.shape[1]
    figure = theme.figure(
        [_flat(places)] if dimensions == 2 else _deep(places, ends, turn),
        title=f"{len(places.words)} words: {dimensions} axes instead of {size:,}",
        alt=_alt(places, groups, kept, dimensions),
        height=HEIGHT + 130,
        origin=vectors.origin,
    )
    if dimensions == 2:
        _arrange_flat(figure, places, ends)
    else:
        camera.arrange(figure, places.points, turn, ORDER)
    turned = "" if dimensions == 2 else f" · turned by {turn:g}°"
    write_heading(figure, [_kept(places.kept) + turned, _key(groups)])
    return figure


def _kept(shares: np.ndarray) -> str:
    """What the axes keep, together and one by one, and what is lost."""
    kept = float(shares.sum())
    each = " + ".join(f"{100 * share:.1f}" for share in shares)
    return (
        f"this view keeps {percent(kept)} of the words' spread (variance: {each}) "
        f"and loses {percent(max(0.0, 1 - kept))}"
    )


def _place(places: Map, word: str) -> np.ndarray:
    if word not in places.words:
        raise ValueError(f"{word!r} is in a pair, but in no group")
    point: np.ndarray = places.points[places.words.index(word)]
    return point


def _key(groups: Mapping[str, Sequence[str]]) -> str:
    return "   ".join(
        f'<span style="color:{colour}">●</span> {escape(plain(name))}'
        for colour, name in zip(theme.LINES, groups, strict=False)
    )


def _labels(places: Map) -> list[str]:
    return [escape(visible(word)) for word in places.words]


def _colours(places: Map) -> list[str]:
    return [theme.LINES[group] for group in places.group]


def _flat(places: Map) -> go.Scatter:
    return go.Scatter(
        x=places.points[:, 0],
        y=places.points[:, 1],
        mode="markers+text",
        text=_labels(places),
        textposition=free_sides(places.points, places.words),
        textfont={"color": _colours(places)},
        marker={"color": _colours(places), "size": 7},
        cliponaxis=False,
        hovertemplate="%{text}<extra></extra>",
    )


def free_sides(points: np.ndarray, words: Sequence[str]) -> list[str]:
    """A side for each point's name, so that names lie on no other name or point where it can be.

    Points ``(n, 2)`` are thought of on a map of `WIDTH` by `HEIGHT` pixels.
    """
    spread = np.maximum(np.ptp(points, axis=0), 1e-12) * (1 + 2 * MARGIN)
    return _sides(points / spread * [WIDTH, HEIGHT], words, FLAT_TYPE)


def _sides(pixels: np.ndarray, words: Sequence[str], size: Type) -> list[str]:
    """The same for points in pixels."""
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in pixels]
    chosen = []
    for (x, y), word in zip(pixels, words, strict=True):
        boxes = _boxes(x, y, cells(word), size)
        clashes = [sum(_overlap(box, other) for other in taken) for box in boxes]
        best = clashes.index(min(clashes))
        taken.append(boxes[best])
        chosen.append(SIDES[best])
    return chosen


Area = tuple[float, float, float, float]


def _boxes(x: float, y: float, letters: float, size: Type) -> list[Area]:
    """Where a name would lie on each of the `SIDES`: left, bottom, right, top."""
    width, gap, line = letters * size.letter, size.gap, size.line
    corners = [
        *((x - width / 2, y + gap), (x - width / 2, y - gap - line)),
        *((x + gap, y - line / 2), (x - gap - width, y - line / 2)),
        *((x + gap, y + gap), (x - gap - width, y + gap)),
        *((x + gap, y - gap - line), (x - gap - width, y - gap - line)),
    ]
    return [(left, bottom, left + width, bottom + line) for left, bottom in corners]


def _overlap(a: Area, b: Area) -> float:
    """How many square pixels two areas share."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, across) * max(0.0, down)


def _arrange_flat(
    figure: go.Figure, places: Map, ends: Sequence[tuple[np.ndarray, np.ndarray]]
) -> None:
    margin = MARGIN * np.ptp(places.points, axis=0)
    low, high = places.points.min(axis=0) - margin, places.points.max(axis=0) + margin
    figure.update_xaxes(range=[low[0], high[0]], title=_axis(places, 0), showticklabels=False)
    figure.update_yaxes(range=[low[1], high[1]], title=_axis(places, 1), showticklabels=False)
    figure.update_xaxes(zeroline=False)
    figure.update_yaxes(zeroline=False)
    for start, end in ends:
        tail = {"ax": start[0], "ay": start[1], "axref": "x", "ayref": "y"}
        look = {"arrowhead": 2, "arrowwidth": 1.2, "arrowcolor": theme.DATA, "standoff": 5}
        figure.add_annotation(x=end[0], y=end[1], **tail, **look, startstandoff=5, text="")


def _axis(places: Map, axis: int) -> dict[str, Any]:
    text = f"{ORDER[axis]}: {percent(float(places.kept[axis]))}"
    return {"text": text, "font": {"size": 13}}


def _deep(
    places: Map, ends: Sequence[tuple[np.ndarray, np.ndarray]], turn: float
) -> list[go.Scatter3d]:
    """The points, and a line with a dot at its end for each pair."""
    x, y, z = places.points.T
    pixels = camera.seen(places.points, turn, DEEP)
    words = go.Scatter3d(
        x=x,
        y=y,
        z=z,
        mode="markers+text",
        text=_labels(places),
        textposition=_sides(pixels, places.words, DEEP_TYPE),
        textfont={"color": _colours(places), "size": 10},
        marker={"color": _colours(places), "size": 3},
        hovertemplate="%{text}<extra></extra>",
    )
    gap = np.full(3, np.nan)
    points = np.array([point for start, end in ends for point in (start, end, gap)])
    if not points.size:
        return [words]
    line = {"color": theme.DATA, "width": 3}
    x, y, z = points.T
    return [words, go.Scatter3d(x=x, y=y, z=z, mode="lines", line=line, hoverinfo="skip")]


def _alt(places: Map, groups: Mapping[str, Sequence[str]], kept: float, dimensions: int) -> str:
    told = [f"{name} ({', '.join(group)})" for name, group in groups.items()]
    return (
        f"A map of {len(places.words)} words on {dimensions} axes that keep "
        f"{percent(kept)} of their variance, in {len(groups)} groups: {'; '.join(told)}."
    )
