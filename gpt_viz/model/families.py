"""Where each architecture keeps its parts. One entry makes a family known."""

from dataclasses import dataclass
from typing import Any

import torch
from transformers import PreTrainedModel

from gpt_viz.model.hooks import part
from gpt_viz.records.trace import Sizes


@dataclass(frozen=True)
class Family:
    """Dotted names of a family's parts; those of a block are seen from the block.

    `attention_out` and `mlp_out` are the parts whose output is added to the residual stream;
    `down` is the MLP's last matrix, whose input are the neurons. `unless` is a setting with
    which a member of the family adds something else, and cannot be traced.
    """

    tokens: str
    blocks: str
    norm: str
    attention: str
    attention_out: str
    down: str
    mlp_out: str
    positions: str | None = None
    unless: tuple[str, Any] | None = None


_LLAMA = Family(
    tokens="model.embed_tokens",
    blocks="model.layers",
    norm="model.norm",
    attention="self_attn",
    attention_out="self_attn.o_proj",
    down="mlp.down_proj",
    mlp_out="mlp.down_proj",
)

FAMILIES = {
    "gpt2": Family(
        tokens="transformer.wte",
        positions="transformer.wpe",
        blocks="transformer.h",
        norm="transformer.ln_f",
        attention="attn",
        attention_out="attn.c_proj",
        down="mlp.c_proj",
        mlp_out="mlp.c_proj",
    ),
    "gpt_neox": Family(
        tokens="gpt_neox.embed_in",
        blocks="gpt_neox.layers",
        norm="gpt_neox.final_layer_norm",
        attention="attention",
        attention_out="attention.dense",
        down="mlp.dense_4h_to_h",
        mlp_out="mlp.dense_4h_to_h",
    ),
    "opt": Family(
        tokens="model.decoder.embed_tokens",
        positions="model.decoder.embed_positions",
        blocks="model.decoder.layers",
        norm="model.decoder.final_layer_norm",
        attention="self_attn",
        attention_out="self_attn.out_proj",
        down="fc2",
        mlp_out="fc2",
        unless=("do_layer_norm_before", False),
    ),
    "llama": _LLAMA,
    "mistral": _LLAMA,
    "qwen2": _LLAMA,
    "qwen3": _LLAMA,
    "gemma2": Family(
        tokens="model.embed_tokens",
        blocks="model.layers",
        norm="model.norm",
        attention="self_attn",
        attention_out="post_attention_layernorm",
        down="mlp.down_proj",
        mlp_out="post_feedforward_layernorm",
    ),
    "gpt_neo": Family(
        tokens="transformer.wte",
        positions="transformer.wpe",
        blocks="transformer.h",
        norm="transformer.ln_f",
        attention="attn.attention",
        attention_out="attn.attention.out_proj",
        down="mlp.c_proj",
        mlp_out="mlp.c_proj",
    ),
    "gptj": Family(
        tokens="transformer.wte",
        blocks="transformer.h",
        norm="transformer.ln_f",
        attention="attn",
        attention_out="attn.out_proj",
        down="mlp.fc_out",
        mlp_out="mlp.fc_out",
    ),
    "bloom": Family(
        tokens="transformer.word_embeddings",
        blocks="transformer.h",
        norm="transformer.ln_f",
        attention="self_attention",
        attention_out="self_attention.dense",
        down="mlp.dense_4h_to_h",
        mlp_out="mlp.dense_4h_to_h",
        unless=("apply_residual_connection_post_layernorm", True),
    ),
}


def family_of(model: PreTrainedModel) -> Family:
    """The family of a loaded model, every part of it found; else an error names what is missing."""
    kind = model.config.model_type
    if kind not in FAMILIES:
        raise NotImplementedError(
            f"gpt_viz does not know where a {kind!r} model keeps its embedding, blocks, attention "
            f"and MLP. Known are {', '.join(FAMILIES)}; CONTRIBUTING.md says how to add one"
        )
    family = FAMILIES[kind]
    if family.unless and getattr(model.config, family.unless[0], None) == family.unless[1]:
        raise NotImplementedError(
            f"this {kind} model has {family.unless[0]} = {family.unless[1]}: its blocks do not add "
            "their results to the residual stream, so gpt_viz cannot show it as a sum"
        )
    _check_parts(model, family)
    return family


def _check_parts(model: PreTrainedModel, family: Family) -> None:
    whole = [family.tokens, family.blocks, family.norm]
    if family.positions:
        whole.append(family.positions)
    for name in whole:
        part(model, name)
    for block in part(model, family.blocks).children():
        for name in (family.attention, family.attention_out, family.down, family.mlp_out):
            part(block, name)


def output_projection(model: PreTrainedModel, family: Family, layer: int) -> torch.Tensor:
    """The matrix that takes what a layer's heads found to the stream: (H * D/H, D), by heads.

    A `NotImplementedError` says so where a norm comes after it (Gemma-2): what is added is then
    no sum of what the heads found.
    """
    block = list(part(model, family.blocks).children())[layer]
    projection: Any = part(block, family.attention_out)
    if projection.weight.dim() != 2:
        raise NotImplementedError(
            f"a {model.config.model_type} model norms what its heads write together, so that no "
            "head's own part can be told"
        )
    weight: torch.Tensor = projection.weight
    return weight if hasattr(projection, "nx") else weight.T  # nx: transformers' Conv1D


def sizes_of(model: PreTrainedModel, family: Family) -> Sizes:
    """The loaded model's dimensions, from its configuration and its own matrices."""
    config: Any = model.config
    blocks = list(part(model, family.blocks).children())
    embedding: Any = part(model, family.tokens)
    unembedding: Any = model.get_output_embeddings()
    down: Any = part(blocks[0], family.down)
    return Sizes(
        layers=len(blocks),
        heads=config.num_attention_heads,
        width=embedding.embedding_dim,
        neurons=down.nx if hasattr(down, "nx") else down.in_features,  # nx: transformers' Conv1D
        vocabulary=embedding.num_embeddings,
        context=_context(config),
        parameters=sum(p.numel() for p in model.parameters()),
        tied=unembedding.weight is embedding.weight,
        positions="learned" if family.positions else "in the attention",
    )


def _context(config: Any) -> int:
    """The most tokens at once; BLOOM has no limit, so the length that it was trained with."""
    limit: Any = getattr(config, "max_position_embeddings", None) or getattr(
        config, "seq_length", 2048
    )
    return int(limit)
