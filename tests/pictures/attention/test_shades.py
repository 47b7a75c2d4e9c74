"""One head as shades: masked cells are empty, and small maps have their numbers in the cells."""

import numpy as np

from gpt_viz.pictures.attention.map import attention_map
from gpt_viz.pictures.attention.shades import NUMBERED, map_weights, shades
from tests.traces import words_trace


def test_small_maps_have_numbers_large_ones_do_not():
    small = attention_map(words_trace(NUMBERED), 0, 0).data[0]
    for i, row in enumerate(small.text):
        assert ["" if w == "" else f"{100 * small.z[i, j]:.0f}" for j, w in enumerate(row)] == [
            *row
        ]
        assert [w == "" for w in row] == [j > i for j in range(NUMBERED)]
    assert attention_map(words_trace(NUMBERED + 1), 0, 0).data[0].text is None


def test_what_is_masked_or_hidden_is_empty():
    pattern = words_trace(5).attention(0, 0)
    allowed = np.tri(5, dtype=bool)
    weights = map_weights(pattern, allowed, False)
    assert np.array_equal(np.isnan(weights), ~allowed)
    assert np.array_equal(weights[allowed], pattern[allowed])
    assert np.isnan(map_weights(pattern, allowed, True)[:, 0]).all()
    assert (weights.dtype, map_weights(pattern, allowed, True).dtype) == (np.float32,) * 2


def test_shades_belong_to_the_axes_with_their_number():
    weights = words_trace(5).attention(0, 0)
    assert (shades(weights).xaxis, shades(weights).yaxis) == ("x", "y")
    assert (shades(weights, "2").xaxis, shades(weights, "2").yaxis) == ("x2", "y2")
    assert (shades(weights).zmin, shades(weights).zmax) == (0, 1)
