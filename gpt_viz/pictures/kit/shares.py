"""How probability is shared out: the likeliest tokens one by one, and all others together."""

from dataclasses import dataclass

import numpy as np

from gpt_viz.maths import remainder
from gpt_viz.ranges import check_whole
from gpt_viz.words import say_many


@dataclass(frozen=True, eq=False)
class Shares:
    """How the probability is shared out: all heights and `not_shown` together are 1.

    `ids` ``(n,)`` are the likeliest tokens with their `heights`. `outside` is the chosen token
    where it is not among them; `others` counts the remaining tokens, which hold `not_shown`.
    """

    ids: np.ndarray
    heights: np.ndarray
    outside: int | None
    outside_height: float
    others: int
    not_shown: float

    @property
    def with_rows(self) -> list[int]:
        """The ids that have a row of their own."""
        return [*self.ids.tolist(), *([] if self.outside is None else [self.outside])]


def share_out(
    probabilities: np.ndarray, order: np.ndarray, top: int, chosen: int | None = None
) -> Shares:
    """Split `probabilities` ``(V,)``; `order` has all ids, the likeliest first."""
    check_whole("top", top, 1, 100)
    ids = order[:top]
    outside = None if chosen is None or chosen in ids else chosen
    extra = np.zeros(0) if outside is None else probabilities[[outside]]
    return Shares(
        ids,
        probabilities[ids],
        outside,
        float(extra.sum()),
        probabilities.size - ids.size - extra.size,
        remainder(np.append(probabilities[ids], extra)),
    )


def others_words(count: int) -> str:
    """All tokens that have no row of their own, in words."""
    return say_many("{count} other", "{count} others", count)
