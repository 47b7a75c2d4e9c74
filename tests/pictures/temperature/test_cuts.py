"""What top-k and top-p cut: a line where they cut, and how many tokens each of them leaves."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import softmax
from gpt_viz.pictures.temperature.bars import heights
from gpt_viz.pictures.temperature.cuts import cut_words
from gpt_viz.pictures.temperature.probability_bars import probability_bars
from tests.scores import random_scores


def cut_lines(figure: go.Figure) -> dict[float, str]:
    texts = {note.y: note.text for note in figure.layout.annotations}
    return {line.y0: texts[line.y0] for line in figure.layout.shapes}


def test_cuts_are_drawn_where_they_cut():
    scores = random_scores()
    figure = probability_bars(scores, 1.0, 10, 0.6)
    kept_by_p = heights(scores, 1.0, 10, 0.6).kept_count
    assert kept_by_p < 10
    assert cut_lines(figure) == {
        9.5: "top-k 10 cuts what is below",
        kept_by_p - 0.5: "top-p 0.6 cuts what is below",
    }
    cut, numbers = figure.data[1].x, figure.data[3].text
    assert (cut[:kept_by_p] == 0).all()
    assert np.array_equal(cut[kept_by_p:-1], softmax(scores.logits)[scores.top(12)[kept_by_p:]])
    assert ["cut, was" in text for text in numbers[:-1]] == [i >= kept_by_p for i in range(12)]
    assert f"top-k 10 keeps 10 of 500 · top-p 0.6 keeps {kept_by_p} of 10" in (
        figure.layout.title.subtitle.text
    )


def test_cuts_at_one_place_share_a_line_and_cuts_out_of_sight_have_none():
    scores = random_scores()
    assert cut_lines(probability_bars(scores, 1.0, 1, 0.0)) == {
        0.5: "top-k 1 and top-p 0 cuts what is below"
    }
    assert cut_lines(probability_bars(scores, 1.0, 400)) == {}
    assert cut_lines(probability_bars(scores, 1.0)) == {}


def check_clamped(figure: go.Figure) -> None:
    heading = figure.layout.title.subtitle.text
    assert "top-k 1,000,000 is more than the vocabulary: all 500 are kept" in heading


def test_a_top_k_beyond_the_vocabulary_is_clamped_and_said():
    scores = random_scores()
    check_clamped(probability_bars(scores, 1.0, 10**6))
    assert np.array_equal(heights(scores, 1.0, 10**6).now.heights, heights(scores).now.heights)
    with pytest.raises(AssertionError):
        check_clamped(probability_bars(scores, 1.0, 500))


def test_nothing_is_cut_where_both_are_off() -> None:
    scores = random_scores()
    assert cut_words(heights(scores), 500, 0, 1.0) == "nothing is cut: top-k and top-p are off"
