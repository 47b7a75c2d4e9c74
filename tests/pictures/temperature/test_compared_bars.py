"""The temperature lab as a still: each panel has the numbers of its own temperature."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import softmax, warp
from gpt_viz.pictures import probability_bars
from gpt_viz.pictures.temperature.compared_bars import compared_bars
from gpt_viz.records.draws import choose
from gpt_viz.records.origin import Origin
from tests.scores import random_scores, scores_of

SCORES = random_scores()
AT_ONE, CUT, NOW, NUMBERS, DRAWN = range(5)


def panel(figure: go.Figure, number: int) -> list[go.Bar | go.Scatter]:
    axis = "x" if number == 1 else f"x{number}"
    return [trace for trace in figure.data if trace.xaxis == axis]


def check_is_of(traces: list[go.Bar | go.Scatter], temperature: float) -> None:
    """The bars are the distribution at a temperature, cut by top-k 9 and top-p 0.8."""
    ids = SCORES.top(12)
    p, kept = warp(SCORES.logits, temperature, 9, 0.8)
    np.testing.assert_allclose(traces[NOW].x[:-1], p[ids], atol=1e-12)
    np.testing.assert_allclose(traces[NOW].x.sum(), 1)
    np.testing.assert_allclose(traces[AT_ONE].x[:-1], softmax(SCORES.logits)[ids], atol=1e-12)
    assert ["cut" in text for text in traces[NUMBERS].text[:-1]] == [not kept[i] for i in ids]


def test_each_panel_is_its_temperature():
    figure = compared_bars(SCORES, [0.5, 2], 9, 0.8)
    check_is_of(panel(figure, 1), 0.5)
    check_is_of(panel(figure, 2), 2)
    heads = [note.text for note in figure.layout.annotations[-2:]]
    assert heads == ["<b>T = 0.5</b>", "<b>T = 2</b>"]
    with pytest.raises(AssertionError):
        check_is_of(panel(figure, 2), 0.5)


def test_one_temperature_has_the_bars_of_the_picture_that_lives():
    still, alive = compared_bars(SCORES, [0.7], 5), probability_bars(SCORES, 0.7, 5)
    assert still.data == alive.data
    assert still.layout.meta["alt"] == alive.layout.meta["alt"]
    assert "xaxis2" not in still.layout


def test_the_heading_says_for_each_what_is_open_and_cut():
    lines = compared_bars(SCORES, [0.5, 2], 9).layout.title.subtitle.text.split("<br>")
    assert [line.split(":")[0] for line in lines[:2]] == ["T = 0.5", "T = 2"]
    assert all("bits); top-k 9 keeps 9 of 500" in line for line in lines[:2])


def test_drawn_shares_are_those_of_choose():
    figure = compared_bars(SCORES, [0.8, 0], 40, 0.9, 6, draws=200, seed=3)
    ids = SCORES.top(6)
    knobs = {"temperature": 0.8, "top_k": 40, "top_p": 0.9, "seed": 3}
    drawn = [choose(SCORES, **knobs, round=round).piece.id for round in range(200)]
    counts = np.array([drawn.count(i) for i in ids])
    first, greedy = panel(figure, 1), panel(figure, 2)
    np.testing.assert_allclose(first[DRAWN].x, [*counts / 200, 1 - counts.sum() / 200])
    assert [text.split("· ")[1] for text in first[NUMBERS].text[:-1]] == [f"{n}×" for n in counts]
    p = first[NOW].x
    np.testing.assert_allclose(first[NOW].error_x.array, np.sqrt(p * (1 - p) / 200))
    assert greedy[DRAWN].x.tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert "200 draws" in figure.layout.title.subtitle.text


def test_without_draws_nothing_speaks_of_them():
    figure = compared_bars(SCORES, [0.8])
    assert "draws" not in figure.layout.title.subtitle.text
    assert len(figure.data) == 4
    assert figure.data[NOW].error_x.array is None


@pytest.mark.parametrize("log", [False, True])
def test_the_numbers_stand_where_a_full_bar_ends(log):
    figure = compared_bars(scores_of(list("abc"), [40, 20, 0]), [1], 1, log=log)
    axis, line = figure.layout.xaxis, figure.layout.shapes[0]
    low, high = axis.range
    full = 0 if log else 1  # on a log scale, a range is in powers of ten
    assert (full - low) / (high - low) == pytest.approx(0.85)
    assert line.x1 == 0.85
    assert {*figure.data[NUMBERS].x} == {1}


def test_a_log_scale_has_the_same_bars():
    scores = scores_of(list("abc"), [40, 20, 0])
    figure = compared_bars(scores, [1], log=True)
    assert (figure.layout.xaxis.type, figure.layout.xaxis.range[0]) == ("log", -8)
    assert figure.layout.xaxis.ticktext[0] == "10⁻⁶ %"
    np.testing.assert_allclose(figure.data[NOW].x[:-1], softmax(scores.logits), atol=1e-15)
    assert compared_bars(scores, [1]).layout.xaxis.type is None


def test_what_is_refused_names_what_is_possible():
    with pytest.raises(ValueError, match="temperature must be"):
        compared_bars(SCORES, [0.5, -1])
    with pytest.raises(ValueError, match="draws must be a whole number from 0 to"):
        compared_bars(SCORES, [1], draws=-1)


@pytest.mark.parametrize("trained", [True, False])
def test_an_untrained_model_is_named(trained):
    scores = replace(scores_of(list("ab"), [1, 0]), origin=Origin(trained=trained))
    said = compared_bars(scores, [1]).layout.meta["alt"]
    assert said.startswith("Untrained model. ") is not trained
