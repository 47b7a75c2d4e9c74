"""The plane through three words: true lengths and angles, and what is left out of it."""

from dataclasses import replace

import numpy as np
import pytest

from gpt_viz.pictures import analogy_plane
from gpt_viz.pictures.vectors.analogy_plane import Plane, plane
from gpt_viz.records.vectors import Vectors
from tests.points import WORDS, random_vectors, vectors_of

VECTORS = random_vectors(8)
FOUR = ("king", "man", "woman", "queen")


def check_plane(p: Plane, vectors: Vectors) -> None:
    """Every distance in the drawing is the true one; the fourth's follow from Pythagoras."""
    a, b, c, d = (vectors.of(word).astype(float) for word in FOUR)
    target, origin = a - b + c, np.zeros(2)
    for drawn, true in (
        (p.a - origin, a - b),
        (p.c - origin, c - b),
        (p.a - p.c, a - c),
        (p.target - p.a, target - a),
        (p.target - p.c, target - c),
    ):
        assert np.linalg.norm(drawn) == pytest.approx(np.linalg.norm(true))
    assert p.c[1] == pytest.approx(0)
    assert p.a[1] > 0
    assert p.distance == pytest.approx(np.linalg.norm(d - target))
    inside = np.linalg.norm(p.fourth - p.target)
    assert inside**2 + p.off**2 == pytest.approx(p.distance**2)
    normal = np.linalg.lstsq(np.stack([a - b, c - b], axis=1), d - b, rcond=None)
    assert p.off**2 == pytest.approx(normal[1][0])


@pytest.mark.parametrize("seed", range(5))
def test_lengths_are_true(seed: int) -> None:
    vectors = random_vectors(8, seed)
    check_plane(plane(vectors, *FOUR), vectors)


def test_lengths_twin() -> None:
    p = plane(VECTORS, *FOUR)
    for wrong in ({"off": p.off * 1.1}, {"a": p.a * 1.1}, {"fourth": p.target}):
        with pytest.raises(AssertionError):
            check_plane(replace(p, **wrong), VECTORS)


def test_the_usual_distance_is_the_median() -> None:
    target = VECTORS.analogy("king", "man", "woman")
    apart = sorted(np.linalg.norm(VECTORS.of(word) - target) for word in WORDS)
    assert plane(VECTORS, *FOUR).usual == pytest.approx((apart[9] + apart[10]) / 2, rel=1e-5)


def test_a_perfect_parallelogram_is_flat() -> None:
    matrix = VECTORS.matrix.copy()
    matrix[1] = matrix[0] - matrix[2] + matrix[3]
    p = plane(vectors_of(WORDS, matrix), *FOUR)
    assert p.off == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(p.fourth, p.target, atol=1e-6)


def test_the_picture_shows_the_plane() -> None:
    figure, p = analogy_plane(VECTORS, *FOUR), plane(VECTORS, *FOUR)
    points = figure.data[1]
    assert [*points.text] == [*FOUR, "the sum"]
    drawn = np.stack([points.x, points.y], axis=1)
    np.testing.assert_array_equal(drawn, [p.a, [0, 0], p.c, p.fourth, p.target])
    first, second = figure.layout.annotations
    same = (first.x - first.ax, first.y - first.ay), (second.x - second.ax, second.y - second.ay)
    np.testing.assert_allclose(*same)
    assert figure.layout.yaxis.scaleanchor == "x"
    for axis, values in ((figure.layout.xaxis, points.x), (figure.layout.yaxis, points.y)):
        assert axis.range[0] < min(values)
        assert max(values) < axis.range[1]
    told = figure.layout.title.subtitle.text
    assert f"{p.distance:.3g} = √(" in told
    assert f"{p.off:.3g}² off it" in told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("king", "man", "man", "queen"), "no plane goes through 'king', 'man' and 'man'"),
        (("king", "king", "man", "queen"), "no plane goes through 'king', 'king' and 'man'"),
        (("king", "man", "king", "queen"), "they lie on one line"),
        (("king", "man", "woman", "elk"), "'elk' has no vector of its own"),
    ],
)
def test_what_is_refused(asked: tuple[str, ...], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        analogy_plane(VECTORS, *asked)
