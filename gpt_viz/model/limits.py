"""What a trace may not be: unknown, larger than the memory, or not a number."""

from collections.abc import Sequence

import numpy as np
from transformers import PreTrainedModel

from gpt_viz.records.trace import ALL, Sizes
from gpt_viz.words import listed, say

GIGABYTE = 2**30


def estimate_bytes(
    model: PreTrainedModel, sizes: Sizes, tokens: int, keep: Sequence[str] = ALL
) -> int:
    """How much memory the kept arrays of a trace over so many tokens take, in bytes."""
    head_width = getattr(model.config, "head_dim", None) or sizes.width // sizes.heads
    row = dict.fromkeys(ALL, sizes.width) | {"neurons": sizes.neurons}
    row |= dict.fromkeys(("queries", "keys", "values"), sizes.heads * head_width)
    if not model._supports_attention_backend:  # whole patterns instead of queries and keys
        row |= {"queries": sizes.heads * tokens, "keys": 0, "values": 0}
    numbers = sum(sizes.layers * row[name] for name in keep if name != "logits")
    numbers += sizes.width * ("residual" in keep) + sizes.vocabulary * ("logits" in keep)
    return 4 * tokens * numbers


def check_keep(keep: Sequence[str]) -> None:
    """ValueError unless `keep` names arrays that a trace can have."""
    unknown = [name for name in keep if name not in ALL]
    if isinstance(keep, str) or unknown:
        raise ValueError(
            say(
                "keep must be a list of names out of {names}; got {given!r}",
                names=listed(ALL),
                given=keep,
            )
        )


def check_length(tokens: int, most: int, name: str) -> None:
    """ValueError unless a text has a token, and no more than the model of this name can read."""
    if not tokens:
        raise ValueError(say("there is no text to read: write at least one letter"))
    if tokens > most:
        raise ValueError(
            say(
                "the text has {count:d} tokens, {model} reads at most {most:d}; "
                "gpt.keep_last(text) gives the last {most:d}",
                count=tokens,
                model=name,
                most=most,
            )
        )


def check_budget(needed: int, budget: int) -> None:
    """ValueError, with both numbers and a way out, where a trace would take too much memory."""
    if needed > budget:
        raise ValueError(
            say(
                "this trace would take {needed:.2f} GB, more than the budget of {budget:.2f} GB. "
                "Keep less, such as keep=['residual'], shorten the text, or raise the limit with "
                "budget=",
                needed=needed / GIGABYTE,
                budget=budget / GIGABYTE,
            )
        )


def first_break(residual: Sequence[np.ndarray] | np.ndarray, logits: np.ndarray) -> str:
    """Where NaN or infinity first appeared: in the stream of which layer, at which position.

    `residual` is ``(L+1, T, D)``, or empty where it was not recorded.
    """
    broken = [np.argwhere(~np.isfinite(numbers)) for numbers in [*residual, logits]]
    layer, found = next((layer, b) for layer, b in enumerate(broken) if b.size)
    if layer == len(residual):
        return say(
            "the model computed a number that is not finite: first at position {position:d}, in "
            "the logits, after the last layer. Its weights are damaged, or too large for this "
            "precision",
            position=found[0, 0],
        )
    return say(
        "the model computed a number that is not finite: first at position {position:d}, in the "
        "residual stream before layer {layer:d}. Its weights are damaged, or too large for this "
        "precision",
        position=found[0, 0],
        layer=layer,
    )
