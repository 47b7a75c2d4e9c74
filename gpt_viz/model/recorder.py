"""From hooks to arrays: what one forward pass writes into a trace."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import nn

from gpt_viz.model.hooks import Observer, attention_recorded, hooked
from gpt_viz.model.network import Network
from gpt_viz.records.trace import Pattern


class Recorder:
    """Collects what the parts of a model put out during one forward pass over T tokens.

    Each kept array is allocated once, for all layers, and every layer is copied into its row:
    nothing is held twice, and nothing in the trace can change when the model runs again.
    """

    def __init__(self, network: Network, keep: Collection[str]) -> None:
        self._network, self._keep = network, frozenset(keep)
        self._layer_of = {network.attention(i): i for i in range(len(network.blocks))}
        self._tensors: dict[str, torch.Tensor] = {}
        self._patterns: dict[int, Pattern] = {}
        self._masks: dict[int, tuple[torch.Tensor | None, np.ndarray]] = {}

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Record every forward pass of this thread within the ``with`` block."""
        model = self._network.model
        with hooked(model, self._observers()), attention_recorded(model, self._attention):
            yield

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """What was recorded, as float32 arrays by name."""
        return {name: tensor.numpy() for name, tensor in self._tensors.items()}

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """How each layer scored its attention, first layer first; empty if not recorded."""
        return tuple(self._patterns[layer] for layer in sorted(self._patterns))

    def _observers(self) -> dict[str, Observer]:
        family, blocks = self._network.family, self._network.block_names
        layers = len(blocks)
        observers: dict[str, Observer] = {family.tokens: self._output("token_vectors", 0, 1)}
        if family.positions:
            observers[family.positions] = self._output("position_vectors", 0, 1)
        for layer, block in enumerate(blocks):
            written = self._output("attention_out", layer, layers)
            observers[block] = self._block(layer, layers)
            observers[f"{block}.{family.attention}"] = self._weights(layer)
            observers[f"{block}.{family.attention_out}"] = written
            observers[f"{block}.{family.down}"] = self._mlp(layer, layers)
            if family.mlp_out:
                observers[f"{block}.{family.mlp_out}"] = self._output("mlp_out", layer, layers)
        return observers

    def _output(self, name: str, row: int, rows: int) -> Observer:
        return lambda _, output: self._put(name, row, rows, output)

    def _block(self, layer: int, layers: int) -> Observer:
        def observer(entering: torch.Tensor, output: Any) -> None:
            if layer == 0:
                self._put("residual", 0, layers + 1, entering)
            leaving = output[0] if isinstance(output, tuple) else output
            self._put("residual", layer + 1, layers + 1, leaving)

        return observer

    def _mlp(self, layer: int, layers: int) -> Observer:
        def observer(neurons: torch.Tensor, output: torch.Tensor) -> None:
            self._put("neurons", layer, layers, neurons)
            if not self._network.family.mlp_out:
                self._put("mlp_out", layer, layers, output)

        return observer

    def _weights(self, layer: int) -> Observer:
        """Where the attention function was not asked for, the module returns its weights."""

        def observer(_: Any, output: Any) -> None:
            if layer not in self._patterns and self._keep >= {"queries", "keys"}:
                weights = output[1][0].float().numpy().copy()
                self._patterns[layer] = Pattern(weights[0] > 0, 1.0, weights=weights)

        return observer

    def _attention(
        self,
        module: nn.Module,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        mask: torch.Tensor | None,
        settings: dict[str, Any],
    ) -> None:
        layer, layers, heads = self._layer_of[module], len(self._network.blocks), query.shape[1]
        self._put("queries", layer, layers, query)
        self._put("keys", layer, layers, _for_each_head(key, heads))
        self._put("values", layer, layers, _for_each_head(value, heads))
        scale = settings.get("scaling") or query.shape[-1] ** -0.5
        allowed = self._allowed(mask, query.shape[2])
        self._patterns[layer] = Pattern(allowed, float(scale), settings.get("softcap"))

    def _allowed(self, mask: torch.Tensor | None, length: int) -> np.ndarray:
        """The mask as bool ``(T, T)``; layers that were given one tensor share one array."""
        if id(mask) not in self._masks:
            if mask is None:  # the attention function then applies the causal mask by itself
                seen = np.tri(length, dtype=bool)
            else:
                seen = (mask[0, 0] if mask.dtype == torch.bool else mask[0, 0] == 0).numpy().copy()
            self._masks[id(mask)] = (mask, seen)
        return self._masks[id(mask)][1]

    def _put(self, name: str, row: int, rows: int, tensor: torch.Tensor) -> None:
        if name not in self._keep:
            return
        one = tensor.detach()
        one = one[0] if one.dim() > 2 else one  # OPT and BLOOM flatten batch and tokens
        if name not in self._tensors:
            self._tensors[name] = torch.empty((rows, *one.shape), dtype=torch.float32)
        self._tensors[name][row].copy_(one)


def _for_each_head(shared: torch.Tensor, heads: int) -> torch.Tensor:
    """Keys or values ``(1, H or fewer, T, D/H)``, repeated so that every head has its own."""
    groups = heads // shared.shape[1]
    return shared if groups == 1 else shared.repeat_interleave(groups, dim=1)
