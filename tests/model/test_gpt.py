"""The model floor from outside: reading, tracing, predicting, writing."""

import numpy as np
import pytest
import torch

from gpt_viz.model.gpt import GPT
from gpt_viz.records.heads import repeated_ids, score_heads
from tests.tiny import tiny_gpt

PROMPT = "Once upon a time, there was a"


def test_mini_trace_equals_plain_forward(mini: GPT) -> None:
    with torch.no_grad():
        plain = mini.model(torch.tensor([[p.id for p in mini.pieces(PROMPT)]])).logits[0]
    np.testing.assert_allclose(mini.trace(PROMPT).logits, plain, atol=1e-5)
    np.testing.assert_allclose(mini.next_token(PROMPT).logits, plain[-1], atol=1e-4)


def test_lens_ends_at_the_models_own_logits() -> None:
    for kind in ("gpt2", "llama", "gemma2"):
        gpt = tiny_gpt(kind)
        trace = gpt.trace(PROMPT)
        for position in (0, 3, -1):
            lens = gpt.lens(trace, position)
            assert lens.shape == (gpt.sizes.layers + 1, gpt.sizes.vocabulary)
            np.testing.assert_allclose(lens[-1], trace.logits[position], atol=1e-5)
    with pytest.raises(IndexError, match="position must be from 0 to"):
        gpt.lens(trace, 99)


def test_embedding_has_a_named_row_for_each_token(mini: GPT) -> None:
    vectors = mini.embedding()
    assert vectors.matrix.shape == (len(vectors.names), mini.sizes.width)
    id = mini.tokenizer.find(" king").id
    np.testing.assert_array_equal(vectors.matrix[id], mini.trace([id]).token_vectors[0])


def test_loaded_model_cannot_learn_and_arrays_are_copies(mini: GPT) -> None:
    assert not mini.model.training
    assert not any(p.requires_grad for p in mini.model.parameters())
    trace = mini.trace(PROMPT)
    before = {name: array.copy() for name, array in trace.arrays.items()}
    mini.trace("something else that is longer than the first text was, by far")
    for name, array in trace.arrays.items():
        np.testing.assert_array_equal(array, before[name])
    trace.residual[:] = 0
    np.testing.assert_array_equal(mini.trace(PROMPT).residual, before["residual"])


def test_next_token_reads_a_text_once(mini: GPT, monkeypatch: pytest.MonkeyPatch) -> None:
    first = mini.next_token("a text that was not read before")
    monkeypatch.setattr(mini.model, "forward", None)
    assert mini.next_token("a text that was not read before") is first
    with pytest.raises(ValueError, match="read-only"):
        first.logits[0] = 1


def test_too_long_is_refused_before_the_forward() -> None:
    gpt = tiny_gpt("gpt2")
    text = " cat" * 65
    gpt.model.forward = None  # a forward would raise another error
    for ask in (gpt.next_token, gpt.trace):
        with pytest.raises(ValueError, match=r"65 tokens, gpt2 reads at most 64; gpt.keep_last"):
            ask(text)
    with pytest.raises(TypeError):  # the twin: one token less reaches the forward
        gpt.next_token(" cat" * 64)
    assert len(gpt.pieces(gpt.keep_last(text))) == 64
    assert gpt.keep_last(text, 2) == " cat cat"
    with pytest.raises(ValueError, match="tokens must be a whole number from 1 to 64, got 0"):
        gpt.keep_last(text, 0)


def test_limits_count_tokens_not_words(mini: GPT) -> None:
    with pytest.raises(ValueError, match="tokens, mini reads at most"):
        mini.trace("x" * 5000)


def test_empty_text_is_one_visible_begin_token(mini: GPT) -> None:
    trace = mini.trace("")
    assert [piece.special for piece in trace.pieces] == [True]
    gpt = tiny_gpt("gpt2", bos_token_id=None)
    with pytest.raises(ValueError, match="no text to read"):
        gpt.next_token("")


def test_special_text_is_letters_unless_allowed(mini: GPT) -> None:
    text = "the end<|endoftext|>"
    assert not any(piece.special for piece in mini.trace(text).pieces)
    assert mini.trace(text, special=True).pieces[-1].special


def test_an_output_matrix_is_a_copy_for_one_head(mini: GPT) -> None:
    heads, width = mini.sizes.heads, mini.sizes.width
    matrix = mini.output_matrix(1, heads - 1)
    assert matrix.shape == (width // heads, width)
    own = mini.model.transformer.h[1].attn.c_proj.weight.numpy()
    np.testing.assert_array_equal(matrix, own[-(width // heads) :])
    matrix[:] = 0
    assert own[-1].any()
    for place, name in [((mini.sizes.layers, 0), "layer"), ((0, heads), "head")]:
        with pytest.raises(IndexError, match=f"{name} must be from 0 to"):
            mini.output_matrix(*place)


def test_head_scores_are_those_of_a_repeated_text(mini: GPT) -> None:
    begin = mini.model.config.bos_token_id
    trace = mini.trace(repeated_ids(mini.tokenizer, 20, 3, begin))
    expected, found = score_heads(trace, 20), mini.head_scores(length=20, seed=3)
    for name in ("previous", "first", "induction", "entropy"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
    assert (found.previous != mini.head_scores(length=20, seed=4).previous).any()


@pytest.mark.parametrize("kind", ["llama", "bloom"])
def test_head_scores_fit_into_any_context(kind: str) -> None:
    gpt = tiny_gpt(kind)
    assert gpt.head_scores().entropy.shape == (3, 4)
    with pytest.raises(ValueError, match="length must be a whole number from 2"):
        gpt.head_scores(length=1)


def test_pick_gives_what_is_there(mini: GPT) -> None:
    assert mini.pick(layer=3, head=5) == (3, 5)
    assert tiny_gpt("llama").pick(layer=3, head=5) == (2, 3)
    with pytest.raises(ValueError, match="layer must be a whole number"):
        mini.pick(layer=-1, head=0)
