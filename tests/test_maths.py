"""The formulas against independent sources: torch, Hugging Face's processors, plain loops."""

import math
from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers.generation.logits_process import (
    LogitsProcessorList,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from gpt_viz import maths
from gpt_viz.maths import (
    attention_pattern,
    descending,
    effective_choices,
    entropy,
    losses,
    nucleus,
    ranks,
    softmax,
    warp,
)

TEMPERATURES = [0.05, 0.5, 0.7, 1.0, 1.5, 5.0]
finite = st.floats(-1e4, 1e4, allow_nan=False)
vectors = st.lists(finite, min_size=1, max_size=40).map(np.array)
temperatures = st.floats(1e-300, 1e6) | st.sampled_from([0, 1e-300, 1e-5, 100, math.inf])


def logits_of(size: int, seed: int = 0, kind: str = "normal") -> np.ndarray:
    """Random float32 logits, as a model gives them; "ties" are whole numbers."""
    rng = np.random.default_rng((size, seed))
    values = rng.normal(size=size) * 4
    return (values.round() if kind == "ties" else values).astype(np.float32)


# --- softmax -----------------------------------------------------------------------------------


def naive_softmax(logits, temperature=1.0):
    """What softmax must not be: no maximum subtracted, T = 0 a division."""
    with np.errstate(all="ignore"):
        exps = np.exp(np.asarray(logits, dtype=np.float64) / np.float64(temperature))
        return exps / exps.sum()


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [(0.5, [0.867, 0.117, 0.016]), (1, [0.665, 0.245, 0.090]), (2, [0.506, 0.307, 0.186])],
)
def test_softmax_worked_values_of_the_lesson(temperature, expected):
    assert softmax(np.array([2, 1, 0]), temperature).round(3).tolist() == expected


@pytest.mark.parametrize("size", [1, 2, 7, 1000, 50_257])
@pytest.mark.parametrize("temperature", TEMPERATURES)
def test_softmax_equals_torch(size, temperature):
    logits = logits_of(size)
    oracle = torch.softmax(torch.from_numpy(logits).double() / temperature, dim=-1)
    assert np.abs(softmax(logits, temperature) - oracle.numpy()).max() < 1e-13


def test_softmax_works_along_the_last_axis_and_leaves_its_input_alone():
    logits = np.stack([logits_of(9, seed) for seed in range(6)]).reshape(2, 3, 9)
    before = logits.copy()
    oracle = torch.softmax(torch.from_numpy(logits).double(), dim=-1).numpy()
    assert np.allclose(softmax(logits), oracle, atol=1e-15)
    assert np.array_equal(logits, before)


def check_finite(function, logits, temperature):
    """Finite, adding to 1, in the order of the logits, uniform at infinity."""
    p = function(logits, temperature)
    assert p.dtype == np.float64 and p.shape == logits.shape
    assert np.isfinite(p).all() and (p >= 0).all()
    assert abs(p.sum() - 1) <= 1e-6
    assert (np.diff(p[np.argsort(logits)]) >= 0).all()
    if temperature == math.inf:
        assert np.allclose(p, 1 / logits.size)


@settings(max_examples=150, deadline=None)
@given(vectors, temperatures)
def test_softmax_at_every_temperature(logits, temperature):
    check_finite(softmax, logits, temperature)


@pytest.mark.parametrize("temperature", [0, 1e-300, 1e-5])
def test_twin_a_softmax_that_overflows(temperature):
    with pytest.raises(AssertionError):
        check_finite(naive_softmax, np.array([3.0, 2.0, 2.0]), temperature)


@settings(max_examples=60, deadline=None)
@given(vectors, st.floats(-1e3, 1e3), st.floats(0.01, 100))
def test_softmax_is_blind_to_a_constant(logits, constant, temperature):
    moved = softmax(logits + constant, temperature)
    assert np.allclose(moved, softmax(logits, temperature), atol=1e-7)


