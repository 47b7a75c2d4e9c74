"""The record itself: shapes, places, and what it says of itself."""

import numpy as np
import pytest

from gpt_viz.model.gpt import GPT
from tests.tiny import tiny_gpt


def test_table_of_shapes_is_true_and_readable(mini: GPT) -> None:
    trace = mini.trace("the cat")
    shape = (mini.sizes.layers + 1, 2, mini.sizes.width)
    assert trace.shapes["residual"] == trace.residual.shape == shape
    assert f"residual         {shape}" in repr(trace)
    assert all(getattr(trace, name).shape == shape for name, shape in trace.shapes.items())


def test_everything_is_float32(mini: GPT) -> None:
    trace = mini.trace("the cat")
    arrays = [*trace.arrays.values(), trace.token_vectors, trace.attention(0)]
    assert {array.dtype for array in arrays} == {np.dtype("float32")}


def test_one_head_is_a_row_of_the_layer(mini: GPT) -> None:
    trace = mini.trace("the cat sat")
    np.testing.assert_array_equal(trace.attention(1, 3), trace.attention(1)[3])
    np.testing.assert_array_equal(
        trace.attention(-1, -1), trace.attention(mini.sizes.layers - 1)[mini.sizes.heads - 1]
    )


@pytest.mark.parametrize(
    ("layer", "head", "message"),
    [(8, 0, "layer .* 0 to 7"), (0, 6, "head .* 0 to 5"), (0.5, 0, "layer")],
)
def test_places_out_of_range_are_named(mini: GPT, layer: int, head: int, message: str) -> None:
    with pytest.raises(IndexError, match=message):
        mini.trace("the cat").attention(layer, head)


def test_a_trace_is_frozen(mini: GPT) -> None:
    with pytest.raises(AttributeError):
        mini.trace("the cat").text = "the dog"  # type: ignore[misc]


@pytest.mark.parametrize("kind", ["gpt2", "gemma2", "bloom"])
def test_some_rows_of_a_pattern_are_those_rows(kind: str) -> None:
    trace = tiny_gpt(kind).trace("the cat sat on the mat")
    for rows in (slice(2, 4), slice(0, 0), slice(-1, None)):
        np.testing.assert_allclose(
            trace.attention(1, rows=rows), trace.attention(1)[:, rows], atol=1e-6
        )
        np.testing.assert_allclose(
            trace.attention(1, 2, rows), trace.attention(1, 2)[rows], atol=1e-7
        )
