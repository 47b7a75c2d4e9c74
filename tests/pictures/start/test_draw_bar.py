"""The draw that decides: it lands on the chosen token's stretch, whatever that is."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import softmax
from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape, tick
from gpt_viz.pictures.start.draw_bar import draw_bar
from gpt_viz.pictures.start.next_bars import next_bars
from gpt_viz.records.draws import Step, choose
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from tests.rounds import (
    SCORES,
    VOCABULARY,
    assert_no_draw,
    assert_whole,
    unlikely,
)
from tests.safety import assert_no_markup, hostile_pieces


def stretches(figure: go.Figure) -> dict[str, list[tuple[float, float]]]:
    """Where the stretches of each colour begin and end."""
    bar, found = figure.data[1], {}
    for start, length, colour in zip(bar.base, bar.x, bar.marker.color, strict=True):
        found.setdefault(colour, []).append((start, start + length))
    return found


def assert_lands_on_the_chosen(figure: go.Figure, draw: float) -> None:
    """One stretch is the chosen one, the draw lies in it, and the row goes from 0 to 1."""
    found = stretches(figure)
    ((start, end),) = found[theme.CHOSEN]
    assert start - 1e-9 <= draw <= end + 1e-9
    ends = sorted(pair for pairs in found.values() for pair in pairs)
    assert ends[0][0] == 0
    assert ends[-1][1] == pytest.approx(1)
    gaps = [after[0] - before[1] for before, after in pairwise(ends)]
    assert gaps == pytest.approx([0] * len(gaps), abs=1e-9)


@pytest.mark.parametrize(
    "knobs",
    [{}, {"temperature": 0.5}, {"temperature": 3.0}, {"top_k": 3}, {"top_k": 20}, {"top_p": 0.9}],
    ids=str,
)
def test_the_draw_lands_in_the_stretch_of_the_chosen_token(knobs: dict[str, float]) -> None:
    for seed in range(60):
        step = choose(SCORES, seed=seed, **knobs)
        figure = draw_bar(step, top=5)
        assert step.draw is not None
        assert_lands_on_the_chosen(figure, step.draw)
        assert set(figure.data[2].x) == {step.draw}


def test_the_draw_twin_a_wrong_order_is_seen() -> None:
    steps = unlikely(SCORES, 5)
    for step in steps:
        assert_lands_on_the_chosen(draw_bar(step, top=5), step.draw or 0.0)
    with pytest.raises(AssertionError):
        for step in steps:
            assert_lands_on_the_chosen(draw_bar(laid_backwards(step), top=5), step.draw or 0.0)


def laid_backwards(step: Step) -> Step:
    """The same round, its tokens laid end to end from the least likely on."""
    wrong = replace(step)
    wrong.__dict__["kept"] = step.kept[::-1]
    return wrong


def test_the_bars_make_100_percent() -> None:
    assert_whole(next_bars(SCORES, top=4).data[0].x)
    for step in [*unlikely(SCORES, 4), choose(SCORES, temperature=0), choose(SCORES, top_k=2)]:
        assert_whole(draw_bar(step, top=4).data[0].x)


def test_twin_a_missing_rest_is_seen() -> None:
    with pytest.raises(AssertionError):
        assert_whole(next_bars(SCORES, top=4).data[0].x[:-1])


def test_the_chosen_token_always_has_its_row() -> None:
    for step in [*unlikely(SCORES, 4), choose(SCORES, seed=3)]:
        figure = draw_bar(step, top=4)
        row = list(figure.data[0].marker.color).index(theme.CHOSEN)
        assert figure.layout.yaxis.ticktext[row] == f"<b>{tick(step.piece)}</b>"
        assert figure.data[0].x[row] == pytest.approx(step.probability)


def test_greedy_draws_nothing_and_shows_a_tie() -> None:
    assert_no_draw(draw_bar(choose(SCORES, temperature=0)), 1)
    tied = NextToken("q", np.array([1, 2, 2], dtype="f4"), VOCABULARY[:3])
    figure = draw_bar(choose(tied, temperature=0))
    assert_no_draw(figure, 2)
    assert "2 tie" in figure.layout.title.text


def test_a_draw_is_never_shown_as_1() -> None:
    step = replace(choose(SCORES, seed=0), draw=0.99999, piece=VOCABULARY[int(SCORES.order[-1])])
    assert "0.999 lands" in draw_bar(step).layout.title.text


def test_labels_in_the_row_are_literal() -> None:
    pieces = hostile_pieces()
    scores = NextToken("q", np.zeros(len(pieces), dtype="f4"), pieces)
    figure = draw_bar(choose(scores, top_k=0, seed=1))
    assert any(figure.data[1].text)
    assert_no_markup(figure, *(piece.bytes.decode() for piece in pieces))


def test_equal_labels_keep_their_rows() -> None:
    twins = NextToken("q", np.array([3, 2, 1], dtype="f4"), [Piece(i, b" a") for i in range(3)])
    figure = next_bars(twins)
    assert list(figure.data[0].y) == [0, 1, 2, 3, 4]
    assert list(figure.layout.yaxis.ticktext[:3]) == ["·a"] * 3


def test_the_real_model(mini: GPT) -> None:
    next_token = mini.next_token("Once upon a time, there was a")
    figure = next_bars(next_token)
    best = softmax(next_token.logits).max()
    assert figure.data[0].x[0] == pytest.approx(best)
    assert figure.data[0].text[0] == escape(percent(best))
    assert f"{mini.sizes.vocabulary - 10:,} others" in figure.layout.meta["alt"]
    assert_whole(figure.data[0].x)
