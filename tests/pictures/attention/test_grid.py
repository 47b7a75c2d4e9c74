"""All heads at a glance: a frame around the chosen one, which a click chooses and a map shows."""

import numpy as np
import pytest

from gpt_viz import live
from gpt_viz.pictures.attention.grid import attention_grid
from gpt_viz.pictures.attention.map import attention_map
from gpt_viz.pictures.attention.thumbnails import thumbnails
from tests.traces import words_trace


def test_the_large_map_is_that_of_the_head():
    trace = words_trace(7)
    for place in [(0, 0), (1, 2), (-1, -1)]:
        for hidden in (False, True):
            large, alone = (
                attention_grid(trace, *place, hidden),
                attention_map(trace, *place, hidden),
            )
            np.testing.assert_array_equal(large.data[2].z, alone.data[0].z)
            assert large.layout.yaxis2.ticktext == alone.layout.yaxis.ticktext
    assert "layer 1, head 2 is large" in attention_grid(trace, -1, -1).layout.title.text


def test_one_image_and_a_frame_around_the_chosen_head():
    trace = words_trace(6)
    figure = attention_grid(trace, 1, 2)
    assert [one.type for one in figure.data] == ["image", "scatter", "heatmap"]
    [frame] = figure.layout.shapes
    top, left = thumbnails(trace, False).corner(1, 2)
    assert frame.x0 < left - 0.5 and frame.x1 > left + 5.5
    assert frame.y0 < top - 0.5 and frame.y1 > top + 5.5


def check_points_know_their_heads(trace, figure) -> None:
    """Each point stands in the middle of the thumbnail whose layer and head it carries."""
    points, sheet = figure.data[1], thumbnails(trace, False)
    assert len(points.x) == sheet.layers * sheet.heads
    for x, y, (layer, head) in zip(points.x, points.y, points.customdata, strict=True):
        assert sheet.corner(layer, head) == (y - 2.5, x - 2.5)
    assert figure.layout.meta["clicks"] == ["layer", "head"]


def test_points_know_their_heads():
    trace = words_trace(6)
    figure = attention_grid(trace)
    check_points_know_their_heads(trace, figure)
    figure.data[1].customdata = figure.data[1].customdata[:, ::-1]
    with pytest.raises(AssertionError):
        check_points_know_their_heads(trace, figure)


def test_a_click_chooses_a_head():
    view = live(attention_grid, words_trace(6), layer=range(2), head=range(3))
    view.figure._handle_custom_msg({"clicked": [1, 2]}, [])
    assert (view.controls["layer"].value, view.controls["head"].value) == (1, 2)
    assert "layer 1, head 2" in view.figure.layout.title.text
