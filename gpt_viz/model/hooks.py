"""Looking into a running model: forward hooks that always come off, and attention's inputs."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from torch import nn
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS, PreTrainedModel

from gpt_viz.words import listed, say

Observer = Callable[[Any, Any], None]
"""Called with a part's first input and its output, after it ran; what it returns is ignored."""

Listener = Callable[..., None]
"""Called with the attention module, query, key, value, mask and the call's keyword arguments."""


@contextmanager
def hooked(model: nn.Module, observers: Mapping[str, Observer]) -> Iterator[None]:
    """Within the ``with`` block, call each observer when the part of that name has run.

    The hooks only observe: the model computes what it would compute without them. They are removed
    when the block ends, however it ends. An `AttributeError` lists the names that are possible.
    """
    with ExitStack() as stack:
        for name, observer in observers.items():
            handle = part(model, name).register_forward_hook(_observing(observer))
            stack.callback(handle.remove)
        yield


def part(model: nn.Module, name: str) -> nn.Module:
    """The part of a model with a dotted name such as ``transformer.h.0.mlp``."""
    found = model
    for step in name.split("."):
        children = dict(found.named_children())
        if step not in children:
            raise AttributeError(_missing(model, name, found, step))
        found = children[step]
    return found


def _missing(model: nn.Module, name: str, found: nn.Module, step: str) -> str:
    there = [part for part, _ in found.named_children()]
    where: dict[str, Any] = {
        "model": type(model).__name__,
        "name": name,
        "found": type(found).__name__,
        "step": step,
    }
    if not there:
        return say(
            "{model} has no part {name!r}: {found} has no {step!r}, and no parts at all", **where
        )
    return say(
        "{model} has no part {name!r}: {found} has no {step!r}, only {parts}",
        parts=listed(there),
        **where,
    )


def _observing(observer: Observer) -> Callable[[nn.Module, tuple[Any, ...], Any], None]:
    def hook(_: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
        observer(inputs[0] if inputs else None, output)

    return hook


@contextmanager
def attention_recorded(model: PreTrainedModel, listener: Listener) -> Iterator[None]:
    """Within the ``with`` block, tell `listener` what each attention call is given.

    The model's attention function is exchanged for one that first tells the listener and then
    calls the very same function, so the results are equal to the last bit. Families that do not
    ask transformers for their attention function (GPT-Neo, GPT-J, BLOOM) run as they are.
    """
    before = model.config._attn_implementation
    token = _LISTENER.set(listener)
    model.config._attn_implementation = f"gpt_viz_{before}"
    try:
        yield
    finally:
        model.config._attn_implementation = before
        _LISTENER.reset(token)


# A context variable belongs to one thread: another thread that runs the model is not recorded.
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def _telling(name: str) -> Callable[..., Any]:
    """The attention function called `name` in transformers, with a word to the listener first."""

    def attention(
        module: nn.Module,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        attention_mask: torch.Tensor | None,
        **settings: Any,
    ) -> Any:
        listener = _LISTENER.get()
        if listener is not None:
            listener(module, query, key, value, attention_mask, settings)
        original = ALL_ATTENTION_FUNCTIONS.get(name) or _own_eager(module)
        return original(module, query, key, value, attention_mask, **settings)

    return attention


def _own_eager(module: nn.Module) -> Callable[..., Any]:
    """Eager attention is not in transformers' table: each family's file has its own."""
    function: Callable[..., Any] = sys.modules[type(module).__module__].eager_attention_forward
    return function


for _name in ("sdpa", "eager"):
    AttentionInterface.register(f"gpt_viz_{_name}", _telling(_name))
    AttentionMaskInterface.register(f"gpt_viz_{_name}", ALL_MASK_ATTENTION_FUNCTIONS[_name])
