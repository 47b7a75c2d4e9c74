"""What may come next: bars that add to 1, at any temperature."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from gpt_viz.maths import softmax
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.start.draw_bar import draw_bar
from gpt_viz.pictures.start.next_bars import next_bars
from gpt_viz.records.draws import choose
from tests.rounds import SCORES, assert_no_draw, assert_whole, unlikely


def test_nothing_moves_between_prediction_and_draw() -> None:
    before, likely = next_bars(SCORES), draw_bar(choose(SCORES, temperature=0))
    after = draw_bar(unlikely(SCORES, 10)[0])
    assert likely.layout.height == after.layout.height
    assert len(before.data[0].x) == len(likely.data[0].x) == len(after.data[0].x)
    assert list(before.layout.xaxis.range) == list(after.layout.xaxis.range)


def test_greedy_twin_the_bars_of_another_temperature_are_seen() -> None:
    greedy = choose(SCORES, temperature=0)
    with pytest.raises(AssertionError):
        assert_no_draw(draw_bar(replace(greedy, probabilities=softmax(SCORES.logits))), 1)


def assert_at_temperature(figure: go.Figure, temperature: float, words: str) -> None:
    expected = softmax(SCORES.logits, temperature)[SCORES.top(8)]
    assert list(figure.data[0].x[:8]) == pytest.approx(list(expected))
    assert_whole(figure.data[0].x)
    assert figure.layout.title.text.endswith(f"what comes next{words}?")
    assert percent(expected[0]) in figure.layout.meta["alt"]


def test_the_bars_obey_the_temperature() -> None:
    assert_at_temperature(next_bars(SCORES, top=8), 1, "")
    assert_at_temperature(next_bars(SCORES, 0.8, 8), 0.8, " at T = 0.8")
    assert_at_temperature(next_bars(SCORES, 0, 8), 0, " at T = 0 (greedy)")
    with pytest.raises(ValueError, match="temperature"):
        next_bars(SCORES, -1)


def test_the_bars_twin_another_temperature_is_seen() -> None:
    planted = next_bars(SCORES, top=8)
    planted.layout.title.text = next_bars(SCORES, 0.8, 8).layout.title.text
    with pytest.raises(AssertionError):
        assert_at_temperature(planted, 0.8, " at T = 0.8")
