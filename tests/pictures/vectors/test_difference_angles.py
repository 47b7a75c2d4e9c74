"""Angles between differences: true cosines, beside those of random pairs."""

import numpy as np
import pytest

from gpt_viz.pictures import difference_angles
from gpt_viz.pictures.vectors.difference_angles import Angles, angles
from tests.points import random_vectors, vectors_of, with_a_plural

PAIRS = "cat/cats, dog/dogs, owl/owls, cow/cows"
RANDOM, PLURAL = random_vectors(8), with_a_plural()


def check_cosines(found: Angles, vectors) -> None:
    """Each two pairs have one cosine, that of their differences."""
    pairs = [pair.split("/") for pair in PAIRS.split(", ")]
    differences = [vectors.of(b).astype(float) - vectors.of(a) for a, b in pairs]
    expected, names = [], []
    for i, first in enumerate(differences):
        for j, second in enumerate(differences[i + 1 :], start=i + 1):
            expected.append(first @ second / np.sqrt((first @ first) * (second @ second)))
            names.append(f"{'/'.join(pairs[i])} and {'/'.join(pairs[j])}")
    np.testing.assert_allclose(found.own, expected, atol=1e-6)
    assert found.names == names
    units = np.stack([d / np.linalg.norm(d) for d in differences])
    largest = np.linalg.eigvalsh(units @ units.T)[-1]
    assert found.first_axis == pytest.approx(largest / len(units), rel=1e-5)


@pytest.mark.parametrize("vectors", [RANDOM, PLURAL], ids=["random", "plural"])
def test_cosines(vectors) -> None:
    check_cosines(angles(vectors, PAIRS), vectors)


def test_cosines_twin() -> None:
    with pytest.raises(AssertionError):
        check_cosines(angles(RANDOM, "cats/cat, dog/dogs, owl/owls, cow/cows"), RANDOM)
    with pytest.raises(AssertionError):
        check_cosines(angles(PLURAL, PAIRS), RANDOM)


def test_random_pairs_have_no_common_direction() -> None:
    many = np.random.default_rng(1).standard_normal((26, 300))
    words = [chr(97 + i) for i in range(26)]
    found = angles(vectors_of(words, many), "a/b, c/d, e/f, g/h")
    assert abs(np.median(found.random)) < 0.02
    assert found.first_axis_random == pytest.approx(found.first_axis, abs=0.12)
    again = angles(vectors_of(words, many), "a/b, c/d, e/f, g/h")
    np.testing.assert_array_equal(found.random, again.random)
    other = angles(vectors_of(words, many), "a/b, c/d, e/f, g/h", seed=1)
    assert not np.array_equal(found.random[:50], other.random[:50])


def test_a_shared_direction_is_seen() -> None:
    found = angles(PLURAL, PAIRS)
    assert np.median(found.own) > 0.3
    assert found.first_axis > found.first_axis_random


def test_the_picture() -> None:
    figure, found = difference_angles(PLURAL, PAIRS), angles(PLURAL, PAIRS)
    np.testing.assert_array_equal(figure.data[0].x, found.own)
    assert figure.data[1].y.sum() == pytest.approx(1)
    assert figure.layout.xaxis.range == (-1, 1)
    own, random = np.median(found.own), np.median(found.random)
    assert [line.x0 for line in figure.layout.shapes] == pytest.approx([own, random])
    texts = [note.text for note in figure.layout.annotations]
    assert texts[0] == f"these pairs: median {own:.2f}"
    assert f"{len(found.own)} angles" in figure.layout.title.text
    assert all("-0.00" not in text for text in texts)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ("cat/cats", "two pairs or more have an angle between them, got 1"),
        ("cat/cats, elk/elks", "'elks' has no vector of its own"),
        ("cat cats", "written like cat/cats"),
    ],
)
def test_what_is_refused(pairs: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        difference_angles(RANDOM, pairs)
