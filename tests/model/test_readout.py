"""The model's end: the norm, the unembedding, and the likeliest tokens of many vectors."""

import numpy as np
import pytest
import torch

from gpt_viz.maths import softmax
from gpt_viz.model import readout
from gpt_viz.model.gpt import GPT
from gpt_viz.model.hooks import hooked
from tests.tiny import tiny_gpt

TEXT = "the cat sat on the mat"
KINDS = ["gpt2", "gpt_neox", "llama", "gemma2", "gptj"]


@pytest.mark.parametrize("kind", KINDS)
def test_normed_is_what_the_unembedding_of_the_model_reads(kind: str) -> None:
    gpt, seen = tiny_gpt(kind), []
    trace = gpt.trace(TEXT)
    names = {module: name for name, module in gpt.model.named_modules()}
    unembedding = names[gpt.model.get_output_embeddings()]

    def look(_module: object, inputs: tuple[torch.Tensor, ...], _output: object) -> None:
        seen.append(inputs[0][0].numpy().copy())

    handle = gpt.model.get_submodule(unembedding).register_forward_hook(look)
    gpt.trace(TEXT)
    handle.remove()
    for position in range(len(trace.pieces)):
        np.testing.assert_allclose(gpt.normed(trace, position)[-1], seen[0][position], atol=1e-5)


@pytest.mark.parametrize("kind", ["gpt2", "gpt_neox", "llama"])
def test_a_logit_is_the_dot_product_with_a_row(kind: str) -> None:
    gpt = tiny_gpt(kind)
    trace, matrix = gpt.trace(TEXT), gpt.unembedding().matrix
    assert matrix.shape == (gpt.sizes.vocabulary, gpt.sizes.width)
    for position in (0, 2, -1):
        by_hand = gpt.normed(trace, position)[-1].astype(float) @ matrix.T
        np.testing.assert_allclose(by_hand, trace.logits[position], atol=1e-4)


def test_twin_without_the_norm_it_is_another_number() -> None:
    gpt = tiny_gpt("gpt2")
    trace = gpt.trace(TEXT)
    bare = trace.residual[-1, -1] @ gpt.unembedding().matrix.T
    assert np.abs(bare - trace.logits[-1]).max() > 0.1


@pytest.mark.parametrize(("kind", "tied"), [("gpt2", True), ("gpt_neox", False)])
def test_the_two_tables_are_one_where_they_are_tied(kind: str, tied: bool) -> None:
    gpt = tiny_gpt(kind)
    assert gpt.sizes.tied == tied
    assert np.array_equal(gpt.embedding().matrix, gpt.unembedding().matrix) == tied


def check_lens_top(gpt: GPT, n: int) -> None:
    """Each cell holds the n likeliest tokens of a softmax over `lens`, the likeliest first."""
    trace = gpt.trace(TEXT)
    top = gpt.lens_top(trace, n)
    assert top.ids.shape == (gpt.sizes.layers + 1, len(trace.pieces), n)
    assert (top.text, top.pieces) == (trace.text, trace.pieces)
    for position in range(len(trace.pieces)):
        for layer, logits in enumerate(gpt.lens(trace, position)):
            best = np.argsort(-logits)[:n]
            assert top.ids[layer, position].tolist() == best.tolist()
            np.testing.assert_allclose(
                top.probabilities[layer, position], softmax(logits)[best], atol=1e-5
            )


@pytest.mark.parametrize("kind", KINDS)
def test_lens_top_keeps_the_best_of_the_lens(kind: str) -> None:
    check_lens_top(tiny_gpt(kind), 3)


@pytest.mark.parametrize("rows", [1, 5, 1000])
def test_lens_top_does_not_depend_on_how_many_are_read_at_once(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readout, "ROWS", rows)
    check_lens_top(tiny_gpt("llama"), 2)


def test_twin_a_lens_without_its_norm_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    gpt = tiny_gpt("gpt2")
    best = readout.likeliest
    bare = lambda network, stream, n: best(network, stream**3, n)  # noqa: E731
    monkeypatch.setattr(readout, "likeliest", bare)
    with pytest.raises(AssertionError):
        check_lens_top(gpt, 2)


def test_the_scores_of_many_vectors_are_never_in_memory_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """T = 256 and 13 layers of a vocabulary of 50,257 would be 669 MB of scores, at 4 bytes."""
    gpt, sizes = tiny_gpt("gpt2"), []
    real = readout.scores

    def watched(*given: object) -> np.ndarray:
        found = real(*given)  # type: ignore[arg-type]
        sizes.append(len(found))
        return found

    monkeypatch.setattr(readout, "scores", watched)
    gpt.lens_top(gpt.trace(" cat" * 50))
    assert sum(sizes) == 50 * (gpt.sizes.layers + 1)
    assert max(sizes) == readout.ROWS


def test_reading_out_does_not_run_the_model() -> None:
    gpt, ran = tiny_gpt("gpt2"), []
    trace = gpt.trace(TEXT)
    with hooked(gpt.model, {"transformer.h.0": lambda *_: ran.append("block")}):
        gpt.lens_top(trace)
        gpt.lens(trace)
        gpt.normed(trace)
        assert ran == []
        gpt.trace(TEXT)  # the twin: a run would be noticed
    assert ran == ["block"]


@pytest.mark.parametrize("n", [0, -1, 2.5, 10**6])
def test_lens_top_says_what_n_may_be(n: object) -> None:
    gpt = tiny_gpt("gpt2")
    with pytest.raises(ValueError, match="n must be a whole number from 1 to 16,384, got"):
        gpt.lens_top(gpt.trace(TEXT), n)  # type: ignore[arg-type]


def test_positions_out_of_the_text_are_refused() -> None:
    gpt = tiny_gpt("gpt2")
    with pytest.raises(IndexError, match="position must be from 0 to"):
        gpt.normed(gpt.trace(TEXT), 99)
