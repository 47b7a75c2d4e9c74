"""Drawing a token: the same seed, the same token, and nobody else's random state touched."""

import random

import numpy as np
import pytest
import torch

from gpt_viz.maths import softmax, warp
from gpt_viz.records.draws import choose, draw_counts, draw_number, land
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken

VOCABULARY = [Piece(i, f" w{i}".encode()) for i in range(200)]


def next_token(seed: int = 0, size: int = 200) -> NextToken:
    logits = np.random.default_rng(seed).normal(size=size).astype(np.float32) * 2
    return NextToken("text", logits, VOCABULARY[:size])


@pytest.mark.parametrize("temperature", [0, 0.3, 1, 5])
@pytest.mark.parametrize(("top_k", "top_p"), [(0, 1.0), (5, 1.0), (50, 0.4)])
def test_counts_are_those_of_one_draw_after_the_other(temperature, top_k, top_p):
    scores, knobs = next_token(), {"temperature": temperature, "top_k": top_k, "top_p": top_p}
    counts = np.zeros(200, int)
    for round in range(150):
        counts[choose(scores, **knobs, seed=4, round=round).piece.id] += 1
    assert draw_counts(scores, 150, **knobs, seed=4).tolist() == counts.tolist()
    assert (draw_counts(scores, 150, **knobs, seed=5).tolist() == counts.tolist()) is (
        temperature == 0
    )


def test_no_draws_count_nothing():
    assert draw_counts(next_token(), 0).sum() == 0
    with pytest.raises(ValueError, match="draws must be a whole number from 0 to 1,000,000"):
        draw_counts(next_token(), 10**7)


def check_greedy(function):
    """T = 0 takes the largest logit, the lowest id of those that tie, whatever the seed."""
    scores = NextToken("", np.array([1, 5, 5, 2], np.float32), VOCABULARY)
    for seed in range(20):
        step = function(scores, temperature=0, seed=seed)
        assert step.piece.id == 1
        assert step.draw is None
        assert step.probabilities[:4].tolist() == [0, 0.5, 0.5, 0]


def test_temperature_zero_is_greedy():
    check_greedy(choose)
    for seed in range(10):
        scores = next_token(seed)
        assert choose(scores, temperature=0).piece.id == torch.from_numpy(scores.logits).argmax()


def test_twin_a_tie_that_is_drawn():
    def nearly(scores, temperature, seed):
        return choose(scores, temperature=temperature + 1e-6, seed=seed)

    with pytest.raises(AssertionError):
        check_greedy(nearly)


def slow_land(probabilities, draw):
    """A plain loop: go along the stretches until the draw is used up."""
    left = draw * probabilities.sum()
    for index, p in enumerate(probabilities):
        if left < p:
            return index
        left -= p
    return max(i for i, p in enumerate(probabilities) if p > 0)


def check_land(function):
    rng = np.random.default_rng(5)
    for size in (1, 2, 3, 10, 500):
        for _ in range(40):
            p = rng.random(size) * (rng.random(size) > 0.4)
            p[rng.integers(size)] += 0.1
            for draw in rng.random(5):
                assert function(p, draw) == slow_land(p, draw)
            for draw in (0.0, np.nextafter(1, 0)):
                assert p[function(p, draw)] > 0


def test_land_equals_a_plain_loop():
    check_land(land)


@pytest.mark.parametrize(
    "broken",
    [
        lambda p, draw: int(np.searchsorted(np.cumsum(p), draw * p.sum())),  # lands on a zero
        lambda p, draw: int(p.argmax() * (draw >= 0)),
        lambda p, draw: min(land(p, draw) + 1, p.size - 1),
    ],
)
def test_land_twin(broken):
    with pytest.raises(AssertionError):
        check_land(broken)


def test_land_at_the_borders():
    p = np.array([0.25, 0.0, 0.5, 0.25, 0.0])
    landed = [land(p, draw) for draw in (0, 0.2499, 0.25, 0.7499, 0.75, 0.9999, 1.0)]
    assert landed == [0, 0, 2, 2, 3, 3, 3]


