"""The plane through three words: true lengths and angles, and what is left out of it."""

from dataclasses import replace

import numpy as np
import pytest

from gpt_viz.pictures import analogy_plane
from gpt_viz.pictures.vectors.analogy_plane import Plane, word_plane
from gpt_viz.records.vectors import Vectors
from tests.points import WORDS, random_vectors, vectors_of

VECTORS = random_vectors(8)
FOUR = ("king", "man", "woman", "queen")


def check_plane(plane: Plane, vectors: Vectors) -> None:
    """Every distance in the drawing is the true one; the fourth's follow from Pythagoras."""
    a, b, c, d = (vectors.of(word).astype(float) for word in FOUR)
    target, origin = a - b + c, np.zeros(2)
    for drawn, true in (
        (plane.a - origin, a - b),
        (plane.c - origin, c - b),
        (plane.a - plane.c, a - c),
        (plane.target - plane.a, target - a),
        (plane.target - plane.c, target - c),
    ):
        assert np.linalg.norm(drawn) == pytest.approx(np.linalg.norm(true))
    assert plane.c[1] == pytest.approx(0)
    assert plane.a[1] > 0
    assert plane.distance == pytest.approx(np.linalg.norm(d - target))
    inside = np.linalg.norm(plane.fourth - plane.target)
    assert inside**2 + plane.off**2 == pytest.approx(plane.distance**2)
    normal = np.linalg.lstsq(np.stack([a - b, c - b], axis=1), d - b, rcond=None)
    assert plane.off**2 == pytest.approx(normal[1][0])


@pytest.mark.parametrize("seed", range(5))
def test_lengths_are_true(seed: int) -> None:
    vectors = random_vectors(8, seed)
    check_plane(word_plane(vectors, *FOUR), vectors)


def test_lengths_twin() -> None:
    plane = word_plane(VECTORS, *FOUR)
    for wrong in ({"off": plane.off * 1.1}, {"a": plane.a * 1.1}, {"fourth": plane.target}):
        with pytest.raises(AssertionError):
            check_plane(replace(plane, **wrong), VECTORS)


def test_the_usual_distance_is_the_median() -> None:
    target = VECTORS.analogy("king", "man", "woman")
    apart = sorted(np.linalg.norm(VECTORS.of(word) - target) for word in WORDS)
    assert word_plane(VECTORS, *FOUR).usual == pytest.approx((apart[9] + apart[10]) / 2, rel=1e-5)


def test_a_perfect_parallelogram_is_flat() -> None:
    matrix = VECTORS.matrix.copy()
    matrix[1] = matrix[0] - matrix[2] + matrix[3]
    plane = word_plane(vectors_of(WORDS, matrix), *FOUR)
    assert plane.off == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(plane.fourth, plane.target, atol=1e-6)


def test_the_picture_shows_the_plane() -> None:
    figure, plane = analogy_plane(VECTORS, *FOUR), word_plane(VECTORS, *FOUR)
    points = figure.data[1]
    assert [*points.text] == [*FOUR, "the sum"]
    drawn = np.stack([points.x, points.y], axis=1)
    np.testing.assert_array_equal(drawn, [plane.a, [0, 0], plane.c, plane.fourth, plane.target])
    first, second = figure.layout.annotations
    same = (first.x - first.ax, first.y - first.ay), (second.x - second.ax, second.y - second.ay)
    np.testing.assert_allclose(*same)
    assert figure.layout.yaxis.scaleanchor == "x"
    for axis, values in ((figure.layout.xaxis, points.x), (figure.layout.yaxis, points.y)):
        assert axis.range[0] < min(values)
        assert max(values) < axis.range[1]
    heading = figure.layout.title.subtitle.text
    assert f"{plane.distance:.3g} = √(" in heading
    assert f"{plane.off:.3g}² off it" in heading


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("king", "man", "man", "queen"), "no plane goes through 'king', 'man' and 'man'"),
        (("king", "king", "man", "queen"), "no plane goes through 'king', 'king' and 'man'"),
        (("king", "man", "king", "queen"), "they lie on one line"),
        (("king", "man", "woman", "elk"), "'elk' has no vector of its own"),
    ],
)
def test_what_is_refused(asked: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        analogy_plane(VECTORS, *asked)
