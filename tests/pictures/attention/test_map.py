"""A head as a map: its cells are the weights, its words say what the picture shows."""

import re

import numpy as np
import pytest

from gpt_viz import live, switch
from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.attention.grid import attention_grid
from gpt_viz.pictures.attention.map import attention_map
from gpt_viz.pictures.kit.numbers import percent
from tests.tiny import tiny_gpt
from tests.traces import words_trace
from tests.wire import Wire

TEXT = "a fluffy blue creature roamed the verdant forest"


def check_is_the_models_own(trace, figure) -> None:
    """Rows of the map sum to 1, later tokens are left empty, and the rest is the trace's own."""
    z = figure.data[0].z
    above = np.triu(np.ones_like(z, bool), 1)
    assert np.isnan(z[above]).all()
    assert np.abs(np.nansum(z, axis=1) - 1).max() < 1e-5
    named = re.search(r"Layer (\d+), head (\d+)", figure.layout.title.text)
    layer, head = map(int, named.groups())
    own = trace.attention(layer, head)
    assert (own[above] == 0).all()
    assert np.array_equal(z[~above], own[~above])


@pytest.mark.parametrize(("layer", "head"), [(0, 0), (1, 2), (3, 1)])
def test_the_map_is_the_models_own(mini: GPT, layer: int, head: int):
    trace = mini.trace(TEXT)
    check_is_the_models_own(trace, attention_map(trace, layer, head))


def test_twin_a_map_that_is_not_is_seen(mini: GPT):
    trace = mini.trace(TEXT)
    figure = attention_map(trace, 1, 2)
    for wrong in (figure.data[0].z.T, figure.data[0].z * 0.9, trace.attention(1, 2)):
        figure.data[0].z = wrong
        with pytest.raises(AssertionError):
            check_is_the_models_own(trace, figure)


def test_the_mean_of_a_layer_is_that_of_its_heads(mini: GPT):
    trace = mini.trace(TEXT)
    figure = attention_map(trace, 2, None)
    z, mean = figure.data[0].z, trace.attention(2).mean(axis=0)
    assert np.array_equal(z[np.isfinite(z)], mean[np.isfinite(z)])
    assert "Layer 2, the mean of its heads" in figure.layout.title.text
    assert not np.array_equal(mean, trace.attention(2, 0))


def test_what_is_below_the_threshold_is_left_out_and_said():
    trace = words_trace(6)
    full, some = attention_map(trace, 0, 1), attention_map(trace, 0, 1, threshold=0.2)
    z = full.data[0].z
    assert np.array_equal(some.data[0].z, np.where(z >= 0.2, z, np.nan), equal_nan=True)
    assert np.isfinite(z).sum() > np.isfinite(some.data[0].z).sum() > 0
    assert "below 20.0 %" in some.layout.title.subtitle.text
    for bad in (-0.1, 1.1, "0", None, True):
        with pytest.raises(ValueError, match="threshold must be a number from 0 to 1, got"):
            attention_map(trace, 0, 1, threshold=bad)


@pytest.mark.parametrize("looked_at", [False, True])
def test_one_token_has_a_frame_and_the_words(looked_at: bool):
    trace = words_trace(6)
    figure = attention_map(trace, 0, 1, position=2, looked_at=looked_at)
    (frame,) = figure.layout.shapes
    along, across = [(frame.x0, frame.x1), (frame.y0, frame.y1)][:: -1 if looked_at else 1]
    assert (along, across) == ((-0.5, 5.5), (1.5, 2.5))
    pattern = trace.attention(0, 1)
    look = pattern[:, 2] if looked_at else pattern[2]
    best, alt = int(look.argmax()), figure.layout.meta["alt"]
    assert f"“·w2” {'is looked at by' if looked_at else 'looks at'} “·w{best}” (" in alt
    assert percent(float(look.max())) in alt


def test_rows_look_from_top_to_bottom():
    figure = attention_map(words_trace(5), 0, 0)
    assert figure.layout.yaxis.range == (4.5, -0.5)
    assert figure.layout.xaxis.range == (-0.5, 4.5)
    assert (figure.data[0].zmin, figure.data[0].zmax) == (0, 1)
    assert figure.layout.yaxis.scaleanchor == "x"
    assert "rows look, columns are looked at" in figure.layout.title.subtitle.text


def test_one_token():
    for hidden in (False, True):
        figure = attention_map(words_trace(1), 0, 0, hidden)
        assert "only" in figure.layout.title.subtitle.text
        assert figure.layout.meta["alt"].endswith(".")


def test_families_without_queries_have_a_map():
    trace = tiny_gpt("bloom").trace("the cat sat on the mat")
    figure = attention_map(trace, 1, 2)
    check_is_the_models_own(trace, figure)


@pytest.mark.parametrize(("layer", "head"), [(2, 0), (0, 3)])
def test_places_that_do_not_exist(layer: int, head: int):
    with pytest.raises(IndexError, match="must be from 0 to"):
        attention_map(words_trace(5), layer, head)


# --- a long text --------------------------------------------------------------------------------

LONG = words_trace(256, layers=4, heads=4, size=64)


def check_messages_are_small(view) -> None:
    """No message to the page has more than 1.1 MB, whatever is moved."""
    wire = Wire(view.figure)
    for layer, head, hide_first in [(1, 0, False), (3, 2, False), (3, 2, True)]:
        view.controls["layer"].value = layer
        view.controls["head"].value = head
        view.controls["hide_first"].value = hide_first
    assert len(wire.sent) >= 3
    assert wire.largest < 1_100_000


@pytest.mark.parametrize("picture", [attention_map, attention_grid])
def test_messages_are_small(picture):
    check_messages_are_small(
        live(picture, LONG, layer=range(4), head=range(4), hide_first=switch(False))
    )


def test_twin_large_messages_are_seen():
    def with_names_in_every_cell(trace, layer, head, hide_first):
        figure = attention_map(trace, layer, head, hide_first)
        return figure.update_traces(text=[["from here to there"] * 256] * 256)

    view = live(
        with_names_in_every_cell, LONG, layer=range(4), head=range(4), hide_first=switch(False)
    )
    with pytest.raises(AssertionError):
        check_messages_are_small(view)
