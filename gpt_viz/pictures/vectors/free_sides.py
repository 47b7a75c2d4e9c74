"""A free side for each name on a map: above its point, below it, or beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gpt_viz.pictures.kit.text import cells

Area = tuple[float, float, float, float]
SIDES = [
    *("top center", "bottom center", "middle right", "middle left"),
    *("top right", "top left", "bottom right", "bottom left"),
]


@dataclass(frozen=True)
class Type:
    """How large names are, in pixels: a letter's width, a line's height, the gap to the point."""

    letter: float
    line: float
    gap: float


def free_sides(pixels: np.ndarray, words: Sequence[str], size: Type) -> list[str]:
    """A side for each point's name, so that names lie on no other name or point where it can be.

    `pixels` ``(n, 2)`` are the points as they appear on the screen, `size` is that of the names.
    """
    areas = [(x - 4, y - 4, x + 4, y + 4) for x, y in pixels]
    sides = []
    for (x, y), word in zip(pixels, words, strict=True):
        boxes = _boxes(x, y, cells(word), size)
        clashes = [sum(_overlap(box, other) for other in areas) for box in boxes]
        best = clashes.index(min(clashes))
        areas.append(boxes[best])
        sides.append(SIDES[best])
    return sides


def _boxes(x: float, y: float, letters: float, size: Type) -> list[Area]:
    """Where a name would lie on each of the `SIDES`: left, bottom, right, top."""
    width, gap, line = letters * size.letter, size.gap, size.line
    corners = [
        *((x - width / 2, y + gap), (x - width / 2, y - gap - line)),
        *((x + gap, y - line / 2), (x - gap - width, y - line / 2)),
        *((x + gap, y + gap), (x - gap - width, y + gap)),
        *((x + gap, y - gap - line), (x - gap - width, y - gap - line)),
    ]
    return [(left, bottom, left + width, bottom + line) for left, bottom in corners]


def _overlap(a: Area, b: Area) -> float:
    """How many square pixels two areas share."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, across) * max(0.0, down)
