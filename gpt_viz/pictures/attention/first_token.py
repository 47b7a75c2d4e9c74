"""What the first token hides: how much attention goes there, and the rest without it."""

import numpy as np

from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape
from gpt_viz.words import say


def without_first(weights: np.ndarray) -> np.ndarray:
    """Attention ``(..., T, T)`` with the first column out (NaN) and the rest scaled up to 1.

    A row with nothing left (that of the first token, for one) is NaN all through.
    """
    rest = weights[..., 1:].sum(-1, keepdims=True)
    scaled = np.full_like(weights, np.nan)
    np.divide(weights, rest, out=scaled, where=rest > 1e-6)
    scaled[..., 0] = np.nan
    return scaled


def first_token_words(pattern: np.ndarray, is_hidden: bool) -> str:
    """A line (markup) on how much of the weight ``(T, T)`` goes to the first token."""
    if len(pattern) < 2:
        return say("the only token can only look at itself")
    share = escape(percent(float(pattern[1:, 0].mean())))
    if is_hidden:
        return say(
            "the first token is left out (the later ones give it {share} of their attention)",
            share=share,
        )
    return say("the later tokens give the first one {share} of their attention", share=share)
