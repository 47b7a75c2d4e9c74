"""What a draw makes of a prediction: one round of writing, or many draws of one token."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gpt_viz.maths import softmax, warp
from gpt_viz.ranges import check_whole
from gpt_viz.records.origin import Origin
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken

LARGEST_SEED = 2**63 - 1
MOST_COUNTED = 1_000_000


@dataclass(frozen=True, eq=False)
class Step:
    """One round of writing: the distribution, the draw, the token that came of it.

    `probabilities` ``(V,)`` are those after temperature, top-k and top-p; `is_kept` ``(V,)`` says
    which tokens the truncation left. `draw` is a number from 0 to 1, or None where
    nothing was drawn because the temperature is 0: laid along the probabilities of the `kept`
    tokens in their order, it falls into the chosen token's stretch. `stop` says why the writing
    ends with this token and is empty where it can go on.
    """

    next_token: NextToken
    probabilities: np.ndarray
    is_kept: np.ndarray
    piece: Piece
    draw: float | None
    seed: int
    stop: str = ""

    @cached_property
    def kept(self) -> np.ndarray:
        """The ids that the truncation left, most likely first."""
        return _most_likely_first(self.next_token, self.is_kept)

    @property
    def origin(self) -> Origin:
        """The model that wrote it."""
        return self.next_token.origin

    @property
    def probability(self) -> float:
        """The chosen token's probability in the distribution that it was drawn from."""
        return float(self.probabilities[self.piece.id])

    @cached_property
    def own_probability(self) -> float:
        """What the model itself gave the chosen token: at temperature 1, with nothing cut off."""
        return float(softmax(self.next_token.logits)[self.piece.id])


def choose(
    next_token: NextToken,
    *,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    seed: int = 0,
    round: int = 0,
) -> Step:
    """Draw one token; temperature 0 takes the largest logit (the lowest id among equals).

    The draw depends on `seed` and `round` alone, not on earlier draws or on any global random
    state: going back and stepping again gives the same token.
    """
    logits = next_token.logits
    if temperature == 0:  # nothing is drawn, so nothing needs to be laid in order
        probabilities, is_kept = warp(logits, temperature, top_k, top_p)
        chosen, draw = logits.argmax(), None
    else:
        probabilities, is_kept = warp(logits, temperature, top_k, top_p, next_token.order)
        draw, kept = draw_number(seed, round), _most_likely_first(next_token, is_kept)
        chosen = kept[land(probabilities[kept], draw)]
    piece = next_token.vocabulary[int(chosen)]
    return Step(next_token, probabilities, is_kept, piece, draw, seed)


def draw_counts(
    next_token: NextToken,
    draws: int,
    *,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    seed: int = 0,
) -> np.ndarray:
    """How often each token comes ``(V,)`` where `choose` is called in rounds 0 to `draws` - 1."""
    check_whole("draws", draws, 0, MOST_COUNTED)
    if temperature == 0:
        chosen = np.full(draws, next_token.logits.argmax())
    else:
        order = next_token.order
        probabilities, is_kept = warp(next_token.logits, temperature, top_k, top_p, order)
        numbers = np.array([draw_number(seed, round) for round in range(draws)])
        kept = _most_likely_first(next_token, is_kept)
        chosen = kept[_landed(probabilities[kept], numbers)]
    return np.bincount(chosen, minlength=next_token.logits.size)


def _most_likely_first(next_token: NextToken, is_kept: np.ndarray) -> np.ndarray:
    order = next_token.order
    return np.asarray(order[is_kept[order]])


def draw_number(seed: int, round: int) -> float:
    """The random number, 0 up to 1, that belongs to a seed and a round."""
    check_whole("seed", seed, 0, LARGEST_SEED)
    return float(np.random.default_rng((seed, round)).random())


def land(probabilities: np.ndarray, draw: float) -> int:
    """The index of the stretch into which `draw` falls when the stretches are laid in a row."""
    return int(_landed(probabilities, np.array([draw]))[0])


def _landed(probabilities: np.ndarray, draws: np.ndarray) -> np.ndarray:
    ends = np.cumsum(probabilities)
    index = np.searchsorted(ends, draws * ends[-1], side="right")
    return np.asarray(np.minimum(index, np.flatnonzero(probabilities)[-1]))
