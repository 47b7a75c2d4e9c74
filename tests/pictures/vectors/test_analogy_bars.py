"""The ranked answer to a - b + c, against plain loops; inputs are shown as inputs."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.pictures import analogy_bars
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.vectors.analogy_bars import answer
from tests.points import WORDS, random_vectors, vectors_of

VECTORS = random_vectors(8)
ASKED = ("king", "man", "woman")


def ranked(vectors=VECTORS, asked=ASKED) -> list[str]:
    """All words, the nearest to the sum first, by plain loops over cosines."""
    a, b, c = (vectors.of(word).astype(float) for word in asked)
    target = a - b + c
    cosines = {word: vectors.of(word) @ target / np.linalg.norm(vectors.of(word)) for word in WORDS}
    return sorted(WORDS, key=lambda word: -cosines[word])


@pytest.mark.parametrize("expected", ["queen", "cat", "four"])
def test_ranks_are_those_of_a_loop(expected: str) -> None:
    found, order = answer(VECTORS, *ASKED, expected), ranked()
    new = [word for word in order if word not in ASKED]
    assert found.rank == order.index(expected) + 1
    assert found.rank_without == new.index(expected) + 1
    assert found.best.bytes.decode() == new[0]
    assert [piece.bytes.decode() for piece in found.nearest.pieces] == order[:10]


def check_bars(figure: go.Figure, expected: str, top: int) -> None:
    """Rows in order; the inputs hatched, the expected word in its colour, below if far down."""
    order, bars = ranked(), figure.data[0]
    place = order.index(expected)
    names = order[:top] + ([] if place < top else [f"no. {place + 1}: {expected}"])
    assert [*figure.layout.yaxis.ticktext] == names
    assert [*bars.marker.pattern.shape] == ["/" if name in ASKED else "" for name in names]
    chosen = [color == theme.CHOSEN for color in bars.marker.color]
    assert chosen == [name.endswith(expected) for name in names]
    new = [word for word in order if word not in ASKED]
    heading = figure.layout.title.subtitle.text
    assert f"“{expected}” is no. {place + 1} of 20 words" in heading
    assert f"no. {new.index(expected) + 1} without" in heading
    assert (np.diff(bars.x[:top]) <= 0).all()


@pytest.mark.parametrize("expected", ["queen", "cat", "four"])
@pytest.mark.parametrize("top", [1, 4, 20])
def test_bars(expected: str, top: int) -> None:
    check_bars(analogy_bars(VECTORS, *ASKED, expected, top=top), expected, top)


def test_bars_twin() -> None:
    figure = analogy_bars(VECTORS, *ASKED, "queen", top=20)
    figure.data[0].marker.pattern.shape = [""] * 20
    with pytest.raises(AssertionError):
        check_bars(figure, "queen", 20)
    with pytest.raises(AssertionError):
        check_bars(analogy_bars(VECTORS, "queen", "man", "woman", "king", top=20), "king", 20)


def test_a_perfect_parallelogram_is_answered() -> None:
    matrix = np.random.default_rng(3).standard_normal((20, 8))
    matrix[1] = matrix[0] - matrix[2] + matrix[3]
    found = answer(vectors_of(WORDS, matrix), *ASKED, "queen")
    assert (found.rank, found.rank_without) == (1, 1)
    assert found.score == pytest.approx(1)


def test_other_measures_and_no_expectation() -> None:
    figure = analogy_bars(VECTORS, *ASKED, measure="euclidean", top=5)
    assert (np.diff(figure.data[0].x) >= 0).all()
    assert "no word was expected" in figure.layout.title.subtitle.text
    assert figure.layout.xaxis.title.text == "distance"
    far = answer(VECTORS, *ASKED, "four", "euclidean")
    apart = np.linalg.norm(VECTORS.of("four") - VECTORS.analogy(*ASKED))
    assert far.score == pytest.approx(apart, rel=1e-5)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("sushi", "man", "woman", ""), "'sushi' has no vector of its own"),
        (("king", "man", "woman", "sushi"), "'sushi' has no vector of its own"),
        (("king", "man", "woman", "king"), "expected must be a fourth word, got 'king' again"),
        (("king", "", "woman", "queen"), "there is no word to look up"),
    ],
)
def test_what_is_refused(asked: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        analogy_bars(VECTORS, *asked)
