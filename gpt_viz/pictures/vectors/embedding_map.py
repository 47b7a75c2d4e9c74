"""Words as points on a map of two or three axes, with what the map loses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import principal_axes
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import legend, write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape, plain, visible
from gpt_viz.pictures.vectors import camera
from gpt_viz.pictures.vectors.free_sides import Type, free_sides
from gpt_viz.ranges import check_whole
from gpt_viz.records.vectors import Pairs, Vectors
from gpt_viz.words import listed, localised, say, say_many

WIDTH, HEIGHT = 740, 500  # pixels of the map, for finding a free side for each name
MARGIN = 0.08  # room around the points on each side, as a share of their spread
DEEP = 542  # pixels from top to bottom of a map in 3 dimensions
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


def word_map(vectors: Vectors, groups: Mapping[str, Sequence[str]], axes: int) -> Map:
    """The words of the groups on the axes in which they spread most (PCA of these words alone)."""
    words = [word for group in groups.values() for word in group]
    if len(words) <= axes:
        raise ValueError(
            say(
                "a map with {axes} axes needs more than {axes} words, got {count}",
                axes=axes,
                count=len(words),
            )
        )
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
    they keep. In 3 dimensions `turn` is the camera's angle in degrees; the mouse turns it too.
    Both words of a pair must be in a group. There are at most seven groups.
    """
    check_whole("dimensions", dimensions, 2, 3)
    check_whole(say("the number of groups"), len(groups), 1, len(theme.LINES))
    places = word_map(vectors, groups, dimensions)
    ends = [(_point(places, first), _point(places, second)) for first, second in pairs]
    figure = theme.figure(
        [_flat(places)] if dimensions == 2 else _deep(places, ends, turn),
        title=say(
            "{words} words: {axes} axes instead of {size}",
            words=len(places.words),
            axes=dimensions,
            size=vectors.matrix.shape[1],
        ),
        alt=_alt(places, groups),
        height=HEIGHT + 130,
        origin=vectors.origin,
    )
    if dimensions == 2:
        _arrange_flat(figure, places, ends)
    else:
        camera.arrange(figure, places.points, turn, _axis_names())
    view = [_kept(places.kept)]
    view += [say("turned by {turn:g}°", turn=turn)] if dimensions == 3 else []
    write_heading(figure, [" · ".join(view), _key(groups)])
    return figure


def _axis_names() -> tuple[str, str, str]:
    return say("1st axis"), say("2nd axis"), say("3rd axis")


def _kept(shares: np.ndarray) -> str:
    """What the axes keep, together and one by one, and what is lost."""
    kept = float(shares.sum())
    return say(
        "this view keeps {kept} of the words' spread (variance: {each}) and loses {rest}",
        kept=percent(kept),
        each=" + ".join(localised(f"{100 * share:.1f}") for share in shares),
        rest=percent(max(0.0, 1 - kept)),
    )


def _point(places: Map, word: str) -> np.ndarray:
    if word not in places.words:
        raise ValueError(say("{word!r} is in a pair, but in no group", word=word))
    point: np.ndarray = places.points[places.words.index(word)]
    return point


def _key(groups: Mapping[str, Sequence[str]]) -> str:
    colours = zip(theme.LINES, groups, strict=False)
    return legend([("●", colour, escape(plain(name))) for colour, name in colours])


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
        textposition=free_sides(_on_flat(places.points), places.words, FLAT_TYPE),
        textfont={"color": _colours(places)},
        marker={"color": _colours(places), "size": 7},
        cliponaxis=False,
        hovertemplate="%{text}<extra></extra>",
    )


def _on_flat(points: np.ndarray) -> np.ndarray:
    """Points ``(n, 2)`` on a map of `WIDTH` by `HEIGHT` pixels."""
    spread = np.maximum(np.ptp(points, axis=0), 1e-12) * (1 + 2 * MARGIN)
    pixels: np.ndarray = points / spread * [WIDTH, HEIGHT]
    return pixels


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
    share = percent(float(places.kept[axis]))
    text = say("{axis}: {share}", axis=_axis_names()[axis], share=share)
    return {"text": text, "font": {"size": 13}}


def _deep(
    places: Map, ends: Sequence[tuple[np.ndarray, np.ndarray]], turn: float
) -> list[go.Scatter3d]:
    """The points, and a line with a dot at its end for each pair."""
    x, y, z = places.points.T
    pixels = camera.on_screen(places.points, turn, DEEP)
    words = go.Scatter3d(
        x=x,
        y=y,
        z=z,
        mode="markers+text",
        text=_labels(places),
        textposition=free_sides(pixels, places.words, DEEP_TYPE),
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


def _alt(places: Map, groups: Mapping[str, Sequence[str]]) -> str:
    return say_many(
        "A map of {words} words on {axes} axes that keep {kept} of their variance, "
        "in {count} group: {groups}.",
        "A map of {words} words on {axes} axes that keep {kept} of their variance, "
        "in {count} groups: {groups}.",
        len(groups),
        words=len(places.words),
        axes=len(places.kept),
        kept=percent(float(places.kept.sum())),
        groups=listed(
            say("{name} ({words})", name=name, words=listed(group))
            for name, group in groups.items()
        ),
    )
