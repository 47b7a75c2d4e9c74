"""A direction from pairs of words, tested on words that it has not seen."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz.lists import pairs_in, words_in
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.text import escape, visible
from gpt_viz.ranges import check_whole
from gpt_viz.records.vectors import Pairs, Vectors

RANDOM = 1000  # directions to compare with
ROW = 26  # pixels from one pair to the next
MOST = 40  # pairs to test, and single words
GAP = 0.5  # rows between the pairs and the single words
RIGHT, WRONG = theme.LINES[0], theme.LINES[1]


@dataclass(frozen=True, eq=False)
class Trial:
    """A `direction` of length 1 ``(D,)`` and how it does on the pairs of `tests`.

    `dots` ``(n, 2)`` are the dot products of each pair's words with it, `words` those of single
    words. `right` counts the pairs whose second word is further along. A thousand random directions
    get `usual` pairs right on average; `as_good` of them get as many as this one or more.
    """

    direction: np.ndarray
    tests: list[tuple[str, str]]
    dots: np.ndarray
    words: dict[str, float]
    right: int
    usual: float
    as_good: int


def trial(
    vectors: Vectors, pairs: str, test: str, words: str = "", principal: bool = False
) -> Trial:
    """Make a direction of `pairs` and try it on those of `test`, which must have other words.

    The direction is the mean of the differences or, if `principal`, their first axis (PCA).
    """
    given, tests = pairs_in(pairs), pairs_in(test)
    check_whole("the number of test pairs", len(tests), 1, MOST)
    _check_unseen(vectors, given, tests)
    found = vectors.principal_direction(given) if principal else vectors.direction(given)
    length = float(np.linalg.norm(found))
    if not length:
        raise ValueError("the differences of the pairs cancel out: they give no direction")
    direction = found / length
    dots = np.array([[vectors.of(word) @ direction for word in pair] for pair in tests])
    right = int(np.count_nonzero(dots[:, 1] > dots[:, 0]))
    chance = np.round(vectors.random_accuracies(tests, RANDOM) * len(tests))
    single = words_in(words) if words.strip() else []
    check_whole("the number of single words", len(single), 0, MOST)
    return Trial(
        direction,
        tests,
        dots,
        {word: float(vectors.of(word) @ direction) for word in single},
        right,
        float(chance.mean()),
        int(np.count_nonzero(chance >= right)),
    )


def _check_unseen(vectors: Vectors, given: Pairs, tests: Pairs) -> None:
    """A word that helped to make the direction would make the test too easy."""
    seen = {vectors.find(word) for pair in given for word in pair}
    for word in (word for pair in tests for word in pair):
        if vectors.find(word) in seen:
            raise ValueError(f"{word!r} is in both lists: test with words that pairs has not seen")


def direction_line(
    vectors: Vectors, pairs: str, test: str, words: str = "", principal: bool = False
) -> go.Figure:
    """How far words stand along the direction that the pairs share: their dot products with it.

    `pairs` and `test` are written like ``"cat/cats, dog/dogs"``, `words` like ``"one, two"``.
    Each test pair has a row, from its first word (a ring) to its second (a dot): blue where the
    second is further along, orange where it is not. Each single word has a row below them. The
    heading counts the pairs that are right, beside what a thousand random directions get right.
    """
    t = trial(vectors, pairs, test, words, principal)
    count, kind = len(t.tests), "first axis (PCA)" if principal else "mean difference"
    figure = theme.figure(
        [*_pairs(t), *([_singles(t)] if t.words else [])],
        title=f"{t.right} of {count} unseen pairs point along the direction",
        alt=_alt(t),
        height=int(ROW * _rows(t)) + 180,
        origin=vectors.origin,
    )
    names = [*(" → ".join(map(_shown, pair)) for pair in t.tests), *map(_shown, t.words)]
    rows = [*range(count), *_single_rows(t)]
    figure.update_yaxes(tickvals=rows, ticktext=names, ticklabelstandoff=4)
    figure.update_yaxes(range=[_rows(t) - 0.3, -0.7], zeroline=False)
    axis = {"text": "dot product with the direction (of length 1)", "font": {"size": 13}}
    figure.update_xaxes(title=axis, zerolinecolor=theme.DATA, range=_limits(t))
    write_heading(
        figure, [f"the direction: the {kind} of {len(pairs_in(pairs))} pairs", _chance(t)]
    )
    return figure


def _shown(word: str) -> str:
    return escape(visible(word))


def _rows(t: Trial) -> float:
    return len(t.tests) + (GAP + len(t.words) if t.words else 0)


def _single_rows(t: Trial) -> np.ndarray:
    return len(t.tests) + GAP + np.arange(len(t.words))


def _limits(t: Trial) -> list[float]:
    """All points, and some room at the sides."""
    values = [*t.dots.ravel(), *t.words.values(), 0.0]
    low, high = float(min(values)), float(max(values))
    room = 0.08 * (high - low) or 1.0
    return [low - room, high + room]


def _chance(t: Trial) -> str:
    count = len(t.tests)
    as_many = f"all {count}" if t.right == count else f"{t.right} or more"
    return (
        f"{RANDOM:,} random directions: {t.usual:.1f} of {count} right on average; "
        f"{t.as_good:,} of them get {as_many}"
    )


def _pairs(t: Trial) -> list[go.Scatter]:
    """A line for each pair, from a ring to a dot; those in the wrong order have a colour."""
    colours = [RIGHT if second > first else WRONG for first, second in t.dots]
    rows = np.arange(len(t.tests))
    gap = np.full(len(rows), np.nan)
    lines = go.Scatter(
        x=np.stack([*t.dots.T, gap], axis=1).ravel(),
        y=np.stack([rows, rows, gap], axis=1).ravel(),
        mode="lines",
        line={"color": theme.DATA, "width": 2},
        hoverinfo="skip",
    )
    ends = go.Scatter(
        x=t.dots.ravel(),
        y=np.repeat(rows, 2),
        mode="markers",
        marker={
            "size": 11,
            "color": [fill for colour in colours for fill in (theme.PAPER, colour)],
            "line": {"color": [colour for colour in colours for _ in range(2)], "width": 2},
        },
        customdata=[_shown(word) for pair in t.tests for word in pair],
        hovertemplate="%{customdata}: %{x:.3f}<extra></extra>",
    )
    return [lines, ends]


def _singles(t: Trial) -> go.Scatter:
    """Single words, each on a row of its own."""
    return go.Scatter(
        x=np.array([*t.words.values()]),
        y=_single_rows(t),
        mode="markers",
        marker={"size": 9, "color": theme.INK},
        customdata=[_shown(word) for word in t.words],
        hovertemplate="%{customdata}: %{x:.3f}<extra></extra>",
    )


def _alt(t: Trial) -> str:
    rows = [
        f"{first} {dots[0]:.2f} to {second} {dots[1]:.2f}"
        for (first, second), dots in zip(t.tests, t.dots, strict=True)
    ]
    words = [f"{word} {value:.2f}" for word, value in t.words.items()]
    single = f" Single words: {', '.join(words)}." if words else ""
    return (
        f"Dot products with a direction: {'; '.join(rows)}. {t.right} of {len(t.tests)} pairs are "
        f"in the right order; {_chance(t)}.{single}"
    )
