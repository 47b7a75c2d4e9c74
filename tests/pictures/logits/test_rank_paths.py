"""Ranks through the layers: counted over the whole vocabulary, named where the lines end."""

from html import unescape

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import softmax
from gpt_viz.model.gpt import GPT
from gpt_viz.pictures import rank_paths
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape, tick
from gpt_viz.pictures.logits.rank_paths import apart
from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Trace

V = 300
PIECES = [Piece(i, f" w{i}".encode()) for i in range(V)]
TRACE = Trace("w0 w1", (PIECES[0], PIECES[1]), np.zeros((2, 4)), None, {}, ())
LENS = np.random.default_rng(0).normal(size=(5, V)).astype(np.float32)
CHOSEN = [PIECES[7], PIECES[8], PIECES[9]]


def check_ranks(figure: go.Figure, lens: np.ndarray, chosen: list[Piece]) -> None:
    """Each line goes through the token's place among all, which a full sort gives."""
    assert len(figure.data) == len(chosen)
    for line, piece in zip(figure.data, chosen, strict=True):
        places = [sorted(row, reverse=True).index(row[piece.id]) + 1 for row in lens.tolist()]
        np.testing.assert_allclose(10**line.y, places)
        assert line.x.tolist() == [*range(len(lens))]


def test_lines_are_ranks_over_the_whole_vocabulary() -> None:
    check_ranks(rank_paths(TRACE, LENS, CHOSEN), LENS, CHOSEN)


def test_ranks_twin_another_token_has_another_line() -> None:
    with pytest.raises(AssertionError):
        check_ranks(rank_paths(TRACE, LENS, CHOSEN), LENS, CHOSEN[::-1])


def test_rank_one_is_on_top() -> None:
    low, high = rank_paths(TRACE, LENS, CHOSEN).layout.yaxis.range
    assert low > np.log10(V) > 0 > high


def test_the_ends_are_the_models_own(mini: GPT) -> None:
    trace = mini.trace("The king and the")
    tokens = [mini.tokenizer.find(word) for word in (" queen", " king", " of")]
    figure = rank_paths(trace, mini.lens(trace), tokens)
    p = softmax(trace.logits[-1])
    for piece, note in zip(tokens, figure.layout.annotations, strict=True):
        rank = 1 + int((p > p[piece.id]).sum())
        assert tick(piece) in note.text
        assert f"no. {rank:,}, {escape(percent(p[piece.id]))}" in note.text


def test_the_line_below_the_title_adds_to_one() -> None:
    words = unescape(rank_paths(TRACE, LENS, CHOSEN).layout.title.subtitle.text)
    numbers = [float(part.rsplit(" ", 1)[-1]) for part in words.split(" %")[:2]]
    assert abs(sum(numbers) - 100) < 0.11
    shown = softmax(LENS[-1])[[7, 8, 9]].sum()
    assert words == f"in the end these hold {percent(shown)}, all others " + percent(1 - shown)


def test_a_position_names_the_text_up_to_it() -> None:
    assert "w0”" in unescape(rank_paths(TRACE, LENS, CHOSEN, 0).layout.title.text)
    assert "w0 w1”" in unescape(rank_paths(TRACE, LENS, CHOSEN).layout.title.text)
    with pytest.raises(IndexError, match="position must be from 0 to 1"):
        rank_paths(TRACE, LENS, CHOSEN, 2)


def test_a_token_that_is_named_twice_has_one_line() -> None:
    check_ranks(rank_paths(TRACE, LENS, [CHOSEN[0], CHOSEN[0]]), LENS, CHOSEN[:1])


def test_ties_share_the_better_place() -> None:
    figure = rank_paths(TRACE, np.zeros((2, V)), CHOSEN)
    assert [line.y.tolist() for line in figure.data] == [[0, 0]] * 3


@pytest.mark.parametrize("count", [0, 8])
def test_how_many_tokens_there_may_be(count: int) -> None:
    with pytest.raises(ValueError, match=f"from 1 to 7, got {count}"):
        rank_paths(TRACE, LENS, PIECES[:count])


def check_apart(places: np.ndarray, wanted: np.ndarray, least: float, end: float) -> None:
    order = np.argsort(wanted, kind="stable")
    assert (np.diff(places[order]) >= least - 1e-9).all()
    assert places.max() <= end + 1e-9


def test_names_stand_apart_and_stay_in_the_picture() -> None:
    rng = np.random.default_rng(1)
    for _ in range(200):
        wanted = rng.choice([rng.uniform(0, 300), 300.0, 0.0], size=7) + rng.uniform(0, 5, 7)
        check_apart(apart(wanted, 17, 300), wanted, 17, 300)
    far = np.array([10.0, 100.0, 290.0])
    assert apart(far, 17, 300).tolist() == far.tolist()  # nothing moves without need


def test_names_twin_those_that_overlap_are_seen() -> None:
    with pytest.raises(AssertionError):
        check_apart(np.array([10.0, 12.0]), np.array([10.0, 12.0]), 17, 300)


@pytest.mark.parametrize(("layers", "named"), [(1, 2), (8, 9), (9, 10), (12, 7), (48, 10)])
def test_the_names_of_the_layers_have_room(layers: int, named: int) -> None:
    """All of them for up to nine layers: then no crossing falls on a place without a name."""
    lens = np.random.default_rng(2).normal(size=(layers + 1, V))
    assert len(rank_paths(TRACE, lens, CHOSEN).layout.xaxis.ticktext) == named


def test_words_for_those_who_cannot_see() -> None:
    alt = rank_paths(TRACE, LENS, CHOSEN).layout.meta["alt"]
    places = [sorted(row, reverse=True).index(row[7]) + 1 for row in LENS.tolist()]
    assert f"“·w7” {', '.join(map(str, places))} (in the end" in alt