def check_tie_shared(function):
    """At T = 0 all goes to the largest logit, in equal shares where several are the largest."""
    assert function(np.array([1.0, 3.0, 2.0]), 0).tolist() == [0, 1, 0]
    assert function(np.array([3.0, 1.0, 3.0, -math.inf]), 0).tolist() == [0.5, 0, 0.5, 0]


def test_softmax_at_zero_shares_a_tie():
    check_tie_shared(softmax)


@pytest.mark.parametrize("floor", [1e-8, 1.0])
def test_twin_a_tie_that_is_not_shared(floor):
    with pytest.raises(AssertionError):
        check_tie_shared(lambda z, t: softmax(z + np.linspace(0, 1e-6, z.size), max(t, floor)))


def test_softmax_never_chooses_minus_infinity():
    logits = np.array([1.0, -math.inf, 0.0])
    for temperature in (0, 1e-9, 1, 1e9, math.inf):
        assert softmax(logits, temperature)[1] == 0


# --- what is refused ---------------------------------------------------------------------------


def check_refused(function, name, value):
    """A ValueError that names the parameter and the value."""
    with pytest.raises(ValueError, match=name) as caught:
        function(value)
    assert repr(value) in str(caught.value)


BAD_TEMPERATURES = [-1, -1e-9, -math.inf, math.nan, "abc", None, True, 1j, [1]]
BAD_TOP_KS = [-1, 2.5, math.nan, "3", None, True]
BAD_TOP_PS = [1.5, -0.1, math.nan, math.inf, "abc", None, True]
Z = np.array([2.0, 1.0, 0.0])


@pytest.mark.parametrize("value", BAD_TEMPERATURES)
@pytest.mark.parametrize("function", [softmax, warp])
def test_temperature_refused(function, value):
    check_refused(lambda t: function(Z, t), "temperature must be a number, 0 or more", value)


@pytest.mark.parametrize("value", BAD_TOP_KS)
def test_top_k_refused(value):
    check_refused(lambda k: warp(Z, 1, k), "top_k must be a whole number, 0", value)


@pytest.mark.parametrize("value", BAD_TOP_PS)
def test_top_p_refused(value):
    check_refused(lambda p: warp(Z, 1, 0, p), "top_p must be a number from 0", value)


def test_refusal_twin():
    with pytest.raises(pytest.fail.Exception):
        check_refused(lambda _: softmax(Z, 1), "temperature", -1)
    with pytest.raises(AssertionError):
        check_refused(lambda _: softmax(Z, -2), "temperature", -1)


@pytest.mark.parametrize("value", [0, -1, 11, 2.5, "3", None, True, math.nan])
def test_check_whole(value):
    check_refused(lambda n: maths.check_whole("top", n, 1, 10), "top must be a whole", value)
    maths.check_whole("top", 1, 1, 10)
    maths.check_whole("top", np.int64(10), 1, 10)


def check_refuses_broken(function):
    """NaN and +inf are named with their place, also where top-k would cut them; -inf is allowed."""
    for bad in (math.nan, math.inf):
        for place in (0, 2):
            z = np.array([3.0, 2.0, 1.0])
            z[place] = bad
            with pytest.raises(ValueError, match=f"got {bad} at index {place}"):
                function(z)
    with pytest.raises(ValueError, match="every logit is -inf"):
        function(np.full(3, -math.inf))
    function(np.array([1.0, -math.inf, 0.0]))


@pytest.mark.parametrize("temperature", [0, 1, math.inf])
def test_broken_logits_refused(temperature):
    check_refuses_broken(lambda z: softmax(z, temperature))
    check_refuses_broken(lambda z: warp(z, temperature))
    check_refuses_broken(lambda z: warp(z, temperature, 1, 0.5))


def test_twin_a_nan_that_passes():
    with pytest.raises(pytest.fail.Exception):
        check_refuses_broken(lambda z: softmax(np.where(np.isfinite(z), z, -1.0)))


# --- truncation --------------------------------------------------------------------------------


