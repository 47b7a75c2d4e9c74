"""Do the differences of pairs point one way? Their angles, beside those of random pairs."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import plotly.graph_objects as go

from gpt_viz import lists
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent, percent_ticks
from gpt_viz.pictures.kit.text import escape, visible
from gpt_viz.records.vectors import Vectors
from gpt_viz.words import say

RANDOM = 200  # random pairs: 19,900 angles between their differences
BINS = np.linspace(-1, 1, 81)
STRIP = 0.24  # of the height, for the given pairs' own angles


@dataclass(frozen=True, eq=False)
class Angles:
    """Cosines between differences: `own` ``(n,)`` of the given pairs, `random` of random pairs.

    `names` says which two pairs each of `own` belongs to. `first_axis` is the share of the given
    differences' squared lengths that lies along one direction, `first_axis_random` that of as
    many random differences.
    """

    own: np.ndarray
    names: list[str]
    random: np.ndarray
    first_axis: float
    first_axis_random: float


def angles(vectors: Vectors, pairs: str, seed: int = 0) -> Angles:
    """Compare each difference of the pairs with each other one; at least two pairs."""
    given = lists.pairs(pairs)
    if len(given) < 2:
        raise ValueError(
            say("two pairs or more have an angle between them, got {count}", count=len(given))
        )
    own = _directions(vectors.differences(given))
    rng = np.random.default_rng(seed)
    words = np.flatnonzero(vectors.whole_words)
    first, second = rng.choice(words, (2, RANDOM))
    is_pair = first != second
    random = _directions(vectors.matrix[second[is_pair]] - vectors.matrix[first[is_pair]])
    names = ["/".join(pair) for pair in given]
    return Angles(
        _cosines(own),
        [say("{first} and {second}", first=a, second=b) for a, b in combinations(names, 2)],
        _cosines(random),
        _along_one(own),
        float(np.mean([_along_one(rng.permutation(random)[: len(own)]) for _ in range(20)])),
    )


def _directions(differences: np.ndarray) -> np.ndarray:
    """The differences at length 1, so that each counts alike; one of length 0 stays."""
    lengths = np.linalg.norm(differences, axis=1, keepdims=True)
    directions: np.ndarray = differences / np.where(lengths, lengths, 1)
    return directions


def _cosines(directions: np.ndarray) -> np.ndarray:
    """Each with each other one, once: ``(n (n - 1) / 2,)``."""
    cosines: np.ndarray = (directions @ directions.T)[np.triu_indices(len(directions), 1)]
    return cosines.clip(-1, 1)


def _along_one(directions: np.ndarray) -> float:
    """The share of all squared lengths along the direction that has most of them."""
    squares = np.linalg.svd(directions, compute_uv=False) ** 2
    return float(squares[0] / (squares.sum() or 1))


def difference_angles(vectors: Vectors, pairs: str, seed: int = 0) -> go.Figure:
    """Cosines between the differences of pairs, above those between differences of random pairs.

    A cosine of 1 means that two pairs point exactly the same way, 0 that they are at right
    angles. `pairs` are written like ``"cat/cats, dog/dogs"``. The heading tells how much of the
    differences one single direction holds (PCA, not centred).
    """
    found = angles(vectors, pairs, seed)
    own, random = float(np.median(found.own)), float(np.median(found.random))
    figure = theme.figure(
        [_ticks(found), _histogram(found.random)],
        title=say(
            "{count} angles between differences: half have a cosine over {median:.2f}",
            count=len(found.own),
            median=own,
        ),
        alt=_alt(found, own, random),
        height=400,
        origin=vectors.origin,
    )
    text = say("these pairs: median {median:.2f}", median=_rounded(own))
    _mark(figure, own, "y2", theme.LINES[0], text)
    text = say("random pairs of words: median {median:.2f}", median=_rounded(random))
    _mark(figure, random, "y", theme.INK, text)
    _arrange(figure)
    write_heading(figure, [_one_axis(found)])
    return figure


def _rounded(value: float) -> float:
    """At two digits, and never minus zero."""
    return round(value, 2) + 0.0


def _arrange(figure: go.Figure) -> None:
    """The pairs' own angles on a strip above the histogram, on the same axis."""
    title = {"text": say("cosine between two differences"), "font": {"size": 13}}
    figure.update_xaxes(range=[-1, 1], title=title, anchor="y", dtick=0.25)
    top = 1.25 * float(figure.data[1].y.max())
    figure.update_layout(
        yaxis={"domain": [0, 0.9 - STRIP], "range": [0, top], **percent_ticks(top)},
        yaxis2={"domain": [1 - STRIP, 1], "range": [-1.2, 1.8], "visible": False},
    )


def _one_axis(found: Angles) -> str:
    return say(
        "the direction they share most makes up {share} of these differences; "
        "of as many random ones, {random}",
        share=percent(found.first_axis),
        random=percent(found.first_axis_random),
    )


def _ticks(found: Angles) -> go.Scatter:
    return go.Scatter(
        x=found.own,
        y=np.zeros(len(found.own)),
        yaxis="y2",
        mode="markers",
        marker={"symbol": "line-ns", "size": 22, "line": {"color": theme.LINES[0], "width": 2}},
        cliponaxis=False,
        customdata=[escape(visible(name)) for name in found.names],
        hovertemplate="%{customdata}: %{x:.2f}<extra></extra>",
    )


def _histogram(random: np.ndarray) -> go.Bar:
    counts, edges = np.histogram(random, BINS)
    shares = counts / len(random)
    return go.Bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=shares,
        width=float(edges[1] - edges[0]),
        marker_color=theme.DATA,
        customdata=[escape(percent(share)) for share in shares],
        hovertemplate="%{x:.2f}: %{customdata}<extra></extra>",
    )


def _mark(figure: go.Figure, value: float, axis: str, colour: str, text: str) -> None:
    """A line at the median, and what it is the median of."""
    line = {"color": colour, "width": 2, "dash": "dash"}
    place = {"x0": value, "x1": value, "y0": 0, "y1": 1}
    figure.add_shape(type="line", **place, yref=f"{axis} domain", line=line)
    figure.add_annotation(
        x=value,
        y=1,
        yref=f"{axis} domain",
        text=text,
        font={"color": colour, "size": 13},
        showarrow=False,
        xanchor="left" if value < 0.5 else "right",
        yanchor="top",
        xshift=6 if value < 0.5 else -6,
    )


def _alt(found: Angles, own: float, random: float) -> str:
    return say(
        "The cosines between the differences of the pairs, {count} of them from {least:.2f} to "
        "{most:.2f}, half of them over {median:.2f}, above a histogram of those between random "
        "pairs of words, half of which are over {random:.2f}; {one_axis}.",
        count=len(found.own),
        least=found.own.min(),
        most=found.own.max(),
        median=own,
        random=_rounded(random),
        one_axis=_one_axis(found),
    )
