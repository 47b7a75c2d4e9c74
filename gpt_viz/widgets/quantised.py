"""All heads' attention as bytes: small enough to be sent to a page once, and how exact it is."""

from dataclasses import dataclass

import numpy as np

from gpt_viz.page.constants import LEVELS
from gpt_viz.records.trace import Trace

BUDGET = 2_500_000
"""Bytes that a window of a text may take."""


@dataclass(frozen=True, eq=False)
class Quantised:
    """The tokens from `start` to before `stop`, and what each of them looks at, in every head.

    A row's weight on the very first token is 1 less its `rest`, which is exact (float32,
    ``(L, H, rows)``). The other weights are sent as `shares` of that rest, in steps of
    1 / `LEVELS` (uint16): row after row, from token `start` (or 1) up to the looking one itself.
    So the weights are exact to half a step, and so are those of a row whose first token is left
    out. `earlier` is the share of the rest that lies between the first token and the window, in
    the same steps, ``(L, H, rows)``; a window that begins the text has none. `reach` is the first
    token that a row may look at, uint16 ``(L, rows)``.
    """

    start: int
    stop: int
    rests: bytes
    earlier: bytes
    reach: bytes
    shares: bytes

    @property
    def data(self) -> bytes:
        """All parts, in the order of their names above: each begins where its numbers may."""
        return self.rests + self.earlier + self.reach + self.shares


def quantise(trace: Trace, start: int, stop: int) -> Quantised:
    """The attention of a stretch of the text, ready to be sent."""
    rows, low = slice(start, stop), max(1, start)
    seen = np.tri(stop - start, stop - low, start - low, dtype=bool)
    parts: list[tuple[np.ndarray, ...]] = []
    for layer, pattern in enumerate(trace.patterns):
        weights = trace.attention(layer, rows=rows)
        rests = weights[..., 1:].sum(-1, dtype=np.float64)
        shares = weights / np.where(rests > 0, rests, 1)[..., None]
        inside = shares[..., low:stop][:, seen]
        before = shares[..., 1:low].sum(-1)[..., slice(None if start else 0)]
        reach = pattern.allowed[rows].argmax(axis=1)
        parts.append((rests.astype("<f4"), _steps(before), reach.astype("<u2"), _steps(inside)))
    sent = [b"".join(array.tobytes() for array in arrays) for arrays in zip(*parts, strict=True)]
    return Quantised(start, stop, *sent)


def window_length(trace: Trace) -> int:
    """How many tokens of a text can be sent at once: all of them, if they fit into `BUDGET`."""
    layers, heads, tokens = len(trace.patterns), len(trace.attention(0, rows=slice(1))), 1
    while tokens < len(trace.pieces) and _bytes(layers, heads, tokens + 1) <= BUDGET:
        tokens += 1
    return tokens


def _bytes(layers: int, heads: int, tokens: int) -> int:
    """The most that a window of so many tokens can take."""
    return layers * (heads * (tokens * (tokens + 1) + 6 * tokens) + 2 * tokens)


def _steps(shares: np.ndarray) -> np.ndarray:
    steps: np.ndarray = np.rint(shares * LEVELS).clip(0, LEVELS).astype("<u2")
    return steps
