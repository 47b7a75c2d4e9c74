"""The curves over all temperatures are softmax at each of them."""

import math

import numpy as np
import pytest

from gpt_viz.maths import entropy, softmax
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import tick
from gpt_viz.pictures.temperature.curves import LOW, place, temperature_at, temperature_curves
from tests.scores import random_scores

SPACE = "\N{NO-BREAK SPACE}"


def test_the_axis_of_temperatures_grows_and_can_be_read_back():
    temperatures = [0, 1e-3, LOW / 2, LOW, 0.3, 1, 9, 10, 50, 1e6, math.inf]
    places = [place(t) for t in temperatures]
    assert (np.diff(places) > 0).all()
    for temperature, at in zip(temperatures[:-1], places, strict=False):
        assert temperature_at(at) == pytest.approx(temperature, abs=1e-12, rel=1e-6)
    assert temperature_at(places[-1]) > 1e12


def test_curves_are_softmax_at_each_temperature():
    scores = random_scores()
    figure = temperature_curves(scores, 0.7, 4)
    curves, spread = figure.data[:4], figure.data[4]
    for at, row in zip(curves[0].x[::11], range(0, 90, 11), strict=True):
        p = softmax(scores.logits, temperature_at(at))
        assert [curve.y[row] for curve in curves] == p[scores.top(4)].tolist()
        assert spread.y[row] == entropy(p)
    assert [curve.y[0] for curve in curves] == [1, 0, 0, 0]
    assert [curve.y[-1] for curve in curves] == pytest.approx([1 / 500] * 4)


def test_curves_never_cross_and_the_entropy_never_falls():
    figure = temperature_curves(random_scores(), 0.7, 7)
    heights = np.array([curve.y for curve in figure.data[:7]])
    assert (np.diff(heights, axis=0) <= 0).all()
    assert (np.diff(figure.data[7].y) >= -1e-12).all()


@pytest.mark.parametrize("temperature", [0, 0.01, 1.0, 40, math.inf])
def test_the_line_stands_at_the_temperature_with_its_values(temperature):
    scores = random_scores()
    figure = temperature_curves(scores, temperature, 3)
    assert figure.layout.shapes[0].x0 == place(temperature)
    p = softmax(scores.logits, temperature)
    reading = next(note.text for note in figure.layout.annotations if "all others" in note.text)
    for i in scores.top(3):
        assert f"{tick(scores.vocabulary[i])}{SPACE}" in reading
        assert percent(p[i]) in reading
    rest = max(0.0, 1 - p[scores.top(3)].sum())
    assert reading.endswith(percent(rest))  # N11
    dots = figure.data[4]
    assert np.allclose(dots.y, p[scores.top(3)])


def test_a_dragged_temperature_does_not_draw_the_curves_anew():
    scores = random_scores()
    first, second = temperature_curves(scores, 0.7), temperature_curves(scores, 0.9)
    assert [c.y.tolist() for c in first.data[:6]] == [c.y.tolist() for c in second.data[:6]]
    assert first.layout.shapes[0].x0 != second.layout.shapes[0].x0


def test_curves_refuse_more_lines_than_colours():
    with pytest.raises(ValueError, match="top must be a whole number from 1 to 7, got 8"):
        temperature_curves(random_scores(), top=8)
