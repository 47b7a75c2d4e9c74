"""The model floor from outside: reading, tracing, predicting, writing."""

import numpy as np
import pytest
import torch
from transformers import (
    LogitsProcessorList,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from gpt_viz.model.gpt import GPT
from gpt_viz.records.draws import choose
from gpt_viz.records.heads import head_scores, repeated_ids
from tests.tiny import tiny_gpt

PROMPT = "Once upon a time, there was a"
GENERATING = ["gpt2", "gpt_neox", "opt", "llama", "mistral", "qwen3", "gemma2", "gptj", "bloom"]


def ids_of(gpt: GPT, text: str) -> torch.Tensor:
    return torch.tensor([[piece.id for piece in gpt.pieces(text)]])


def test_n9_mini_trace_equals_plain_forward(mini: GPT) -> None:
    with torch.no_grad():
        plain = mini.model(ids_of(mini, PROMPT)).logits[0]
    np.testing.assert_allclose(mini.trace(PROMPT).logits, plain, atol=1e-5)
    np.testing.assert_allclose(mini.next_token(PROMPT).logits, plain[-1], atol=1e-4)


@pytest.mark.parametrize("kind", GENERATING)
def test_greedy_writes_what_hugging_face_writes(kind: str) -> None:
    gpt = tiny_gpt(kind)
    ids = ids_of(gpt, PROMPT)
    theirs = gpt.model.generate(ids, do_sample=False, max_new_tokens=20)[0, ids.shape[1] :]
    ours = [s.piece.id for s in gpt.generate(PROMPT, max_new_tokens=20, temperature=0)]
    assert ours == theirs.tolist()


def test_greedy_mini_writes_what_hugging_face_writes(mini: GPT) -> None:
    ids = ids_of(mini, PROMPT)
    theirs = mini.model.generate(ids, do_sample=False, max_new_tokens=60)[0, ids.shape[1] :]
    ours = [s.piece.id for s in mini.generate(PROMPT, max_new_tokens=60, temperature=0)]
    assert ours == theirs.tolist()


@pytest.mark.parametrize("kind", GENERATING)
def test_n9_cache_equals_full_forward(kind: str) -> None:
    gpt = tiny_gpt(kind)
    ids = ids_of(gpt, PROMPT)[0].tolist()
    for step in gpt.generate(PROMPT, max_new_tokens=10, seed=3):
        np.testing.assert_allclose(step.next_token.logits, gpt.next_token(ids).logits, atol=1e-4)
        ids.append(step.piece.id)


@pytest.mark.parametrize(
    ("temperature", "top_k", "top_p"), [(0.7, 0, 1), (1, 5, 1), (1.5, 40, 0.8)]
)
def test_steps_are_warped_as_hugging_face_warps(
    mini: GPT, temperature: float, top_k: int, top_p: float
) -> None:
    processors = LogitsProcessorList([TemperatureLogitsWarper(float(temperature))])
    if top_k:
        processors.append(TopKLogitsWarper(top_k))
    if top_p < 1:
        processors.append(TopPLogitsWarper(top_p))
    settings = {"temperature": temperature, "top_k": top_k, "top_p": top_p}
    for step in mini.generate(PROMPT, max_new_tokens=8, **settings):
        scores = torch.tensor(step.next_token.logits)[None].double()
        theirs = processors(None, scores)[0].softmax(-1).numpy()
        np.testing.assert_allclose(step.probabilities, theirs, atol=1e-9)
        assert set(step.kept) == set(np.flatnonzero(theirs))


def test_n8_same_seed_same_text_and_global_state_untouched(mini: GPT) -> None:
    def write(seed: int) -> list[int]:
        return [s.piece.id for s in mini.generate(PROMPT, max_new_tokens=12, seed=seed)]

    state = torch.random.get_rng_state()
    first = write(7)
    assert torch.equal(torch.random.get_rng_state(), state)
    torch.rand(3)
    assert write(7) == first
    assert write(8) != first  # the twin: a seed that is ignored would be noticed


def test_a_step_is_the_same_whether_written_in_a_row_or_alone(mini: GPT) -> None:
    ids = ids_of(mini, PROMPT)[0].tolist()
    for round, step in enumerate(mini.generate(PROMPT, max_new_tokens=5, seed=5)):
        alone = choose(mini.next_token(ids), seed=5, round=round)
        assert alone.piece == step.piece
        ids.append(step.piece.id)


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


def test_n12_loaded_model_cannot_learn_and_arrays_are_copies(mini: GPT) -> None:
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


# ---- limits -------------------------------------------------------------------------------------


def test_l1_too_long_is_refused_before_the_forward() -> None:
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


def test_l2_writing_stops_at_the_end_of_the_context() -> None:
    gpt = tiny_gpt("llama", eos_token_id=None)
    steps = list(gpt.generate(" cat" * 60, max_new_tokens=64, seed=1))
    assert len(steps) == 5
    assert [bool(step.stop) for step in steps] == [False] * 4 + [True]
    assert "the context is full" in steps[-1].stop
    assert "64" in steps[-1].stop


def test_writing_stops_where_the_model_ends_its_text() -> None:
    gpt = tiny_gpt("gpt2")
    first = next(gpt.generate(PROMPT, max_new_tokens=1, temperature=0)).piece.id
    gpt._end = frozenset([first])
    steps = list(gpt.generate(PROMPT, max_new_tokens=9, temperature=0))
    assert [step.stop for step in steps] == ["the model ended its text"]


def test_l3_limits_count_tokens_not_words(mini: GPT) -> None:
    with pytest.raises(ValueError, match="tokens, mini reads at most"):
        mini.trace("x" * 5000)


@pytest.mark.parametrize("number", [10**6, -1, 0, 3.7, "ten"])
def test_l5_max_new_tokens_out_of_range_is_refused_at_once(mini: GPT, number: object) -> None:
    with pytest.raises(ValueError, match=r"max_new_tokens must be .* from 1 to 512, got"):
        mini.generate(PROMPT, max_new_tokens=number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad", [{"temperature": -1}, {"temperature": float("nan")}, {"top_k": -1}, {"top_p": 1.5}]
)
def test_n2_bad_knobs_are_refused_at_once(mini: GPT, bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(bad))} must be"):
        mini.generate(PROMPT, max_new_tokens=3, **bad)  # type: ignore[arg-type]


def test_u1_empty_text_is_one_visible_begin_token(mini: GPT) -> None:
    trace = mini.trace("")
    assert [piece.special for piece in trace.pieces] == [True]
    gpt = tiny_gpt("gpt2", bos_token_id=None)
    with pytest.raises(ValueError, match="no text to read"):
        gpt.next_token("")


def test_u5_special_text_is_letters_unless_allowed(mini: GPT) -> None:
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
    expected, found = head_scores(trace, 20), mini.head_scores(length=20, seed=3)
    for name in ("previous", "first", "induction", "entropy"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
    assert (found.previous != mini.head_scores(length=20, seed=4).previous).any()


@pytest.mark.parametrize("kind", ["llama", "bloom"])
def test_head_scores_fit_into_any_context(kind: str) -> None:
    gpt = tiny_gpt(kind)
    assert gpt.head_scores().entropy.shape == (3, 4)
    with pytest.raises(ValueError, match="length must be a whole number from 2"):
        gpt.head_scores(length=1)
