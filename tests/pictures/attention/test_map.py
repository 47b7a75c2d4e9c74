"""A head as a map: its cells are the weights, and every token has its own row and column."""

import re

import numpy as np
import pytest

from gpt_viz import live, switch
from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.attention.grid import attention_grid
from gpt_viz.pictures.attention.map import NAMED, NUMBERED, attention_map, without_first
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import tick
from gpt_viz.records.pieces import Piece
from tests.tiny import tiny_gpt
from tests.traces import pieces_of, random_trace, words_trace
from tests.wire import Wire

TEXT = "a fluffy blue creature roamed the verdant forest"


def check_n7(trace, figure) -> None:
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
def test_n7_the_map_is_the_models_own(mini: GPT, layer: int, head: int):
    trace = mini.trace(TEXT)
    check_n7(trace, attention_map(trace, layer, head))


def test_n7_twin(mini: GPT):
    trace = mini.trace(TEXT)
    figure = attention_map(trace, 1, 2)
    for wrong in (figure.data[0].z.T, figure.data[0].z * 0.9, trace.attention(1, 2)):
        figure.data[0].z = wrong
        with pytest.raises(AssertionError):
            check_n7(trace, figure)


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


def check_u8(figure, pieces) -> None:
    """n x n cells on axes of numbers, a name for each."""
    count = len(pieces)
    assert figure.data[0].z.shape == (count, count)
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert [*axis.tickvals] == [*range(count)] and np.asarray(axis.tickvals).dtype.kind == "i"
        assert [*axis.ticktext] == [tick(piece) for piece in pieces]
    assert "%{y} looks at %{x}" in figure.data[0].hovertemplate


def test_u8_equal_words_do_not_merge():
    pieces = pieces_of(["the", " cat", " the", " the", "1", "2024", "-01", "1"])
    figure = attention_map(random_trace(pieces), 0, 0)
    check_u8(figure, pieces)
    figure.layout.xaxis.tickvals = ["the", " cat", " the", " the", "1", "2024", "-01", "1"]
    with pytest.raises(AssertionError):
        check_u8(figure, pieces)


def test_small_maps_have_numbers_large_ones_do_not():
    small = attention_map(words_trace(NUMBERED), 0, 0).data[0]
    for i, row in enumerate(small.text):
        assert ["" if w == "" else f"{100 * small.z[i, j]:.0f}" for j, w in enumerate(row)] == [
            *row
        ]
        assert [w == "" for w in row] == [j > i for j in range(NUMBERED)]
    assert attention_map(words_trace(NUMBERED + 1), 0, 0).data[0].text is None


@pytest.mark.parametrize("count", [NAMED, NAMED + 1, 200])
def test_names_at_the_edges_stay_readable_and_hover_knows_all(count: int):
    figure = attention_map(words_trace(count), 0, 0)
    assert len(figure.layout.xaxis.ticktext) == len(figure.layout.yaxis.ticktext) == count
    assert figure.layout.xaxis.showticklabels == (count <= NAMED)
    assert ("xaxis3" in figure.layout) == (count > NAMED)
    if count > NAMED:
        for axis, over in ((figure.layout.xaxis3, "x"), (figure.layout.yaxis3, "y")):
            assert NAMED / 2 <= len(axis.ticktext) <= NAMED
            assert [*axis.ticktext] == [f"·w{place}" for place in axis.tickvals]
            assert axis.overlaying == axis.matches == over


def check_first_is_hidden(before: np.ndarray, after: np.ndarray) -> None:
    """The first column is empty; each other row keeps its proportions and adds to 1."""
    assert np.isnan(after[:, 0]).all() and np.isnan(after[0]).all()
    for row, shown in zip(before[1:], after[1:], strict=True):
        rest = row[1:]
        assert np.nansum(shown) == pytest.approx(1, abs=1e-5)
        np.testing.assert_allclose(np.nan_to_num(shown[1:]), rest / np.sum(rest), rtol=1e-4)


def test_the_first_token_can_be_hidden(mini: GPT):
    trace = mini.trace(TEXT)
    before = trace.attention(2, 1)
    figure = attention_map(trace, 2, 1, hide_first=True)
    check_first_is_hidden(before, figure.data[0].z)
    share = percent(float(before[1:, 0].mean()))
    assert share in figure.layout.title.subtitle.text
    assert share in attention_map(trace, 2, 1).layout.title.subtitle.text
    with pytest.raises(AssertionError):
        check_first_is_hidden(before, attention_map(trace, 2, 1).data[0].z)
    with pytest.raises(AssertionError):
        cut = np.where(np.arange(before.shape[1]) == 0, np.nan, before)
        check_first_is_hidden(before, cut)  # not renormalised


def test_a_row_that_gave_the_first_token_everything_has_nothing_left():
    weights = np.array([[1, 0, 0], [1, 0, 0], [0.5, 0.25, 0.25]], np.float32)
    hidden = without_first(weights)
    assert np.isnan(hidden[:2]).all()
    np.testing.assert_allclose(hidden[2, 1:], [0.5, 0.5])
    assert weights[0, 0] == 1  # what was given is left alone


def test_one_token():
    for hidden in (False, True):
        figure = attention_map(words_trace(1), 0, 0, hidden)
        assert "only" in figure.layout.title.subtitle.text
        assert figure.layout.meta["alt"].endswith(".")


def test_special_and_broken_pieces_have_names():
    pieces = [Piece(0, b"", special=True, name="<|endoftext|>"), Piece(1, b"\xf0\x9f")]
    names = attention_map(random_trace(pieces), 0, 0).layout.xaxis.ticktext
    assert names[0].startswith("&lt;|endof") and names[1] == "F0 9F"


def test_families_without_queries_have_a_map():
    trace = tiny_gpt("bloom").trace("the cat sat on the mat")
    figure = attention_map(trace, 1, 2)
    check_n7(trace, figure)


@pytest.mark.parametrize(("layer", "head"), [(2, 0), (0, 3)])
def test_places_that_do_not_exist(layer: int, head: int):
    with pytest.raises(IndexError, match="must be from 0 to"):
        attention_map(words_trace(5), layer, head)


# --- W5: a long text ----------------------------------------------------------------------------

LONG = words_trace(256, layers=4, heads=4, size=64)


def check_w5_size(view) -> None:
    """No message to the page has more than 1.1 MB, whatever is moved."""
    wire = Wire(view.figure)
    for layer, head, hide_first in [(1, 0, False), (3, 2, False), (3, 2, True)]:
        view.controls["layer"].value = layer
        view.controls["head"].value = head
        view.controls["hide_first"].value = hide_first
    assert len(wire.sent) >= 3
    assert wire.largest < 1_100_000


@pytest.mark.parametrize("picture", [attention_map, attention_grid])
def test_w5_messages_are_small(picture):
    check_w5_size(live(picture, LONG, layer=range(4), head=range(4), hide_first=switch(False)))


def test_w5_messages_are_small_twin():
    def with_names_in_every_cell(trace, layer, head, hide_first):
        figure = attention_map(trace, layer, head, hide_first)
        return figure.update_traces(text=[["from here to there"] * 256] * 256)

    view = live(
        with_names_in_every_cell, LONG, layer=range(4), head=range(4), hide_first=switch(False)
    )
    with pytest.raises(AssertionError):
        check_w5_size(view)
