"""The map: true distances on its axes, the share that it keeps, names that stand apart."""

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz import GPT, lists
from gpt_viz.pictures import embedding_map
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.vectors import camera
from gpt_viz.pictures.vectors.embedding_map import DEEP, HEIGHT, WIDTH, word_map
from gpt_viz.pictures.vectors.free_sides import SIDES
from tests.points import random_vectors, vectors_of

VECTORS = random_vectors(8)
GROUPS = {
    "animals": ["cat", "dog", "owl", "cow", "hen"],
    "numbers": ["one", "two", "three", "four"],
}
PAIRS = [("cat", "dog"), ("one", "two")]
WORDS = [word for group in GROUPS.values() for word in group]


def check_kept(points: np.ndarray, kept: np.ndarray) -> None:
    """The shares are those of the variance of the words: no other axes keep more."""
    rows = np.stack([VECTORS.of(word) for word in WORDS]).astype(float)
    spread = rows - rows.mean(axis=0)
    np.testing.assert_allclose(
        np.square(points).sum(axis=0) / np.square(spread).sum(), kept, rtol=1e-6
    )
    values = np.linalg.svd(spread, compute_uv=False) ** 2
    np.testing.assert_allclose(kept, (values / values.sum())[: len(kept)], rtol=1e-6)


@pytest.mark.parametrize("axes", [2, 3])
def test_the_shares_are_those_of_the_variance(axes: int) -> None:
    places = word_map(VECTORS, GROUPS, axes)
    check_kept(places.points, places.kept)
    assert places.words == WORDS
    assert places.group == [0] * 5 + [1] * 4


def test_the_shares_twin() -> None:
    places = word_map(VECTORS, GROUPS, 2)
    with pytest.raises(AssertionError):
        check_kept(places.points[:, ::-1], places.kept)
    with pytest.raises(AssertionError):
        check_kept(places.points, places.kept * 1.01)


def test_all_axes_keep_all_distances() -> None:
    words = WORDS[:4]
    places = word_map(VECTORS, {"all": words}, 3)
    assert places.kept.sum() == pytest.approx(1)
    for i, first in enumerate(words):
        for j, second in enumerate(words):
            apart = np.linalg.norm(VECTORS.of(first) - VECTORS.of(second))
            on_map = np.linalg.norm(places.points[i] - places.points[j])
            assert on_map == pytest.approx(apart, abs=1e-5)


def check_arrows(figure: go.Figure) -> None:
    """Each arrow leads from the first word's point to the second's."""
    words = figure.data[0]
    at = {word: (words.x[i], words.y[i]) for i, word in enumerate(words.text)}
    drawn = [((note.ax, note.ay), (note.x, note.y)) for note in figure.layout.annotations]
    assert drawn == [(at[first], at[second]) for first, second in PAIRS]


def test_a_flat_map() -> None:
    figure = embedding_map(VECTORS, GROUPS, PAIRS)
    check_arrows(figure)
    kept = word_map(VECTORS, GROUPS, 2).kept
    assert [*figure.data[0].text] == WORDS
    assert [*figure.data[0].marker.color] == [theme.LINES[0]] * 5 + [theme.LINES[1]] * 4
    heading = figure.layout.title.subtitle.text
    assert f"keeps {percent(kept.sum())}" in heading
    assert f"variance: {100 * kept[0]:.1f} + {100 * kept[1]:.1f}" in heading
    assert f"loses {percent(1 - kept.sum())}" in heading
    assert figure.layout.xaxis.title.text == f"1st axis: {percent(kept[0])}"
    assert all(name in heading for name in GROUPS)


def test_a_flat_map_twin() -> None:
    with pytest.raises(AssertionError):
        check_arrows(embedding_map(VECTORS, GROUPS, [pair[::-1] for pair in PAIRS]))
    with pytest.raises(AssertionError):
        check_arrows(embedding_map(VECTORS, GROUPS))


