"""What the model says about the next token: a score for each token of the vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gpt_viz.maths import descending
from gpt_viz.records.origin import UNNAMED, Origin
from gpt_viz.records.pieces import Piece


@dataclass(frozen=True, eq=False)
class NextToken:
    """One score for each token of the vocabulary: how well it would go on.

    `logits` is ``(V,)`` float32, `vocabulary[id]` is the `Piece` with that id, `text` is what
    the model had read. `origin` says which model it was.
    """

    text: str
    logits: np.ndarray
    vocabulary: Sequence[Piece]
    origin: Origin = UNNAMED

    @cached_property
    def order(self) -> np.ndarray:
        """All ids ``(V,)`` from the largest logit to the smallest; no temperature changes it."""
        return descending(self.logits)

    @cached_property
    def tied(self) -> int:
        """How many tokens share the largest logit: 1, unless there is a tie."""
        return int(np.count_nonzero(self.logits == self.logits.max()))

    def top(self, n: int) -> np.ndarray:
        """The ids ``(n,)`` of the n largest logits, largest first."""
        return self.order[:n]

    def rank(self, id: int) -> int:
        """The place of a token: 1 has the largest logit; tokens that tie share the best place."""
        return 1 + int(np.count_nonzero(self.logits > self.logits[id]))


@dataclass(frozen=True, eq=False)
class LensTop:
    """What the model would predict after each layer, at every position: the n likeliest tokens.

    `ids` and `probabilities` are ``(L+1, T, n)``, the likeliest first, from a softmax over the
    whole vocabulary: [0] reads the stream as it enters block 0, [l+1] as it leaves block l, and
    the last one is the model's own prediction. `pieces` ``(T,)`` are the tokens that were read,
    `vocabulary[id]` is the `Piece` with that id. `origin` is as in `NextToken`.
    """

    text: str
    pieces: tuple[Piece, ...]
    ids: np.ndarray
    probabilities: np.ndarray
    vocabulary: Sequence[Piece]
    origin: Origin = UNNAMED
