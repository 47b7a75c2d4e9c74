"""All heads as one image: each thumbnail is its head's pattern."""

import numpy as np
import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.attention.thumbnails import (
    BYTES,
    SMALLEST,
    coarse,
    rgb,
    rgb_of,
    thumbnails,
)
from gpt_viz.pictures.kit import theme
from tests.traces import words_trace

MASKED = rgb_of(theme.MASKED)


def check_each_square_is_its_head(trace, sheet) -> None:
    """Every pixel of every thumbnail has the colour of that head's weight, or of the mask."""
    count = len(trace.pieces)
    assert sheet.side == count
    for layer in range(sheet.layers):
        for head, pattern in enumerate(trace.attention(layer)):
            top, left = sheet.corner(layer, head)
            square = sheet.image[top : top + count, left : left + count]
            seen = np.tri(count, dtype=bool)
            assert np.array_equal(square[seen], rgb(pattern)[seen])
            assert (square[~seen] == MASKED).all()


def test_each_thumbnail_is_its_head(mini: GPT):
    trace = mini.trace("a fluffy blue creature roamed the verdant forest")
    sheet = thumbnails(trace, False)
    assert (sheet.layers, sheet.heads) == (mini.sizes.layers, mini.sizes.heads)
    check_each_square_is_its_head(trace, sheet)


def test_each_thumbnail_is_its_head_twin():
    trace = words_trace(6)
    sheet = thumbnails(trace, False)
    check_each_square_is_its_head(trace, sheet)
    sheet.image[:] = sheet.image[:, ::-1].copy()
    with pytest.raises(AssertionError):
        check_each_square_is_its_head(trace, sheet)


def test_gaps_part_the_thumbnails():
    sheet = thumbnails(words_trace(6, layers=3, heads=5), False)
    inside = np.zeros(sheet.image.shape[:2], bool)
    for layer in range(3):
        for head in range(5):
            top, left = sheet.corner(layer, head)
            assert not inside[top : top + 6, left : left + 6].any()
            inside[top : top + 6, left : left + 6] = True
    assert (sheet.image[~inside] == 255).all()
    assert inside.sum() == 3 * 5 * 36


@pytest.mark.parametrize(("layers", "heads", "count"), [(4, 4, 256), (12, 12, 200), (32, 32, 64)])
def test_all_thumbnails_together_stay_small(layers: int, heads: int, count: int):
    sheet = thumbnails(words_trace(count, layers=layers, heads=heads), False)
    assert sheet.image.nbytes < 1.25 * BYTES
    assert SMALLEST <= sheet.side <= count


def check_coarse(pattern, side, small) -> None:
    """Rows still sum to 1, and each cell is the attention between two stretches of the text."""
    count = len(pattern)
    assert small.shape == (side, side)
    np.testing.assert_allclose(small.sum(1), 1, atol=1e-5)
    edges = [i * count // side for i in range(side + 1)]
    for i in range(side):
        for j in range(side):
            rows = pattern[edges[i] : edges[i + 1], edges[j] : edges[j + 1]]
            expected = np.mean([row.sum() for row in rows])
            assert small[i, j] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(("count", "side"), [(20, 10), (23, 10), (11, 10)])
def test_a_long_text_is_made_coarser(count: int, side: int):
    pattern = words_trace(count).attention(0, 0)
    check_coarse(pattern, side, coarse(pattern, side))
    with pytest.raises(AssertionError):
        check_coarse(pattern, side, coarse(pattern, side).T)


def test_a_short_text_stays_as_it_is():
    pattern = words_trace(5).attention(0, 0)
    assert coarse(pattern, 5) is pattern


def test_the_colours_are_those_of_the_maps():
    for place, colour in theme.ATTENTION:
        assert rgb(np.float32(place)).tolist() == rgb_of(colour).tolist()
    quarter = (rgb_of(theme.ATTENTION[0][1]).astype(int) + rgb_of(theme.ATTENTION[1][1])) / 2
    assert np.abs(rgb(np.array(0.25)) - quarter).max() <= 1


def test_hiding_the_first_token_hides_it_in_every_thumbnail():
    trace = words_trace(6)
    sheet = thumbnails(trace, True)
    for layer in range(2):
        for head in range(3):
            top, left = sheet.corner(layer, head)
            assert (sheet.image[top : top + 6, left] == 255).all()
            own = trace.attention(layer, head)[4, 1:5]
            expected = rgb(own / own.sum())
            found = sheet.image[top + 4, left + 1 : left + 5]
            assert np.abs(found.astype(int) - expected).max() <= 1
