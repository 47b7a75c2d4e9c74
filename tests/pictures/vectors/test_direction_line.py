"""A direction is tested on unseen pairs alone, and what is drawn are the true dot products."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz import live
from gpt_viz.pictures import direction_line
from gpt_viz.pictures.vectors.direction_line import RIGHT, WRONG, direction_trial
from tests.points import random_vectors, with_a_plural

PAIRS, TEST = "cat/cats, dog/dogs", "owl/owls, cow/cows, hen/hens"
RANDOM, PLURAL = random_vectors(8), with_a_plural()


def by_hand(vectors) -> np.ndarray:
    """The mean difference of `PAIRS`, of length 1."""
    cat, cats, dog, dogs = (vectors.of(w).astype(float) for w in ("cat", "cats", "dog", "dogs"))
    mean = ((cats - cat) + (dogs - dog)) / 2
    return mean / np.sqrt(mean @ mean)


def check_line(figure: go.Figure, vectors) -> None:
    """Each ring and dot stands at its word's dot product, in the colour of its order."""
    direction, ends = by_hand(vectors), figure.data[1]
    words = [word for pair in TEST.split(", ") for word in pair.split("/")]
    assert [*ends.customdata] == words
    dots = np.array([vectors.of(word) @ direction for word in words])
    np.testing.assert_allclose(ends.x, dots, atol=1e-6)
    right = dots[1::2] > dots[::2]
    assert [*ends.marker.line.color[::2]] == [RIGHT if ok else WRONG for ok in right]
    assert [*ends.marker.color[1::2]] == [*ends.marker.line.color[1::2]]
    assert figure.layout.title.text.startswith(f"{right.sum()} of 3 unseen pairs")
    assert ends.y.tolist() == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("seed", range(6))
def test_dots_are_dot_products(seed: int) -> None:
    vectors = random_vectors(8, seed)
    check_line(direction_line(vectors, PAIRS, TEST), vectors)


def test_dots_twin() -> None:
    figure = direction_line(RANDOM, PAIRS, TEST)
    figure.data[1].x = figure.data[1].x[::-1]
    with pytest.raises(AssertionError):
        check_line(figure, RANDOM)
    with pytest.raises(AssertionError):  # from pairs that are turned around
        check_line(direction_line(RANDOM, "cats/cat, dogs/dog", TEST), RANDOM)


def test_a_direction_that_is_there_is_found_both_ways() -> None:
    for principal in (False, True):
        found = direction_trial(PLURAL, PAIRS, TEST, principal=principal)
        assert found.right == 3
        assert found.direction[0] > 0.5
        assert np.linalg.norm(found.direction) == pytest.approx(1)
    heading = direction_line(PLURAL, PAIRS, TEST, principal=True).layout.title.subtitle.text
    assert "the first axis (PCA) of 2 pairs" in heading


def test_chance_is_what_random_directions_get() -> None:
    found = direction_trial(PLURAL, PAIRS, TEST)
    rng = np.random.default_rng(5)
    differences = [
        PLURAL.of(pair.split("/")[1]) - PLURAL.of(pair.split("/")[0]) for pair in TEST.split(", ")
    ]
    counts = np.array(
        [
            sum(float(d @ direction) > 0 for d in differences)
            for direction in rng.standard_normal((4000, 8))
        ]
    )
    assert found.usual == pytest.approx(counts.mean(), abs=0.1)
    assert found.usual == pytest.approx(1.5, abs=0.1)
    as_good = np.mean(counts >= found.right)
    assert found.as_good / 1000 == pytest.approx(as_good, abs=0.05)
    heading = direction_line(PLURAL, PAIRS, TEST).layout.title.subtitle.text
    assert f"1,000 random directions: {found.usual:.1f} of 3 right on average" in heading
    assert f"{found.as_good} of them get all 3" in heading
    turned = "hen/hens, cows/cow"
    heading = direction_line(PLURAL, PAIRS, turned).layout.title.subtitle.text
    assert f"{direction_trial(PLURAL, PAIRS, turned).as_good} of them get 1 or more" in heading


def test_every_random_direction_does_as_well_as_one_that_gets_none_right() -> None:
    found = direction_trial(PLURAL, PAIRS, "owls/owl, cows/cow")
    assert (found.right, found.as_good) == (0, 1000)


def test_a_word_without_a_vector_leaves_the_last_picture_standing() -> None:
    view = live(direction_line, PLURAL, pairs=PAIRS, test=TEST, words="one", principal=False)
    before = view.figure.to_json()
    view.controls["test"].value = "elk/elks"
    assert "&#39;elk&#39; has no vector of its own here" in view.message.value
    assert view.figure.to_json() == before
    view.controls["test"].value = "owl/owls"
    assert view.message.value == ""
    assert "1 of 1 unseen pairs" in view.figure.layout.title.text
    view.controls["principal"].value = True
    assert "first axis (PCA)" in view.figure.layout.title.subtitle.text


def test_single_words_have_rows_below_the_pairs_at_their_dot_products() -> None:
    figure = direction_line(RANDOM, PAIRS, TEST, "one, two three four")
    singles, direction = figure.data[2], by_hand(RANDOM)
    words = ["one", "two", "three", "four"]
    assert [*singles.customdata] == words
    np.testing.assert_allclose(
        singles.x, [RANDOM.of(word) @ direction for word in words], atol=1e-6
    )
    named = dict(zip(figure.layout.yaxis.tickvals, figure.layout.yaxis.ticktext, strict=True))
    assert [named[row] for row in singles.y] == words
    assert min(np.diff([2, *singles.y])) >= 1  # the last pair is in row 2
    low, high = figure.layout.xaxis.range
    assert low < min(singles.x)
    assert max(singles.x) < high
    bottom, top = figure.layout.yaxis.range
    assert top < 0
    assert max(singles.y) < bottom
    assert len(direction_line(RANDOM, PAIRS, TEST, " ").data) == 2


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ((PAIRS, "cat/cats"), "'cat' is in both lists: test with words that pairs has not seen"),
        ((PAIRS, "owl/ dogs"), "written like cat/cats, dog/dogs; got 'owl/'"),
        ((PAIRS, "owl/dogs"), "'dogs' is in both lists"),
        ((PAIRS, "owl/owls " * 41), "the number of test pairs must be a whole number from 1 to 40"),
        (("cat/elk", TEST), "'elk' has no vector of its own"),
        ((PAIRS, ""), "the list of words is empty"),
        ((PAIRS, TEST, "elk"), "'elk' has no vector of its own"),
        ((PAIRS, TEST, "one " * 41), "the number of single words must be a whole number"),
        (("cat/cats, cats/cat", TEST), "cancel out: they give no direction"),
    ],
)
def test_what_is_refused(asked: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        direction_line(RANDOM, *asked)