def test_draws_follow_the_probabilities():
    scores = next_token()
    kept = scores.order[:5]
    found = np.zeros(5)
    for round in range(3000):
        step = choose(scores, top_k=5, seed=3, round=round)
        found[np.flatnonzero(kept == step.piece.id)] += 1
    p = warp(scores.logits, 1.0, 5)[0][kept]
    assert (np.abs(found - 3000 * p) < 4 * np.sqrt(3000 * p * (1 - p))).all()


def test_a_step_tells_what_happened():
    scores = next_token()
    step = choose(scores, temperature=0.7, top_k=30, top_p=0.8, seed=9, round=4)
    p, kept = warp(scores.logits, 0.7, 30, 0.8)
    assert np.array_equal(step.probabilities, p)
    assert np.array_equal(step.kept, [i for i in scores.order if kept[i]])
    assert step.draw == draw_number(9, 4)
    assert step.piece is scores.vocabulary[step.kept[land(p[step.kept], step.draw)]]
    assert step.probability == p[step.piece.id]
    assert (step.seed, step.stop, step.next_token) == (9, "", scores)


def global_states() -> list[bytes]:
    kind, keys, *rest = np.random.get_state()
    return [
        torch.random.get_rng_state().numpy().tobytes(),
        keys.tobytes() + repr((kind, rest)).encode(),
        repr(random.getstate()).encode(),
    ]


def check_repeatable(function):
    """The same seed gives the same tokens, whatever was drawn between; no state is touched."""
    scores = next_token()
    first = [function(scores, seed=1, round=r).piece.id for r in range(30)]
    torch.rand(7), np.random.rand(7), random.random()
    before = global_states()
    second = [function(scores, seed=1, round=r).piece.id for r in range(30)]
    assert first == second
    assert global_states() == before
    backwards = [function(scores, seed=1, round=r).piece.id for r in reversed(range(30))]
    assert backwards[::-1] == first
    assert len({*first}) > 5
    assert [function(scores, seed=2, round=r).piece.id for r in range(30)] != first


def test_the_same_seed_gives_the_same_tokens():
    check_repeatable(choose)


def draws_globally(scores, seed, round):
    return choose(scores, seed=seed, round=round + np.random.randint(1000))


def seeds_globally(scores, seed, round):
    torch.manual_seed(seed)
    return choose(scores, seed=seed, round=round)


def forgets_the_round(scores, seed, round):
    return choose(scores, seed=seed, round=0 * round)


@pytest.mark.parametrize("broken", [draws_globally, seeds_globally, forgets_the_round])
def test_twin(broken):
    with torch.random.fork_rng(), pytest.raises(AssertionError):
        check_repeatable(broken)


def test_draw_numbers_are_spread_evenly():
    numbers = np.array([draw_number(seed, round) for seed in range(40) for round in range(40)])
    assert ((numbers >= 0) & (numbers < 1)).all()
    counts = np.histogram(numbers, bins=10, range=(0, 1))[0]
    assert np.abs(counts - 160).max() < 5 * 12
    assert np.unique(numbers).size == numbers.size


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("temperature", bad) for bad in (-1, float("nan"), "abc", None)),
        *(("top_k", bad) for bad in (-1, 1.5)),
        *(("top_p", bad) for bad in (1.5, float("nan"))),
        *(("seed", bad) for bad in (-1, 0.5, None, "a", True)),
    ],
)
def test_choose_refuses(name, value):
    with pytest.raises(ValueError, match=f"{name} must be") as caught:
        choose(next_token(), **{name: value})
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize("temperature", [0, 1])
def test_never_a_token_from_nan(temperature):
    logits = next_token().logits.copy()
    logits[17] = np.nan
    with pytest.raises(ValueError, match="got nan at index 17"):
        choose(NextToken("", logits, VOCABULARY), temperature=temperature, top_k=3)


@pytest.mark.parametrize("temperature", [1e-300, 1e-5, 100, float("inf")])
def test_choose_at_extreme_temperatures(temperature):
    scores = next_token()
    step = choose(scores, temperature=temperature, seed=1)
    assert abs(step.probabilities.sum() - 1) < 1e-6
    assert np.allclose(step.probabilities, softmax(scores.logits, temperature))
    if temperature < 1e-3:
        assert step.piece.id == scores.order[0]
