"""The patch shows the matrix's own numbers; the lists of neighbours are those of plain loops."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz import GPT
from gpt_viz.pictures import nearest_bars, weight_patch
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import tick
from gpt_viz.pictures.vectors.nearest_bars import BOTH
from gpt_viz.records.vectors import Vectors
from tests.points import WORDS, random_vectors

VECTORS = random_vectors(20)


def check_patch(figure: go.Figure, vectors: Vectors, row: int, column: int) -> None:
    """The numbers, the names and the places are those of the matrix from this entry on."""
    patch = figure.data[0]
    expected = [line[column : column + 12] for line in vectors.matrix[row : row + 12].tolist()]
    assert patch.z.tolist() == expected
    assert patch.x.tolist() == [*range(column, column + len(expected[0]))]
    names = [tick(piece) for piece in vectors.names[row : row + 12]]
    assert [*figure.layout.yaxis.ticktext] == names
    assert patch.zmin == -patch.zmax
    assert patch.zmax == pytest.approx(3 * np.sqrt(np.mean(vectors.matrix.astype(float) ** 2)))


@pytest.mark.parametrize(("row", "column"), [(0, 0), (3, 5), (15, 17)])
def test_a_patch_is_the_matrixs_own(row: int, column: int) -> None:
    check_patch(weight_patch(VECTORS, row, column), VECTORS, row, column)


def test_a_patch_twin() -> None:
    with pytest.raises(AssertionError):
        check_patch(weight_patch(VECTORS, 3, 5), VECTORS, 3, 4)
    with pytest.raises(AssertionError):  # a colour that means something else on every patch
        own = weight_patch(VECTORS, 3, 5)
        own.data[0].zmax = own.data[0].z.max()
        check_patch(own, VECTORS, 3, 5)


def test_a_patch_is_of_weights_and_says_where() -> None:
    figure = weight_patch(VECTORS, 15, 17)
    assert [tuple(stop) for stop in figure.data[0].colorscale] == theme.WEIGHTS
    assert "20 × 20 matrix: rows 15 to 19, columns 17 to 19" in figure.layout.title.text
    assert "20 × 20 = 400 learned numbers" in figure.layout.title.subtitle.text
    for bad in ({"row": 20}, {"row": -1}, {"column": 20}, {"column": 1.5}):
        with pytest.raises(ValueError, match=f"{next(iter(bad))} must be a whole number"):
            weight_patch(VECTORS, **bad)


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
    ("ask", "told"),
    [
        (lambda: nearest_bars(VECTORS, "giraffe"), "'giraffe' has no vector of its own"),
        (lambda: nearest_bars(VECTORS, ""), "there is no word to look up"),
        (lambda: nearest_bars(VECTORS, "cat", "near"), "measure must be 'cosine'"),
        (lambda: nearest_bars(VECTORS, "cat", top=31), "top must be a whole number from 1 to 30"),
    ],
)
def test_nearest_refuses(ask, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        ask()
