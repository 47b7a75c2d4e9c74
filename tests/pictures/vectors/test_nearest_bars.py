"""The lists of neighbours are those of plain loops."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz import GPT
from gpt_viz.pictures import nearest_bars
from gpt_viz.pictures.vectors.nearest_bars import BOTH
from tests.points import WORDS, random_vectors

VECTORS = random_vectors(20)


def check_nearest(figure: go.Figure, word: str, top: int) -> None:
    """Both lists are in order and hold the words and numbers that plain loops find."""
    own = VECTORS.of(word).astype(float)
    rows = {w: VECTORS.of(w).astype(float) for w in WORDS if w != word}
    cosines = {w: r @ own / np.sqrt((r @ r) * (own @ own)) for w, r in rows.items()}
    distances = {w: np.sqrt(((r - own) ** 2).sum()) for w, r in rows.items()}
    best = sorted(rows, key=lambda w: -cosines[w])[:top], sorted(rows, key=distances.get)[:top]
    for bars, words, measured in zip(figure.data, best, (cosines, distances), strict=True):
        assert [*bars.customdata] == words
        np.testing.assert_allclose(bars.x, [measured[w] for w in words], atol=1e-5)
        coloured = [w for w, c in zip(words, bars.marker.color, strict=True) if c == BOTH]
        assert coloured == [w for w in words if w in {*best[0]} & {*best[1]}]
    assert [*figure.layout.yaxis.ticktext] == best[0]
    assert [*figure.layout.yaxis2.ticktext] == best[1]


@pytest.mark.parametrize("word", ["cat", "king", "four"])
def test_nearest_are_those_of_a_loop(word: str) -> None:
    check_nearest(nearest_bars(VECTORS, word, top=6), word, 6)


def test_nearest_twin() -> None:
    figure = nearest_bars(VECTORS, "cat", top=6)
    figure.data[1].x = figure.data[1].x[::-1]
    with pytest.raises(AssertionError):
        check_nearest(figure, "cat", 6)
    with pytest.raises(AssertionError):
        check_nearest(nearest_bars(VECTORS, "cat", "dot", 6), "cat", 6)


def test_nearest_says_among_how_many_and_how_many_are_shared() -> None:
    figure = nearest_bars(VECTORS, "cat", top=19)
    assert "among 19 learned tokens" in figure.layout.title.subtitle.text
    assert "in both lists: 19 of 19" in figure.layout.title.subtitle.text
    assert "cat" in figure.layout.title.text
    assert "smaller is nearer" in figure.layout.xaxis2.title.text


def test_a_model_with_no_knowledge_has_neighbours_too(mini: GPT) -> None:
    vectors = mini.embedding()
    random = np.random.default_rng(0).standard_normal(vectors.matrix.shape)
    shuffled = replace(vectors, matrix=random.astype(np.float32))
    for own in (vectors, shuffled):
        figure = nearest_bars(own, "king")
        assert (np.diff(figure.data[0].x) <= 0).all()
        assert (np.diff(figure.data[1].x) >= 0).all()


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: nearest_bars(VECTORS, "giraffe"), "'giraffe' has no vector of its own"),
        (lambda: nearest_bars(VECTORS, ""), "there is no word to look up"),
        (lambda: nearest_bars(VECTORS, "cat", "near"), "measure must be 'cosine'"),
        (lambda: nearest_bars(VECTORS, "cat", top=31), "top must be a whole number from 1 to 30"),
    ],
)
def test_nearest_refuses(ask, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ask()
