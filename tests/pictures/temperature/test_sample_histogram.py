"""Many draws beside theory: a fair sample, with the scatter that theory expects."""

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import softmax
from gpt_viz.pictures.temperature.sample_histogram import draw, sample_histogram
from gpt_viz.records.draws import choose
from tests.scores import random_scores, scores_of


def check_histogram(figure: go.Figure, p: np.ndarray, draws: int) -> None:
    """Theory is n p with sqrt(n p (1 - p)); the draws add to n."""
    theory, found = figure.data[:2]
    assert found.x.sum() == draws
    assert np.allclose(theory.x, draws * p)
    assert np.allclose(theory.error_x.array, np.sqrt(draws * p * (1 - p)))
    assert (theory.x - theory.error_x.arrayminus >= -1e-9).all()
    assert (np.abs(found.x - theory.x) <= 5 * theory.error_x.array + 2).all()
    assert max(theory.x.max(), found.x.max()) <= figure.layout.xaxis.range[1] <= draws


@pytest.mark.parametrize("draws", [1, 100, 1000, 1_000_000])
@pytest.mark.parametrize("seed", [0, 1])
def test_histogram_is_a_fair_sample(draws, seed):
    scores = random_scores()
    p = softmax(scores.logits, 2.0)[scores.top(8)]
    figure = sample_histogram(scores, 2.0, draws, seed)
    check_histogram(figure, np.append(p, 1 - p.sum()), draws)


def test_histogram_twin():
    scores = random_scores()
    p = softmax(scores.logits, 1.9)[scores.top(8)]
    with pytest.raises(AssertionError):  # another temperature
        check_histogram(sample_histogram(scores, 2.0), np.append(p, 1 - p.sum()), 1000)
    p = softmax(scores.logits, 2.0)[scores.top(8)]
    with pytest.raises(AssertionError):  # the shown tokens alone
        check_histogram(sample_histogram(scores, 2.0), np.append(p / p.sum(), 0), 1000)


def test_histogram_depends_on_its_seed_alone():
    scores = random_scores()
    before = np.random.get_state()[1].tolist()
    first = sample_histogram(scores, seed=4).data[1].x
    np.random.default_rng().random()
    assert np.array_equal(first, sample_histogram(scores, seed=4).data[1].x)
    assert not np.array_equal(first, sample_histogram(scores, seed=5).data[1].x)
    assert np.random.get_state()[1].tolist() == before


def test_histogram_at_zero_takes_one_token():
    scores = scores_of(list("abcd"), [1, 3, 3, 0])
    shares, counts = draw(scores, 0, 50, 1)
    assert shares.tolist() == [0, 1, 0, 0] and counts.tolist() == [0, 50, 0, 0]
    figure = sample_histogram(scores, 0)
    assert "greedy" in figure.layout.title.subtitle.text
    assert "of 2 that tie, the one with the lowest id" in figure.layout.title.subtitle.text
    assert choose(scores, temperature=0).piece.id == 1


def test_the_histogram_says_how_many_rows_are_close():
    scores = random_scores()
    figure = sample_histogram(scores, 1.0, 1000, 7)
    theory, found = figure.data[:2]
    close = (np.abs(found.x - theory.x) <= theory.error_x.array).sum()
    assert f"{close} of 9 rows" in figure.layout.title.subtitle.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("draws", bad) for bad in (0, -5, 1_000_001, 3.7, math.nan, None, True)),
        *(("seed", bad) for bad in (-1, 0.5, None)),
        *(("top", bad) for bad in (0, 51)),
    ],
)
def test_histogram_refuses(name, value):
    with pytest.raises(ValueError, match=f"{name} must be a whole number from") as caught:
        sample_histogram(random_scores(), **{name: value})
    assert repr(value) in str(caught.value)
