"""What a trace may not be: unknown, larger than the memory, or not a number."""

from collections.abc import Sequence

import numpy as np
from transformers import PreTrainedModel

from gpt_viz.records.trace import ALL, Sizes

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
        raise ValueError(f"keep must be a list of names out of {', '.join(ALL)}; got {keep!r}")


def check_budget(needed: int, budget: int) -> None:
    """ValueError, with both numbers and a way out, where a trace would take too much memory."""
    if needed > budget:
        raise ValueError(
            f"this trace would take {needed / GIGABYTE:.2f} GB, more than the budget of "
            f"{budget / GIGABYTE:.2f} GB. Keep less, such as keep=['residual'], shorten the text, "
            "or raise the limit with budget="
        )


def first_break(residual: Sequence[np.ndarray] | np.ndarray, logits: np.ndarray) -> str:
    """Where NaN or infinity first appeared: in the stream of which layer, at which position.

    `residual` is ``(L+1, T, D)``, or empty where it was not recorded.
    """
    places = [f"in the residual stream before layer {layer}" for layer in range(len(residual))]
    places.append("in the logits, after the last layer")
    broken = [np.argwhere(~np.isfinite(numbers)) for numbers in [*residual, logits]]
    place, found = next((p, b) for p, b in zip(places, broken, strict=True) if b.size)
    return (
        f"the model computed a number that is not finite: first at position {found[0, 0]}, "
        f"{place}. Its weights are damaged, or too large for this precision"
    )
