"""Whether a model has learned anything: decided when it is loaded, on one sentence of English."""

import math
from collections.abc import Callable

import numpy as np

from gpt_viz.maths import losses

ENGLISH = "The sun went down, and the children ran home over the hill, for it was time to eat."
CLEARLY = 1.0  # nats a token: e times the probability


def is_trained(logits_of: Callable[[list[int]], np.ndarray], ids: list[int], size: int) -> bool:
    """Whether plain English surprises a model clearly less than a blind guess would.

    `ids` are the tokens of `ENGLISH`, `logits_of` gives the logits ``(T, V)`` of a text, `size`
    is V. A blind guess has a loss of log(V) a token, random weights about that or more.
    """
    if len(ids) < 2:  # a tokenizer that does not know these letters: nothing can be said
        return True
    loss = losses(logits_of(ids)[:-1], np.array(ids[1:])).mean()
    return not loss > math.log(size) - CLEARLY  # NaN: damaged, not untrained
