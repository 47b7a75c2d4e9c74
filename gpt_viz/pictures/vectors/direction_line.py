"""A direction from pairs of words, tested on words that it has not seen."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz import lists
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.text import escape, visible
from gpt_viz.ranges import check_whole
from gpt_viz.records.vectors import Pairs, Vectors
from gpt_viz.words import listed, say, say_many, sentences

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


def direction_trial(
    vectors: Vectors, pairs: str, test: str, words: str = "", principal: bool = False
) -> Trial:
    """Make a direction of `pairs` and try it on those of `test`, which must have other words.

    The direction is the mean of the differences or, if `principal`, their first axis (PCA).
    """
    given, tests = lists.pairs(pairs), lists.pairs(test)
    check_whole(say("the number of test pairs"), len(tests), 1, MOST)
    _check_unseen(vectors, given, tests)
    found = vectors.principal_direction(given) if principal else vectors.direction(given)
    length = float(np.linalg.norm(found))
    if not length:
        raise ValueError(say("the differences of the pairs cancel out: they give no direction"))
    direction = found / length
    dots = np.array([[vectors.of(word) @ direction for word in pair] for pair in tests])
    right = int(np.count_nonzero(dots[:, 1] > dots[:, 0]))
    chance = np.round(vectors.random_accuracies(tests, RANDOM) * len(tests))
    single = lists.words(words) if words.strip() else []
    check_whole(say("the number of single words"), len(single), 0, MOST)
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
    rows = {vectors.find(word) for pair in given for word in pair}
    for word in (word for pair in tests for word in pair):
        if vectors.find(word) in rows:
            raise ValueError(
                say("{word!r} is in both lists: test with words that pairs has not seen", word=word)
            )


def direction_line(
    vectors: Vectors, pairs: str, test: str, words: str = "", principal: bool = False
) -> go.Figure:
    """How far words stand along the direction that the pairs share: their dot products with it.

    `pairs` and `test` are written like ``"cat/cats, dog/dogs"``, `words` like ``"one, two"``.
    Each test pair has a row, from its first word (a ring) to its second (a dot): blue where the
    second is further along, orange where it is not. Each single word has a row below them. The
    heading counts the pairs that are right, beside what a thousand random directions get right.
    """
    trial = direction_trial(vectors, pairs, test, words, principal)
    figure = theme.figure(
        [*_pairs(trial), *([_singles(trial)] if trial.words else [])],
        title=say(
            "{right} of {count} unseen pairs point along the direction",
            right=trial.right,
            count=len(trial.tests),
        ),
        alt=_alt(trial),
        height=int(ROW * _rows(trial)) + 180,
        origin=vectors.origin,
    )
    _arrange(figure, trial)
    write_heading(figure, [_origin(len(lists.pairs(pairs)), principal), _chance(trial)])
    return figure


def _origin(count: int, principal: bool) -> str:
    """What the direction was made of."""
    if principal:
        return say_many(
            "the direction: the first axis (PCA) of {count} pair",
            "the direction: the first axis (PCA) of {count} pairs",
            count,
        )
    return say_many(
        "the direction: the mean difference of {count} pair",
        "the direction: the mean difference of {count} pairs",
        count,
    )


def _arrange(figure: go.Figure, trial: Trial) -> None:
    """A row for each pair, then one for each single word."""
    names = [*(" → ".join(map(_name, pair)) for pair in trial.tests), *map(_name, trial.words)]
    rows = [*range(len(trial.tests)), *_single_rows(trial)]
    figure.update_yaxes(tickvals=rows, ticktext=names, ticklabelstandoff=4)
    figure.update_yaxes(range=[_rows(trial) - 0.3, -0.7], zeroline=False)
    title = {"text": say("dot product with the direction (of length 1)"), "font": {"size": 13}}
    figure.update_xaxes(title=title, zerolinecolor=theme.DATA, range=_limits(trial))


def _name(word: str) -> str:
    return escape(visible(word))


def _rows(trial: Trial) -> float:
    return len(trial.tests) + (GAP + len(trial.words) if trial.words else 0)


def _single_rows(trial: Trial) -> np.ndarray:
    return len(trial.tests) + GAP + np.arange(len(trial.words))


def _limits(trial: Trial) -> list[float]:
    """All points, and some room at the sides."""
    values = [*trial.dots.ravel(), *trial.words.values(), 0.0]
    low, high = float(min(values)), float(max(values))
    room = 0.08 * (high - low) or 1.0
    return [low - room, high + room]


def _chance(trial: Trial) -> str:
    """What random directions get right."""
    values = {"usual": trial.usual, "count": len(trial.tests), "as_good": trial.as_good}
    if trial.right == len(trial.tests):
        return say(
            "{directions} random directions: {usual:.1f} of {count} right on average; "
            "{as_good} of them get all {count}",
            directions=RANDOM,
            **values,
        )
    return say(
        "{directions} random directions: {usual:.1f} of {count} right on average; "
        "{as_good} of them get {right} or more",
        directions=RANDOM,
        right=trial.right,
        **values,
    )


def _pairs(trial: Trial) -> list[go.Scatter]:
    """A line for each pair, from a ring to a dot; those in the wrong order have a colour."""
    colours = [RIGHT if second > first else WRONG for first, second in trial.dots]
    rows = np.arange(len(trial.tests))
    gap = np.full(len(rows), np.nan)
    lines = go.Scatter(
        x=np.stack([*trial.dots.T, gap], axis=1).ravel(),
        y=np.stack([rows, rows, gap], axis=1).ravel(),
        mode="lines",
        line={"color": theme.DATA, "width": 2},
        hoverinfo="skip",
    )
    ends = go.Scatter(
        x=trial.dots.ravel(),
        y=np.repeat(rows, 2),
        mode="markers",
        marker={
            "size": 11,
            "color": [fill for colour in colours for fill in (theme.PAPER, colour)],
            "line": {"color": [colour for colour in colours for _ in range(2)], "width": 2},
        },
        customdata=[_name(word) for pair in trial.tests for word in pair],
        hovertemplate="%{customdata}: %{x:.3f}<extra></extra>",
    )
    return [lines, ends]


def _singles(trial: Trial) -> go.Scatter:
    """Single words, each on a row of its own."""
    return go.Scatter(
        x=np.array([*trial.words.values()]),
        y=_single_rows(trial),
        mode="markers",
        marker={"size": 9, "color": theme.INK},
        customdata=[_name(word) for word in trial.words],
        hovertemplate="%{customdata}: %{x:.3f}<extra></extra>",
    )


def _alt(trial: Trial) -> str:
    pairs = listed(
        say("{first} {a:.2f} to {second} {b:.2f}", first=first, a=a, second=second, b=b)
        for (first, second), (a, b) in zip(trial.tests, trial.dots, strict=True)
    )
    words = listed(
        say("{word} {value:.2f}", word=word, value=value) for word, value in trial.words.items()
    )
    return sentences(
        say("Dot products with a direction: {pairs}.", pairs=pairs),
        say(
            "{right} of {count} pairs are in the right order; {chance}.",
            right=trial.right,
            count=len(trial.tests),
            chance=_chance(trial),
        ),
        say("Single words: {words}.", words=words) if words else "",
    )
