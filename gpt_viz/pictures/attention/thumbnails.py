"""All heads of a trace as one image: a thumbnail for each."""

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt

import numpy as np

from gpt_viz.pictures.attention.first_token import without_first
from gpt_viz.pictures.kit import theme
from gpt_viz.records.trace import Trace

BYTES = 600_000  # of all thumbnails together; the large map adds 260,000 at 256 tokens
SMALLEST = 8  # pixels


@dataclass(frozen=True, eq=False)
class Sheet:
    """All heads as one image of bytes ``(rows, columns, 3)``: squares with gaps around them."""

    image: np.ndarray
    layers: int
    heads: int
    side: int
    gap: int

    def corner(self, layer: int, head: int) -> tuple[int, int]:
        """The row and the column at which a head's square begins."""
        step = self.side + self.gap
        return self.gap + layer * step, self.gap + head * step


@lru_cache(maxsize=2)  # a head change moves the frame, not the thumbnails
def thumbnails(trace: Trace, hide_first: bool) -> Sheet:
    """Every head of a trace as a square of at most as many pixels as tokens."""
    layers, heads = len(trace.patterns), len(trace.attention(0))
    side = min(len(trace.pieces), max(SMALLEST, isqrt(BYTES // (3 * layers * heads)) - 2))
    gap = max(1, side // 10)
    shape = [count * (side + gap) + gap for count in (layers, heads)]
    sheet = Sheet(np.full((*shape, 3), 255, np.uint8), layers, heads, side, gap)
    for layer in range(layers):
        allowed = coarse(trace.patterns[layer].allowed.astype(np.float32), side) > 0
        patterns = trace.attention(layer)
        if hide_first:
            patterns = np.nan_to_num(without_first(patterns))
        for head, pattern in enumerate(patterns):
            top, left = sheet.corner(layer, head)
            square = np.where(allowed[..., None], rgb(coarse(pattern, side)), _MASKED)
            sheet.image[top : top + side, left : left + side] = square
    return sheet


def coarse(pattern: np.ndarray, side: int) -> np.ndarray:
    """A pattern ``(T, T)`` in ``(side, side)`` cells: columns are added, rows averaged.

    A row of the result says how the tokens of that stretch share out their attention over the
    stretches: it adds to 1 as the rows of the pattern do.
    """
    count = len(pattern)
    if count <= side:
        return pattern
    edges = np.arange(side) * count // side
    columns = np.add.reduceat(pattern, edges, axis=1)
    means: np.ndarray = np.add.reduceat(columns, edges, axis=0)
    return means / np.diff([*edges, count])[:, None]


def rgb(weights: np.ndarray) -> np.ndarray:
    """Weights from 0 to 1 as bytes ``(..., 3)`` on the scale of the maps."""
    places = [place for place, _ in theme.ATTENTION]
    colours = np.array([rgb_of(colour) for _, colour in theme.ATTENTION])
    channels = [np.interp(weights, places, colours[:, i]) for i in range(3)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)


def rgb_of(colour: str) -> np.ndarray:
    """``#rrggbb`` as three bytes."""
    return np.array([*bytes.fromhex(colour[1:])], np.uint8)


_MASKED = rgb_of(theme.MASKED)