def hugging_face(logits, temperature, top_k, top_p):
    """The distribution that `generate` draws from, in float64, and what is left to draw."""
    steps = LogitsProcessorList([TemperatureLogitsWarper(float(temperature))])
    if top_k:
        steps.append(TopKLogitsWarper(top_k))
    if top_p < 1:
        steps.append(TopPLogitsWarper(top_p))
    scores = steps(None, torch.from_numpy(logits).double()[None])[0]
    return torch.softmax(scores, dim=-1).numpy(), torch.isfinite(scores).numpy()


def check_against_hugging_face(function, kind, size):
    """The same probabilities and the same tokens kept; of tokens that tie, as many."""
    for temperature, k, p in product((0.3, 1.0, 2.5), (0, 1, 5, 10**6), (0.0, 0.37, 0.93, 1.0)):
        logits = logits_of(size, kind=kind)
        ours, kept = function(logits, temperature, k, p)
        theirs, theirs_kept = hugging_face(logits, temperature, k, p)
        if kind == "ties":
            ours, kept, theirs, theirs_kept = map(np.sort, (ours, kept, theirs, theirs_kept))
        assert np.array_equal(kept, theirs_kept), (temperature, k, p)
        assert np.abs(ours - theirs).max() < 1e-12, (temperature, k, p)


@pytest.mark.parametrize("kind", ["normal", "ties"])
@pytest.mark.parametrize("size", [1, 2, 50, 12_000])
def test_warp_equals_hugging_face(kind, size):
    check_against_hugging_face(warp, kind, size)


def top_p_first(logits, temperature, top_k, top_p):
    p, kept = warp(logits, temperature, 0, top_p)
    return warp(np.where(kept, logits, -np.inf), temperature, top_k) if top_k else (p, kept)


def not_renormalised(logits, temperature, top_k, top_p):
    _, kept = warp(logits, temperature, top_k, top_p)
    return np.where(kept, softmax(logits, temperature), 0), kept


def temperature_last(logits, temperature, top_k, top_p):
    _, kept = warp(logits, 1.0, top_k, top_p)
    return softmax(np.where(kept, logits, -np.inf), temperature), kept


@pytest.mark.parametrize("broken", [top_p_first, not_renormalised, temperature_last])
def test_warp_twin(broken):
    with pytest.raises(AssertionError):
        check_against_hugging_face(broken, "normal", 50)


def test_top_k_zero_is_off_and_more_than_all_keeps_all():
    logits = logits_of(100)
    for top_k in (0, 100, 10**6):
        p, kept = warp(logits, 1.0, top_k)
        assert kept.all() and np.array_equal(p, softmax(logits))


def test_a_tie_at_the_edge_is_kept():
    assert warp(np.array([3.0, 2.0, 2.0, 1.0]), 1.0, 2)[1].tolist() == [True, True, True, False]


def test_top_p_zero_is_one_token_and_one_is_off():
    logits = logits_of(100)
    p, kept = warp(logits, 1.0, 0, 0)
    assert kept.sum() == 1 and p.argmax() == logits.argmax() and p.max() == 1
    assert warp(logits, 1.0, 0, 1)[1].all()


def test_top_p_at_infinite_temperature_cuts_the_smallest_logits():
    assert warp(np.array([0.0, 1, 2, 3]), math.inf, 0, 0.5)[1].tolist() == [
        False,
        False,
        True,
        True,
    ]


def test_warp_with_a_known_order_is_the_same():
    logits = logits_of(300, kind="ties")
    for k, p in product((0, 7), (0.4, 1.0)):
        sorting, known = warp(logits, 0.8, k, p), warp(logits, 0.8, k, p, descending(logits))
        assert all(map(np.array_equal, sorting, known))


def test_warp_leaves_its_input_alone():
    logits = logits_of(20)
    before = logits.copy()
    warp(logits, 0.5, 3, 0.5)
    assert np.array_equal(logits, before)


@settings(max_examples=100, deadline=None)
@given(vectors, st.floats(0, 1))
def test_nucleus_is_the_smallest_set(logits, top_p):
    p = softmax(logits)
    kept = nucleus(p, top_p)
    assert kept[p.argmax()]
    assert p[kept].sum() >= top_p - 1e-12 and p[kept].min() >= p[~kept].max(initial=0)
    if kept.sum() > 1:
        assert p[kept].sum() - p[kept].min() < top_p + 1e-12


