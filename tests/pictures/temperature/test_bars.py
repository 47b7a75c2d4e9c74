"""The bars of one temperature: their numbers are those of the whole vocabulary."""

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import descending, entropy, softmax, warp
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import tick
from gpt_viz.pictures.temperature import bars
from gpt_viz.pictures.temperature.bars import heights
from gpt_viz.pictures.temperature.cuts import draw_cuts
from tests.scores import random_scores, scores_of

KNOBS = [(t, k, p) for t in (0, 0.05, 0.7, 1.0, 4.0, math.inf) for k, p in ((0, 1.0), (7, 0.8))]


@pytest.mark.parametrize(("temperature", "top_k", "top_p"), KNOBS)
def test_bars_are_those_of_the_whole_vocabulary(temperature, top_k, top_p):
    scores = random_scores()
    b = heights(scores, temperature, top_k, top_p, 15)
    p, kept = warp(scores.logits, temperature, top_k, top_p)
    assert b.ids.tolist() == descending(scores.logits)[:15].tolist()
    assert np.array_equal(b.now.heights, p[b.ids])
    assert np.array_equal(b.kept, kept[b.ids])
    assert np.array_equal(b.uncut.heights, softmax(scores.logits, temperature)[b.ids])
    assert np.array_equal(b.at_one.heights, softmax(scores.logits)[b.ids])
    assert (b.others, b.kept_count, b.tied) == (485, kept.sum(), 1)
    assert b.kept_by_k == (top_k or 500)
    assert b.bits == entropy(p)


@pytest.mark.parametrize("panel", [1, 2])
def test_traces_and_cuts_stand_in_their_panel(panel):
    scores = random_scores()
    b = heights(scores, 1.0, 5)
    figure = go.Figure(bars.traces(b, scores, panel))
    draw_cuts(figure, b, 5, 1.0, panel)
    axis = "x" if panel == 1 else "x2"
    assert {trace.xaxis for trace in figure.data} == {axis}
    assert {figure.layout.shapes[0].xref, figure.layout.annotations[0].xref} == {f"{axis} domain"}


def test_every_row_has_its_name():
    scores = scores_of(["a", "b", " <b>"], [2, 1, 0])
    b, figure = heights(scores, top=2), go.Figure()
    bars.name_rows(figure, b, scores)
    assert figure.layout.yaxis.ticktext == ("a", "b", "not shown:<br>1 token")
    assert np.array_equal(figure.layout.yaxis.tickvals, bars.places(b))
    bars.name_rows(figure, heights(scores), scores)
    assert figure.layout.yaxis.ticktext[2] == tick(scores.vocabulary[2])


def test_hover_tells_small_shares_too():
    scores = scores_of(list("abc"), [6, 3, 0])
    rows = bars.traces(heights(scores, 0.5, top=2), scores)[2].customdata
    p, at_one = 100 * softmax(scores.logits, 0.5), 100 * softmax(scores.logits)
    assert rows[1].tolist() == ["b", "3", f"{p[1]:.3g} %", f"{at_one[1]:.3g} %"]
    assert rows[2].tolist() == ["all others", "various", f"{p[2]:.3g} %", f"{at_one[2]:.3g} %"]


def test_a_tail_that_was_cut_is_as_long_as_it_was():
    scores = random_scores()
    held = 1 - softmax(scores.logits)[scores.top(12)].sum()
    for top_k, is_cut in ((5, True), (12, True), (13, False), (0, False)):
        _, cut, now, numbers = bars.traces(heights(scores, 1.0, top_k), scores)
        assert cut.x[-1] == pytest.approx(held if is_cut else 0)
        assert (numbers.text[-1].strip() == f"cut, was {percent(held)}") is is_cut
        assert bool(now.x[-1] == 0) is is_cut


def test_the_legend_speaks_of_cuts_where_there_are_some():
    scores = random_scores()
    assert len(bars.legend_entries(heights(scores), "T = 1")) == 2
    assert len(bars.legend_entries(heights(scores, 1.0, 499), "T = 1")) == 3


def test_a_sentence_says_what_is_seen():
    scores = scores_of(list("abcd"), [1, 3, 3, 0])
    said = bars.description(heights(scores, 0), scores, 0)
    assert "T = 0 (greedy): b 50.0 %, c 50.0 %" in said
    assert "2 tokens tie for the first place" in said
