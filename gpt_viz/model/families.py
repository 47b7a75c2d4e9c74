"""Where each architecture keeps its parts. One entry makes a family known."""

from dataclasses import dataclass, replace
from typing import Any

from transformers import PreTrainedModel

from gpt_viz.words import listed, say


@dataclass(frozen=True)
class Family:
    """Dotted names of a family's parts, Llama's unless said otherwise.

    Those of a block are seen from the block. `attention_out` and `mlp_out` are the parts whose
    output is added to the residual stream; `down` is the MLP's last matrix, whose input are the
    neurons, and `mlp_out` is the same where it is empty. `unless` is a setting with which a member
    of the family adds something else, and cannot be traced.
    """

    tokens: str = "model.embed_tokens"
    blocks: str = "model.layers"
    norm: str = "model.norm"
    attention: str = "self_attn"
    attention_out: str = "self_attn.o_proj"
    down: str = "mlp.down_proj"
    mlp_out: str = ""
    positions: str = ""
    unless: tuple[str, Any] | None = None


_GPT2 = Family(
    tokens="transformer.wte",
    positions="transformer.wpe",
    blocks="transformer.h",
    norm="transformer.ln_f",
    attention="attn",
    attention_out="attn.c_proj",
    down="mlp.c_proj",
)

FAMILIES = {
    "gpt2": _GPT2,
    "gpt_neox": Family(
        tokens="gpt_neox.embed_in",
        blocks="gpt_neox.layers",
        norm="gpt_neox.final_layer_norm",
        attention="attention",
        attention_out="attention.dense",
        down="mlp.dense_4h_to_h",
    ),
    "opt": Family(
        tokens="model.decoder.embed_tokens",
        positions="model.decoder.embed_positions",
        blocks="model.decoder.layers",
        norm="model.decoder.final_layer_norm",
        attention_out="self_attn.out_proj",
        down="fc2",
        unless=("do_layer_norm_before", False),
    ),
    "llama": Family(),
    "mistral": Family(),
    "qwen2": Family(),
    "qwen3": Family(),
    "gemma2": Family(
        attention_out="post_attention_layernorm", mlp_out="post_feedforward_layernorm"
    ),
    "gpt_neo": replace(_GPT2, attention="attn.attention", attention_out="attn.attention.out_proj"),
    "gptj": replace(_GPT2, positions="", attention_out="attn.out_proj", down="mlp.fc_out"),
    "bloom": Family(
        tokens="transformer.word_embeddings",
        blocks="transformer.h",
        norm="transformer.ln_f",
        attention="self_attention",
        attention_out="self_attention.dense",
        down="mlp.dense_4h_to_h",
        unless=("apply_residual_connection_post_layernorm", True),
    ),
}


def family_of(model: PreTrainedModel) -> Family:
    """The family of a loaded model; a `NotImplementedError` where gpt_viz cannot show it."""
    kind = model.config.model_type
    if kind not in FAMILIES:
        raise NotImplementedError(
            say(
                "gpt_viz does not know where a {kind!r} model keeps its embedding, blocks, "
                "attention and MLP. Known are {families}; CONTRIBUTING.md says how to add one",
                kind=kind,
                families=listed(FAMILIES),
            )
        )
    family = FAMILIES[kind]
    if family.unless and getattr(model.config, family.unless[0], None) == family.unless[1]:
        raise NotImplementedError(
            say(
                "this {kind} model has {setting} = {value}: its blocks do not add their results "
                "to the residual stream, so gpt_viz cannot show it as a sum",
                kind=kind,
                setting=family.unless[0],
                value=family.unless[1],
            )
        )
    return family