def test_nucleus_counts_without_rounding_errors():
    assert nucleus(np.array([0.5, 0.3, 0.2]), 0.8).tolist() == [True, True, False]


# --- order, entropy, attention -----------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-3, 3) | st.just(-math.inf), min_size=1, max_size=60))
def test_descending_lists_equals_by_index(values):
    oracle = sorted(range(len(values)), key=lambda i: (-values[i], i))
    assert descending(np.array(values, dtype=np.float32)).tolist() == oracle


def test_entropy_of_known_distributions():
    assert entropy(np.array([1.0, 0.0])) == 0
    assert entropy(np.full(8, 1 / 8)) == 3
    assert entropy(np.array([0.5, 0.25, 0.25])) == 1.5
    assert effective_choices(np.full(5, 0.2)) == pytest.approx(5)


@settings(max_examples=60, deadline=None)
@given(vectors)
def test_entropy_equals_torch(logits):
    p = softmax(logits)
    oracle = torch.distributions.Categorical(probs=torch.from_numpy(p)).entropy() / math.log(2)
    assert entropy(p) == pytest.approx(float(oracle), abs=1e-9)
    assert 0 <= entropy(p) <= math.log2(p.size) + 1e-12


def test_entropy_grows_with_temperature():
    logits = logits_of(500)
    bits = [entropy(softmax(logits, t)) for t in (0, *TEMPERATURES, math.inf)]
    assert bits == sorted(bits) and bits[-1] == pytest.approx(math.log2(500))


def check_rows_sum_to_one(pattern):
    """Rows add to 1, and nobody looks ahead."""
    assert np.abs(pattern.sum(-1) - 1).max() < 1e-5
    assert (pattern[..., np.triu(np.ones(pattern.shape[-2:], bool), 1)] == 0).all()


@pytest.mark.parametrize("softcap", [None, 3.0])
def test_attention_pattern_equals_torch(softcap):
    q, k = np.random.default_rng(0).normal(size=(2, 2, 5, 4))
    allowed = np.tril(np.ones((5, 5), dtype=bool))
    scores = torch.from_numpy(q) @ torch.from_numpy(k).transpose(-1, -2) * 0.5
    if softcap:
        scores = softcap * torch.tanh(scores / softcap)
    oracle = scores.masked_fill(~torch.from_numpy(allowed), -math.inf).softmax(-1).numpy()
    pattern = attention_pattern(q, k, allowed, 0.5, softcap)
    check_rows_sum_to_one(pattern)
    assert np.abs(pattern - oracle).max() < 1e-13


def test_twin_mask_after_softmax():
    q, k = np.random.default_rng(0).normal(size=(2, 1, 5, 4))
    late = softmax(q @ np.swapaxes(k, -1, -2)) * np.tril(np.ones((5, 5)))
    with pytest.raises(AssertionError):
        check_rows_sum_to_one(late)


@settings(max_examples=60, deadline=None)
@given(vectors, st.integers(0, 40))
def test_remainder_is_what_the_others_hold(logits, top):
    p = softmax(logits)
    assert maths.remainder(p[:top]) == pytest.approx(p[top:].sum(), abs=1e-11)


def test_remainder_of_a_whole_is_exactly_nothing():
    for size in range(1, 200):
        assert maths.remainder(np.full(size, 1 / size)) == 0
    assert maths.remainder(np.array([])) == 1


# --- principal axes ----------------------------------------------------------------------------


def by_power_iteration(rows, count):
    """The axes one after the other: multiply until nothing turns, take the axis out, go on."""
    spread = rows - rows.mean(axis=0)
    axes, variances = [], []
    for _ in range(count):
        axis = np.random.default_rng(1).standard_normal(rows.shape[1])
        for _ in range(5000):
            axis = spread.T @ (spread @ axis)
            axis /= np.linalg.norm(axis)
        axes.append(axis * np.sign(axis[np.abs(axis).argmax()]))
        variances.append(np.square(spread @ axis).sum())
        spread = spread - np.outer(spread @ axis, axis)
    return np.stack(axes), np.array(variances) / np.square(rows - rows.mean(axis=0)).sum()


