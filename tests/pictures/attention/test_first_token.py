"""What the first token hides: the rest of a row keeps its proportions, and the heading says it."""

import numpy as np
import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.attention.first_token import first_token_words, without_first
from gpt_viz.pictures.attention.map import attention_map
from gpt_viz.pictures.kit.numbers import percent

TEXT = "a fluffy blue creature roamed the verdant forest"


def check_first_is_hidden(before: np.ndarray, after: np.ndarray) -> None:
    """The first column is empty; each other row keeps its proportions and adds to 1."""
    assert np.isnan(after[:, 0]).all() and np.isnan(after[0]).all()
    for row, shown in zip(before[1:], after[1:], strict=True):
        rest = row[1:]
        assert np.nansum(shown) == pytest.approx(1, abs=1e-5)
        np.testing.assert_allclose(np.nan_to_num(shown[1:]), rest / np.sum(rest), rtol=1e-4)


def test_the_first_token_can_be_hidden(mini: GPT):
    trace = mini.trace(TEXT)
    before = trace.attention(2, 1)
    figure = attention_map(trace, 2, 1, hide_first=True)
    check_first_is_hidden(before, figure.data[0].z)
    share = percent(float(before[1:, 0].mean()))
    assert share in figure.layout.title.subtitle.text
    assert share in attention_map(trace, 2, 1).layout.title.subtitle.text
    with pytest.raises(AssertionError):
        check_first_is_hidden(before, attention_map(trace, 2, 1).data[0].z)
    with pytest.raises(AssertionError):
        cut = np.where(np.arange(before.shape[1]) == 0, np.nan, before)
        check_first_is_hidden(before, cut)  # not renormalised


def test_a_row_that_gave_the_first_token_everything_has_nothing_left():
    weights = np.array([[1, 0, 0], [1, 0, 0], [0.5, 0.25, 0.25]], np.float32)
    hidden = without_first(weights)
    assert np.isnan(hidden[:2]).all()
    np.testing.assert_allclose(hidden[2, 1:], [0.5, 0.5])
    assert weights[0, 0] == 1  # what was given is left alone


def test_the_words_count_the_later_rows_alone():
    weights = np.array([[1, 0, 0], [0.5, 0.5, 0], [0.25, 0.25, 0.5]], np.float32)
    assert first_token_words(weights, False).startswith(
        "the later tokens give the first one 37.5 %"
    )
    assert "left out (the later ones give it 37.5 %" in first_token_words(weights, True)
    weights[1:, 0] = 0.0001
    assert "&lt; 0.1 %" in first_token_words(weights, False)
    assert "only" in first_token_words(weights[:1, :1], True)
