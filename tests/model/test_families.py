"""Every architecture's trace, compared with what Hugging Face itself gives."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from transformers import GPTBigCodeConfig, GPTBigCodeForCausalLM

from gpt_viz.model.families import FAMILIES, family_of
from gpt_viz.model.gpt import GPT
from gpt_viz.records.trace import Trace
from tests.tiny import RECORDED, SETTINGS, TEXT, tiny_gpt, tiny_model


def eager(gpt: GPT, ids: np.ndarray) -> dict[str, np.ndarray]:
    """Hugging Face's own record, by its eager attention and its output flags."""
    implementation = gpt.model.config._attn_implementation
    gpt.model.config._attn_implementation = "eager"
    with torch.no_grad():
        output = gpt.model(
            torch.tensor([ids.tolist()]), output_attentions=True, output_hidden_states=True
        )
    gpt.model.config._attn_implementation = implementation
    return {
        "logits": output.logits[0].numpy(),
        "attentions": torch.cat(output.attentions).numpy(),
        "hidden": torch.cat(output.hidden_states).numpy(),
    }


def assert_equal_to_eager(gpt: GPT, trace: Trace) -> None:
    theirs = eager(gpt, trace.ids)
    layers = gpt.sizes.layers
    ours = np.stack([trace.attention(layer) for layer in range(layers)])
    np.testing.assert_allclose(ours, theirs["attentions"], atol=1e-5)
    np.testing.assert_allclose(trace.logits, theirs["logits"], atol=1e-5)
    # Hugging Face's last hidden state is behind the final norm, so the stream's is not among them
    np.testing.assert_allclose(trace.residual[:layers], theirs["hidden"][:layers], atol=1e-5)
    np.testing.assert_allclose(normed(gpt, trace), theirs["hidden"][layers], atol=1e-5)


def normed(gpt: GPT, trace: Trace) -> np.ndarray:
    norm = gpt.model.get_submodule(FAMILIES[gpt.model.config.model_type].norm)
    with torch.no_grad():
        result: np.ndarray = norm(torch.from_numpy(trace.residual[-1])).numpy()
    return result


def test_trace_equals_hugging_face_eager(pair: tuple[GPT, Trace]) -> None:
    assert_equal_to_eager(*pair)


def test_twin_another_model_is_not_equal() -> None:
    with pytest.raises(AssertionError):
        assert_equal_to_eager(tiny_gpt("gpt2", seed=1), tiny_gpt("gpt2", seed=0).trace(TEXT))


def assert_stream_is_a_sum(trace: Trace) -> None:
    total = trace.residual[:-1] + trace.attention_out + trace.mlp_out
    np.testing.assert_allclose(trace.residual[1:], total, atol=1e-5)


def test_residual_stream_is_the_sum_of_what_is_added(pair: tuple[GPT, Trace]) -> None:
    assert_stream_is_a_sum(pair[1])


def test_residual_sum_twin_a_wrong_part_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(FAMILIES["gemma2"], attention_out="self_attn.o_proj")  # before its norm
    monkeypatch.setitem(FAMILIES, "gemma2", wrong)
    with pytest.raises(AssertionError):
        assert_stream_is_a_sum(tiny_gpt("gemma2").trace(TEXT))


def test_stream_begins_with_token_and_position_vectors(pair: tuple[GPT, Trace]) -> None:
    gpt, trace = pair
    if gpt.model.config.model_type in {"gemma2", "bloom"}:
        pytest.skip("its token vectors are scaled or normed before block 0")
    positions = 0 if trace.position_vectors is None else trace.position_vectors
    np.testing.assert_allclose(trace.residual[0], trace.token_vectors + positions, atol=1e-6)


def test_neurons_and_down_projection_give_the_mlp_output() -> None:
    gpt = tiny_gpt("gpt2")
    trace = gpt.trace(TEXT)
    for layer, block in enumerate(gpt.model.transformer.h):
        weight, bias = block.mlp.c_proj.weight.numpy(), block.mlp.c_proj.bias.numpy()
        by_hand = trace.neurons[layer] @ weight + bias
        np.testing.assert_allclose(trace.mlp_out[layer], by_hand, atol=1e-5)


@pytest.mark.parametrize("kind", RECORDED)
def test_pattern_and_values_give_the_attention_output(kind: str) -> None:
    """What the pattern mixes, put through the output matrix, is what the module put out."""
    gpt = tiny_gpt(kind)
    trace = gpt.trace(TEXT)
    mixed = np.stack([trace.attention(layer) @ trace.values[layer] for layer in range(3)])
    block = gpt.model.get_submodule(FAMILIES[kind].blocks)[1]
    name = "self_attn.o_proj" if kind == "gemma2" else FAMILIES[kind].attention_out
    heads_side_by_side = torch.from_numpy(mixed[1].swapaxes(0, 1).reshape(len(trace.ids), -1))
    with torch.no_grad():
        out = block.get_submodule(name)(heads_side_by_side.float())
        if kind == "gemma2":
            out = block.post_attention_layernorm(out)
    np.testing.assert_allclose(trace.attention_out[1], out.numpy(), atol=1e-5)


def assert_rows_look_back(pattern: np.ndarray) -> None:
    np.testing.assert_allclose(pattern.sum(axis=-1), 1, atol=1e-5)
    assert np.all(np.triu(pattern, 1) == 0)


def test_rows_sum_to_one_and_nobody_looks_ahead(pair: tuple[GPT, Trace]) -> None:
    for layer in range(3):
        assert_rows_look_back(pair[1].attention(layer))


def test_twin_a_mask_after_the_softmax_is_noticed() -> None:
    scores = np.random.default_rng(0).normal(size=(1, 5, 5))
    masked_late = np.tril(np.exp(scores) / np.exp(scores).sum(-1, keepdims=True))
    with pytest.raises(AssertionError):
        assert_rows_look_back(masked_late)
    with pytest.raises(AssertionError):
        assert_rows_look_back(np.full((1, 5, 5), 0.2))


def test_every_family_is_tested() -> None:
    assert set(SETTINGS) == set(FAMILIES)


def test_unknown_architecture_names_what_was_not_found() -> None:
    config = GPTBigCodeConfig(n_embd=16, n_head=2, n_layer=1, vocab_size=50)
    with pytest.raises(NotImplementedError, match=r"'gpt_bigcode'.*blocks.*Known are gpt2"):
        family_of(GPTBigCodeForCausalLM(config))


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("opt", {"do_layer_norm_before": False}),
        ("bloom", {"apply_residual_connection_post_layernorm": True}),
    ],
)
def test_a_stream_that_is_not_a_sum_is_refused(kind: str, setting: dict[str, bool]) -> None:
    with pytest.raises(NotImplementedError, match=next(iter(setting))):
        family_of(tiny_model(kind, **setting))