def check_principal_axes(axes, kept, rows):
    expected_axes, expected_kept = by_power_iteration(rows, len(axes))
    np.testing.assert_allclose(axes, expected_axes, atol=1e-5)
    np.testing.assert_allclose(kept, expected_kept, atol=1e-8)


@pytest.mark.parametrize("shape", [(200, 6), (7, 30), (12, 12)], ids=["many", "few", "square"])
def test_principal_axes_equal_power_iteration(shape):
    rows = np.random.default_rng(0).standard_normal(shape) * np.arange(1, shape[1] + 1) + 5
    axes, kept = maths.principal_axes(rows.astype(np.float32), 3)
    check_principal_axes(axes, kept, rows.astype(np.float32).astype(float))
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-9)


@pytest.mark.parametrize("shape", [(200, 6), (5, 30)])
def test_principal_axes_share_out_the_whole_variance(shape):
    rows = np.random.default_rng(0).standard_normal(shape)
    assert maths.principal_axes(rows, min(shape))[1].sum() == pytest.approx(1)
    values = np.linalg.svd(rows - rows.mean(0), compute_uv=False) ** 2
    np.testing.assert_allclose(maths.principal_axes(rows, 3)[1], values[:3] / values.sum())


def test_principal_axes_twin_without_the_mean_taken_off():
    rows = np.random.default_rng(0).standard_normal((200, 6)) + 5
    wrong = np.linalg.svd(rows, full_matrices=False)[2][:2]
    with pytest.raises(AssertionError):
        check_principal_axes(wrong, maths.principal_axes(rows, 2)[1], rows)


def test_principal_axes_of_equal_rows_keep_nothing():
    assert maths.principal_axes(np.ones((4, 3)), 2)[1].tolist() == [0, 0]
    with pytest.raises(ValueError, match="count must be a whole number from 1 to 3"):
        maths.principal_axes(np.ones((4, 3)), 4)


# --- losses and ranks ---------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1, 30, 2000])
def test_losses_are_torchs_cross_entropy(scale):
    rng = np.random.default_rng(0)
    logits, ids = rng.normal(size=(50, 300)) * scale, rng.integers(0, 300, 50)
    theirs = torch.nn.functional.cross_entropy(
        torch.tensor(logits), torch.tensor(ids), reduction="none"
    )
    np.testing.assert_allclose(losses(logits, ids), theirs, rtol=1e-9, atol=1e-12)
    assert not np.allclose(losses(logits, (ids + 1) % 300), theirs)  # the twin: other tokens


def test_losses_of_blind_and_of_certain_guesses():
    assert losses(np.zeros((3, 50)), np.array([0, 7, 49])) == pytest.approx(np.log(50))
    sure = np.where(np.arange(50) == 7, 900.0, 0.0)[None]
    assert losses(sure, np.array([7]))[0] == 0
    assert losses(sure, np.array([8]))[0] == pytest.approx(900)


def test_losses_take_half_precision_without_loss():
    logits = np.array([[11.0, 9.0, -60000.0]], dtype=np.float16)
    assert losses(logits, np.array([1]))[0] == pytest.approx(2 + np.log1p(np.exp(-2)))


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=20), st.data())
def test_ranks_count_what_is_larger(row, data):
    id = data.draw(st.integers(0, len(row) - 1))
    scores = np.array([row, row[::-1]])
    expected = 1 + sum(other > row[id] for other in row)
    assert ranks(scores, np.array([id, len(row) - 1 - id])).tolist() == [expected] * 2


def test_ranks_without_ties_are_the_places_in_a_sort():
    scores = np.random.default_rng(1).normal(size=(20, 100))
    order = np.argsort(-scores, axis=-1)
    for place in (0, 5, 99):
        assert (ranks(scores, order[:, place]) == place + 1).all()
