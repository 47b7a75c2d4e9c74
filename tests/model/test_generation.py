"""How a model writes: the same tokens as Hugging Face's own, and a reason for every stop."""

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
from tests.tiny import tiny_gpt

PROMPT = "Once upon a time, there was a"


GENERATING = ["gpt2", "gpt_neox", "opt", "llama", "mistral", "qwen3", "gemma2", "gptj", "bloom"]


def ids_of(gpt: GPT, text: str) -> torch.Tensor:
    return torch.tensor([[piece.id for piece in gpt.pieces(text)]])


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
def test_cache_equals_full_forward(kind: str) -> None:
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


def test_same_seed_same_text_and_global_state_untouched(mini: GPT) -> None:
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


def test_writing_stops_at_the_end_of_the_context() -> None:
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


@pytest.mark.parametrize("number", [10**6, -1, 0, 3.7, "ten"])
def test_max_new_tokens_out_of_range_is_refused_at_once(mini: GPT, number: object) -> None:
    with pytest.raises(ValueError, match=r"max_new_tokens must be .* from 1 to 512, got"):
        mini.generate(PROMPT, max_new_tokens=number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad", [{"temperature": -1}, {"temperature": float("nan")}, {"top_k": -1}, {"top_p": 1.5}]
)
def test_bad_knobs_are_refused_at_once(mini: GPT, bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(bad))} must be"):
        mini.generate(PROMPT, max_new_tokens=3, **bad)  # type: ignore[arg-type]
