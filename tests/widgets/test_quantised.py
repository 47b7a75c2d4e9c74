"""What a page is sent gives every weight back, to half a step; it fits into what is promised."""

import numpy as np
import pytest

from gpt_viz.pictures.attention.first_token import without_first
from gpt_viz.records.trace import Trace
from gpt_viz.widgets import quantised
from gpt_viz.widgets.quantised import BUDGET, LEVELS, Quantised, quantise, window_length
from tests.tiny import tiny_gpt
from tests.traces import words_trace

HALF_A_STEP = 0.5 / LEVELS + 3e-7  # and what the rows, in float32, miss of 1
TEXT = "the cat and the dog sat on the mat, and the mat was flat"


def given_back(sent: Quantised, layers: int, heads: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights and shares of the rest, each (L, H, rows, columns): the first token, the window."""
    count, low = sent.stop - sent.start, max(1, sent.start)
    shares = np.zeros((layers, heads, count, sent.stop))
    numbers = iter(np.frombuffer(sent.shares, "<u2") / LEVELS)
    for place in np.ndindex(layers, heads, count):
        for column in range(low, sent.start + place[2] + 1):
            shares[(*place, column)] = next(numbers)
    assert next(numbers, None) is None
    rests = np.frombuffer(sent.rests, "<f4").reshape(layers, heads, count)
    weights = shares * rests[..., None]
    weights[..., 0] = 1.0 - rests
    return weights, shares


def patterns(trace: Trace, sent: Quantised) -> np.ndarray:
    rows = slice(sent.start, sent.stop)
    stacked = [trace.attention(layer)[:, rows, : sent.stop] for layer in range(len(trace.patterns))]
    return np.stack(stacked)


@pytest.mark.parametrize("kind", ["gpt2", "gemma2", "bloom"])
@pytest.mark.parametrize("place", [(0, 9), (1, 6), (4, 9), (8, 9)])
def test_every_weight_comes_back_to_half_a_step(kind: str, place: tuple[int, int]) -> None:
    trace = tiny_gpt(kind).trace(TEXT)
    sent = quantise(trace, *place)
    weights, shares = given_back(sent, 3, 4)
    true = patterns(trace, sent).astype(float)
    low = max(1, sent.start)
    shown = [0, *range(low, sent.stop)]
    assert np.abs(weights - true)[..., shown].max() <= HALF_A_STEP
    rest = true[..., 1:].sum(-1)
    earlier = np.frombuffer(sent.earlier, "<u2") / LEVELS
    if sent.start:
        before = earlier.reshape(rest.shape) * rest
        assert np.abs(before - true[..., 1:low].sum(-1)).max() <= HALF_A_STEP
    else:
        assert not earlier.size
    without = np.nan_to_num(without_first(true))
    assert np.abs(shares - without)[..., low:].max() <= HALF_A_STEP


def test_a_head_that_rests_nearly_all_its_weight_is_as_exact() -> None:
    """Shares of the weights themselves would leave a few steps to tell such rows apart."""
    trace = words_trace(9)
    trace.arrays["keys"][:, :, 0] *= 6  # type: ignore[index]
    true = patterns(trace, quantise(trace, 0, 9)).astype(float)
    assert (true[..., 5:, 0] > 0.999).any()
    _, shares = given_back(quantise(trace, 0, 9), 2, 3)
    without = without_first(true)
    seen = np.isfinite(without)
    assert np.abs(shares - without)[seen].max() <= HALF_A_STEP


def test_twin_a_coarser_step_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = words_trace(9)
    true = patterns(trace, quantise(trace, 0, 9))
    monkeypatch.setattr(quantised, "LEVELS", 255)
    weights, _ = given_back(quantise(trace, 0, 9), 2, 3)
    assert np.abs(weights * LEVELS / 255 - true)[..., 1:].max() > HALF_A_STEP


def test_reach_is_the_first_token_that_may_be_seen() -> None:
    trace = tiny_gpt("gemma2").trace(TEXT)
    sent = quantise(trace, 2, 9)
    reach = np.frombuffer(sent.reach, "<u2").reshape(3, 7)
    for layer, pattern in enumerate(trace.patterns):
        for row, first in enumerate(reach[layer], start=2):
            assert not pattern.allowed[row, :first].any()
            assert pattern.allowed[row, first : row + 1].all()
    assert reach.max() > 0  # a window of four tokens


@pytest.mark.parametrize("start", [0, 1, 400])
def test_144_heads_and_128_tokens_fit(start: int) -> None:
    trace = words_trace(528, layers=12, heads=12)
    assert window_length(trace) >= 128
    sent = quantise(trace, start, start + 128)
    assert len(sent.data) <= BUDGET == 2_500_000


@pytest.mark.parametrize(("layers", "heads", "tokens"), [(1, 1, 7), (2, 3, 800), (28, 16, 90)])
def test_a_window_is_as_long_as_fits(layers: int, heads: int, tokens: int) -> None:
    trace = words_trace(tokens, layers=layers, heads=heads)
    length = window_length(trace)
    middle = max(0, tokens - length)
    assert len(quantise(trace, middle, middle + length).data) <= BUDGET
    if length < tokens:
        assert len(quantise(trace, middle - 1, middle + length).data) > BUDGET