def test_a_deep_map_turns() -> None:
    places = word_map(VECTORS, GROUPS, 3)
    for turn in (0, 90, 200.0):
        figure = embedding_map(VECTORS, GROUPS, PAIRS, dimensions=3, turn=turn)
        words, lines = figure.data
        np.testing.assert_array_equal(np.stack([words.x, words.y, words.z], 1), places.points)
        assert lines.x[0] == words.x[WORDS.index("cat")]
        assert lines.z[4] == words.z[WORDS.index("two")]
        eye = figure.layout.scene.camera.eye
        assert math.atan2(eye.y, eye.x) % math.tau == pytest.approx(math.radians(turn))
        assert f"turned by {turn:g}°" in figure.layout.title.subtitle.text
        assert figure.layout.scene.zaxis.title.text.startswith("3rd axis")
        pixels = camera.on_screen(places.points, turn, DEEP) * 7 / 6
        assert crossings(pixels, WORDS, words.textposition) == 0
    assert len(embedding_map(VECTORS, GROUPS, dimensions=3).data) == 1


def on_the_map(figure: go.Figure) -> np.ndarray:
    """The points of a flat map in pixels, in a plot of the size that is thought of."""
    words = figure.data[0]
    ranges = np.array([figure.layout.xaxis.range, figure.layout.yaxis.range])
    low, high = ranges.T
    return (np.stack([words.x, words.y], axis=1) - low) / (high - low) * [WIDTH, HEIGHT]


def crossings(pixels: np.ndarray, words: list[str], sides: list[str]) -> int:
    """How many pairs of names lie on each other."""
    x, y = pixels.T
    across = {"left": -1.0, "center": -0.5, "right": 0.0}
    boxes = []
    for i, (word, side) in enumerate(zip(words, sides, strict=True)):
        up, along = side.split()
        width, shift = 7.8 * len(word), {"left": -5, "center": 0, "right": 5}[along]
        left = x[i] + across[along] * width + shift
        bottom = y[i] + {"top": 5, "middle": -7.5, "bottom": -20}[up]
        boxes.append((left, bottom, left + width, bottom + 15))
    return sum(
        min(a[2], b[2]) - max(a[0], b[0]) > 0.01 and min(a[3], b[3]) - max(a[1], b[1]) > 0.01
        for i, a in enumerate(boxes)
        for b in boxes[:i]
    )


def test_names_step_aside(mini: GPT) -> None:
    groups = {
        "animals": lists.words("cat dog horse cow bird fish lion wolf"),
        "numbers": lists.words("one two three four five six seven eight"),
        "countries": lists.words("France Germany Italy Japan England Spain"),
        "people": lists.words("king queen prince princess father mother son daughter uncle aunt"),
    }
    figure = embedding_map(mini.embedding(), groups)
    pixels, words = on_the_map(figure), figure.data[0]
    assert crossings(pixels, words.text, ["top center"] * len(pixels)) > 2  # nobody steps aside
    assert crossings(pixels, words.text, words.textposition) == 0
    assert {*words.textposition} <= {*SIDES}


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: embedding_map(VECTORS, GROUPS, dimensions=4), "dimensions must be a whole number"),
        (lambda: embedding_map(VECTORS, {}), "the number of groups must be"),
        (lambda: embedding_map(VECTORS, {"a": ["cat", "dog"]}), "needs more than 2 words, got 2"),
        (lambda: embedding_map(VECTORS, GROUPS, [("cat", "king")]), "'king' is in a pair, but in"),
        (lambda: embedding_map(VECTORS, {"a": ["cat", "dog", "elk"]}), "'elk' has no vector"),
    ],
)
def test_a_map_refuses(ask, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ask()


def test_words_that_are_all_alike_keep_nothing() -> None:
    alike = vectors_of(["a", "b", "c"], np.ones((3, 4)))
    figure = embedding_map(alike, {"all": ["a", "b", "c"]})
    assert "keeps 0.0 %" in figure.layout.title.subtitle.text
