"""Too much memory, unknown arrays and numbers that are none: refused, with a way out."""

import pytest
import torch

from gpt_viz.model.gpt import GPT
from gpt_viz.model.limits import estimate_bytes
from gpt_viz.records.trace import ALL, Trace
from tests.tiny import tiny_gpt

PROMPT = "Once upon a time, there was a"


def size_of(trace: Trace) -> int:
    patterns = [p.weights.nbytes for p in trace.patterns if p.weights is not None]
    return sum(array.nbytes for array in trace.arrays.values()) + sum(patterns)


@pytest.mark.parametrize("kind", ["gpt2", "qwen3", "bloom", "gpt_neo"])
def test_the_estimate_is_right(kind: str) -> None:
    gpt = tiny_gpt(kind)
    text = " cat" * 60
    assert estimate_bytes(gpt.model, gpt.sizes, 60) == pytest.approx(
        size_of(gpt.trace(text)), rel=0.08
    )
    assert (
        estimate_bytes(gpt.model, gpt.sizes, 60, keep=["mlp_out"])
        == gpt.trace(text, keep=["mlp_out"]).mlp_out.nbytes
    )


def test_a_trace_is_estimated_first() -> None:
    gpt = tiny_gpt("gpt2")
    real = size_of(gpt.trace(PROMPT))
    assert estimate_bytes(gpt.model, gpt.sizes, len(gpt.pieces(PROMPT))) == pytest.approx(
        real, rel=0.05
    )
    with pytest.raises(ValueError, match=r"would take 0\.00 GB, .* budget of 0\.00 GB.*keep="):
        gpt.trace(" cat" * 9, budget=1000)
    gpt.trace(" cat" * 9, budget=2 * real)


def test_keep_records_only_what_is_named(mini: GPT) -> None:
    trace = mini.trace(PROMPT, keep=["residual"])
    assert set(trace.arrays) == {"residual"}
    with pytest.raises(LookupError, match=r"no queries; it has residual.*keep=\['queries'"):
        trace.attention(0)
    with pytest.raises(ValueError, match="keep must be a list of names out of residual"):
        mini.trace(PROMPT, keep=["residuals"])
    assert set(mini.trace(PROMPT).arrays) == set(ALL)


@pytest.mark.parametrize("layer", [0, 2, None])
def test_nan_is_named_where_it_first_appears(layer: int | None) -> None:
    gpt = tiny_gpt("gpt2", tie_word_embeddings=False)
    with torch.no_grad():
        if layer is None:
            gpt.model.lm_head.weight[5] = float("nan")
        else:
            gpt.model.transformer.h[layer].mlp.c_proj.bias[0] = float("inf")
    place = "in the logits" if layer is None else f"before layer {layer + 1}"
    for ask in (gpt.trace, gpt.next_token):
        with pytest.raises(FloatingPointError, match=f"first at position 0, .*{place}"):
            ask(PROMPT)
