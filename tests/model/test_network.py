"""A model's parts: found in every family, its sizes its own, a missing one named."""

import numpy as np
import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from gpt_viz.model.gpt import GPT
from gpt_viz.model.network import Network
from gpt_viz.records.trace import Trace
from tests.tiny import RECORDED, TEXT, VOCABULARY, tiny_gpt, tiny_model


def heads_write(gpt: GPT, trace: Trace, layer: int) -> np.ndarray:
    """What all heads of a layer write, from weights, values and output matrices: (T, D)."""
    parts = [
        trace.attention(layer, head) @ trace.values[layer, head] @ gpt.output_matrix(layer, head)
        for head in range(gpt.sizes.heads)
    ]
    return np.sum(parts, axis=0)


def check_heads_write_the_output(gpt: GPT, trace: Trace) -> None:
    """What the heads do not explain of the attention's output is one vector: the bias."""
    for layer in range(gpt.sizes.layers):
        rest = trace.attention_out[layer] - heads_write(gpt, trace, layer)
        np.testing.assert_allclose(rest, np.broadcast_to(rest[0], rest.shape), atol=2e-5)


@pytest.mark.parametrize("kind", [kind for kind in RECORDED if kind != "gemma2"])
def test_heads_and_bias_make_up_the_attention_output(kind: str) -> None:
    gpt = tiny_gpt(kind)
    check_heads_write_the_output(gpt, gpt.trace(TEXT))


def test_heads_and_bias_make_up_the_attention_output_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    gpt = tiny_gpt("gpt2")
    own = gpt.output_matrix
    monkeypatch.setattr(gpt, "output_matrix", lambda layer, head: own(layer, 3 - head))
    with pytest.raises(AssertionError):
        check_heads_write_the_output(gpt, gpt.trace(TEXT))


def test_a_family_whose_heads_cannot_be_told_apart_says_so() -> None:
    with pytest.raises(NotImplementedError, match="gemma2 model norms what its heads write"):
        tiny_gpt("gemma2").output_matrix(0, 0)


def test_sizes_are_the_models_own(pair: tuple[GPT, Trace]) -> None:
    gpt, trace = pair
    s = gpt.sizes
    assert (s.layers, s.heads, s.width, s.vocabulary) == (3, 4, 32, VOCABULARY)
    assert trace.residual.shape == (s.layers + 1, len(trace.ids), s.width)
    assert trace.neurons.shape == (s.layers, len(trace.ids), s.neurons)
    assert trace.logits.shape == (len(trace.ids), s.vocabulary)
    assert s.parameters == sum(p.numel() for p in gpt.model.parameters())
    assert (trace.position_vectors is not None) == (s.positions == "learned")


def test_parameters_of_gpt2_small() -> None:
    with torch.device("meta"):
        model = GPT2LMHeadModel(GPT2Config())
    assert sum(p.numel() for p in model.parameters()) == 124_439_808


def test_missing_part_is_named() -> None:
    model = tiny_model("llama")
    del model.model.layers[2].mlp.down_proj
    with pytest.raises(AttributeError, match=r"no part 'mlp.down_proj'.*gate_proj, up_proj"):
        Network(model)
