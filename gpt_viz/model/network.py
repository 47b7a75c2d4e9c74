"""A loaded model together with its parts, whatever its architecture calls them."""

from functools import cached_property
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from gpt_viz.model.families import Family, family_of
from gpt_viz.model.hooks import part
from gpt_viz.records.trace import Sizes
from gpt_viz.words import say


class Network:
    """A model, `family` (the names of its parts) and the parts; an error names a missing one.

    A token's vector comes out of `embedding`, passes the `blocks` and the final `norm`, and meets
    the `unembedding`. `block_names` are dotted names, for hooks.
    """

    def __init__(self, model: PreTrainedModel) -> None:
        self.model = model
        self.family: Family = family_of(model)
        self.embedding: Any = part(model, self.family.tokens)
        self.norm = part(model, self.family.norm)
        named = dict(part(model, self.family.blocks).named_children())
        self.blocks = list(named.values())
        self.block_names = [f"{self.family.blocks}.{name}" for name in named]
        self._check_parts()

    @property
    def unembedding(self) -> Any:
        """The last matrix, which gives each token of the vocabulary its score."""
        return self.model.get_output_embeddings()

    def attention(self, layer: int) -> nn.Module:
        """The attention of a block."""
        return part(self.blocks[layer], self.family.attention)

    def output_projection(self, layer: int) -> torch.Tensor:
        """The matrix that takes what a layer's heads found to the stream: (H * D/H, D), by heads.

        A `NotImplementedError` says so where a norm comes after it (Gemma-2): what is added is
        then no sum of what the heads found.
        """
        projection: Any = part(self.blocks[layer], self.family.attention_out)
        if projection.weight.dim() != 2:
            raise NotImplementedError(
                say(
                    "a {kind} model norms what its heads write together, so that no head's own "
                    "part can be told",
                    kind=self.model.config.model_type,
                )
            )
        weight: torch.Tensor = projection.weight
        return weight if _is_conv1d(projection) else weight.T

    @cached_property
    def sizes(self) -> Sizes:
        """The model's dimensions, from its configuration and its own matrices."""
        config: Any = self.model.config
        down: Any = part(self.blocks[0], self.family.down)
        return Sizes(
            layers=len(self.blocks),
            heads=config.num_attention_heads,
            width=self.embedding.embedding_dim,
            neurons=down.nx if _is_conv1d(down) else down.in_features,
            vocabulary=self.embedding.num_embeddings,
            context=_context(config),
            parameters=sum(p.numel() for p in self.model.parameters()),
            tied=self.unembedding.weight is self.embedding.weight,
            positions="learned" if self.family.positions else "in the attention",
        )

    def _check_parts(self) -> None:
        family = self.family
        if family.positions:
            part(self.model, family.positions)
        for block in self.blocks:
            for name in (family.attention, family.attention_out, family.down, family.mlp_out):
                if name:
                    part(block, name)


def _is_conv1d(matrix: Any) -> bool:
    """Whether a matrix is transformers' Conv1D, which stores its weights the other way round."""
    return hasattr(matrix, "nx")


def _context(config: Any) -> int:
    """The most tokens at once; BLOOM has no limit, so the length that it was trained with."""
    limit: Any = getattr(config, "max_position_embeddings", None) or getattr(
        config, "seq_length", 2048
    )
    return int(limit)
