"""The heads' scores, against plain loops over a real trace and against heads made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from gpt_viz import GPT
from gpt_viz.records.heads import highest, repeated_ids, score_heads, score_heads_on_text
from gpt_viz.records.origin import Origin
from gpt_viz.records.pieces import Piece


def test_a_repeated_text(mini: GPT) -> None:
    ids = repeated_ids(mini.tokenizer, 20, seed=3, begin=0)
    assert ids[0] == 0
    assert ids[1:21] == ids[21:]
    assert len({*ids}) == 21
    assert ids == repeated_ids(mini.tokenizer, 20, seed=3, begin=0)
    assert ids[1:] != repeated_ids(mini.tokenizer, 20, seed=4)
    assert not any(mini.tokenizer[i].special for i in ids[1:])


@pytest.mark.parametrize("length", [1, 0, 2.5, 10**6])
def test_a_length_that_cannot_be(length: int) -> None:
    with pytest.raises(ValueError, match="length must be a whole number from 2"):
        repeated_ids([Piece(i, b"a") for i in range(100)], length)


@pytest.mark.parametrize("begin", [None, 0])
def test_scores_agree_with_a_loop(mini: GPT, begin: int | None) -> None:
    length = 12
    trace = mini.trace(repeated_ids(mini.tokenizer, length, begin=begin))
    scores = score_heads(trace, length)
    size, first = len(trace.pieces), 0 if begin is None else 1
    for layer in range(mini.sizes.layers):
        for head in range(mini.sizes.heads):
            a = trace.attention(layer, head).astype(float)
            place = (layer, head)
            previous = [a[t, t - 1] for t in range(1, size)]
            sink = [a[t, 0] for t in range(1, size)]
            induction = [a[t, t - length + 1] for t in range(first + length, size)]
            bits = [-sum(w * np.log2(w) for w in row if w > 0) for row in a]
            assert scores.previous[place] == pytest.approx(np.mean(previous), abs=1e-6)
            assert scores.first[place] == pytest.approx(np.mean(sink), abs=1e-6)
            assert scores.induction[place] == pytest.approx(np.mean(induction), abs=1e-6)
            assert scores.entropy[place] == pytest.approx(np.mean(bits), abs=1e-5)


def test_the_highest_score_has_a_layer_and_a_head() -> None:
    assert highest(np.array([[0.1, 0.2, 0.9], [0.5, 0.8, 0.7]])) == (0, 2)


def test_perfect_heads_score_one() -> None:
    """Four heads made by hand: each does one thing only, and its score says so."""
    length = 5
    size = 2 * length + 1
    previous, first, induction, even = (np.zeros((size, size), np.float32) for _ in range(4))
    for t in range(size):
        previous[t, max(t - 1, 0)] = first[t, 0] = 1
        induction[t, t - length + 1 if t > length else 0] = 1
        even[t, : t + 1] = 1 / (t + 1)
    heads = np.stack([previous, first, induction, even])
    trace = SimpleNamespace(
        patterns=[None], pieces=[None] * size, attention=lambda _: heads, origin=Origin()
    )
    scores = score_heads(trace, length)  # type: ignore[arg-type]
    assert scores.previous[0, 0] == 1
    assert scores.first[0, 1] == 1
    assert scores.induction[0, 2] == 1
    assert scores.entropy[0, :3].tolist() == [0, 0, 0]
    expected = np.mean(np.log2(np.arange(1, size + 1)))
    assert scores.entropy[0, 3] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("begin", [None, 0])
def test_on_a_repeated_text_the_scores_are_the_same(mini: GPT, begin: int | None) -> None:
    trace = mini.trace(repeated_ids(mini.tokenizer, 12, begin=begin))
    one, other = score_heads_on_text(trace), score_heads(trace, 12)
    for name in ("previous", "first", "induction", "entropy"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-6)
    assert one.origin == trace.origin


def test_induction_on_any_text_agrees_with_a_loop(mini: GPT) -> None:
    trace = mini.trace("the cat and the dog and the cat cat ran")
    ids, induction = trace.ids.tolist(), score_heads_on_text(trace).induction
    for layer in range(mini.sizes.layers):
        for head in range(mini.sizes.heads):
            a = trace.attention(layer, head)
            rows = []
            for t, id in enumerate(ids):
                places = [j + 1 for j in range(t) if ids[j] == id]
                if places:
                    rows.append(sum(a[t, j] for j in places))
            assert len(rows) > 3
            assert induction[layer, head] == pytest.approx(np.mean(rows), abs=1e-6)


def test_a_score_that_a_text_cannot_have_is_no_number(mini: GPT) -> None:
    scores = score_heads_on_text(mini.trace("the cat sat"))
    assert np.isnan(scores.induction).all()
    assert np.isfinite(scores.previous).all()
    alone = score_heads_on_text(mini.trace("the"))
    assert np.isnan(alone.previous).all()
    assert np.isnan(alone.first).all()
    assert (alone.entropy == 0).all()
