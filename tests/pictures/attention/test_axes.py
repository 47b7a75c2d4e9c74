"""Tokens' names on both axes: each has its own row and column, and they stay readable."""

import numpy as np
import pytest

from gpt_viz.pictures.attention.map import attention_map
from gpt_viz.pictures.attention.shades import NAMED
from gpt_viz.pictures.kit.text import tick
from gpt_viz.records.pieces import Piece
from tests.traces import pieces_of, random_trace, words_trace


def check_each_token_has_its_place(figure, pieces) -> None:
    """n x n cells on axes of numbers, a name for each."""
    count = len(pieces)
    assert figure.data[0].z.shape == (count, count)
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert [*axis.tickvals] == [*range(count)] and np.asarray(axis.tickvals).dtype.kind == "i"
        assert [*axis.ticktext] == [tick(piece) for piece in pieces]
    assert "%{y} looks at %{x}" in figure.data[0].hovertemplate


def test_equal_words_do_not_merge():
    pieces = pieces_of(["the", " cat", " the", " the", "1", "2024", "-01", "1"])
    figure = attention_map(random_trace(pieces), 0, 0)
    check_each_token_has_its_place(figure, pieces)
    figure.layout.xaxis.tickvals = ["the", " cat", " the", " the", "1", "2024", "-01", "1"]
    with pytest.raises(AssertionError):
        check_each_token_has_its_place(figure, pieces)


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


def test_special_and_broken_pieces_have_names():
    pieces = [Piece(0, b"", special=True, name="<|endoftext|>"), Piece(1, b"\xf0\x9f")]
    names = attention_map(random_trace(pieces), 0, 0).layout.xaxis.ticktext
    assert names[0].startswith("&lt;|endof") and names[1] == "F0 9F"
