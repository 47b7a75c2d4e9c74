"""Softmax by hand: each column follows from the one before."""

import html
import math

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import softmax
from gpt_viz.pictures.temperature.softmax_steps import softmax_steps

NAMES = ["Snape", "Trelawney", "Quirrell", "McGonagall", "Dumbledore", "Sprout", "Flitwick"]
SCORES = np.array([3.4, 2.5, 1.5, 0.5, -0.8, -2.3, -5.0])


def columns(figure: go.Figure) -> list[np.ndarray]:
    """The four columns of bars."""
    return [trace.x for trace in figure.data if trace.type == "bar"][1::2]


@pytest.mark.parametrize("temperature", [0.05, 0.5, 1.0, 2.0, 100.0, math.inf])
def test_softmax_steps_follow_from_each_other(temperature):
    figure = softmax_steps(SCORES, NAMES, temperature)
    z, divided, exps, p = columns(figure)
    assert np.array_equal(z, SCORES)
    assert np.allclose(divided, SCORES / temperature)
    assert np.allclose(exps, np.exp(divided))
    assert np.allclose(p, exps / exps.sum())
    assert [*figure.layout.yaxis.ticktext] == NAMES
    total = next(note.text for note in figure.layout.annotations if note.text.startswith("sum: "))
    if temperature == 1:
        assert total == "sum: 48.8"


@pytest.mark.parametrize("z", [SCORES + 2000, SCORES - 2000])
def test_softmax_steps_subtract_the_largest_where_exp_fails(z):
    figure = softmax_steps(z, NAMES, 0.9)
    _, divided, exps, p = columns(figure)
    assert np.allclose(divided, (z - z.max()) / 0.9)
    assert np.allclose(p, exps / exps.sum()) and np.allclose(p, softmax(SCORES, 0.9))
    assert "subtracting the largest logit first" in figure.layout.title.subtitle.text


def test_softmax_steps_at_zero():
    figure = softmax_steps(SCORES, NAMES, 0)
    assert columns(figure)[3].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert figure.layout.title.text == "Softmax at T = 0 (greedy): “Snape” takes all"
    tie = softmax_steps([2, 2, 1], ["a", "b", "c"], 0)
    assert columns(tie)[3].tolist() == [0.5, 0.5, 0]
    assert html.unescape(tie.layout.title.text).endswith("a tie, “a” and “b” get 50.0 % each")


@pytest.mark.parametrize("temperature", [0, 1e-300, 1e-5, 100, math.inf])
def test_softmax_steps_have_no_nan(temperature):
    for z in (SCORES, [0.0, -math.inf, 5.0], [-900.0, 900.0]):
        figure = softmax_steps(z, NAMES[: len(z)], temperature)
        assert all(np.isfinite(column).all() for column in columns(figure))
        assert np.allclose(columns(figure)[3], softmax(np.array(z), temperature))


@pytest.mark.parametrize("names", [NAMES[:6], "Snapes!", []])
def test_softmax_steps_ask_for_a_name_each(names):
    with pytest.raises(ValueError, match="each logit needs one name: got 7 logits"):
        softmax_steps(SCORES, names)


@pytest.mark.parametrize("size", [1, 13])
def test_softmax_steps_are_for_a_few_numbers(size):
    with pytest.raises(ValueError, match=f"a whole number from 2 to 12, got {size}"):
        softmax_steps(np.zeros(size), ["a"] * size)
