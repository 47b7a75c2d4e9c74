"""What a head does, in numbers: scores on random tokens that come twice, or on any text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gpt_viz.ranges import check_whole
from gpt_viz.records.origin import UNNAMED, Origin
from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Trace


@dataclass(frozen=True, eq=False)
class HeadScores:
    """One number for each head, each ``(L, H)``.

    `previous`, `first` and `induction` are shares of attention from 0 to 1, `entropy` is in bits:
    over how many tokens (2 to that power) a head spreads its attention. `origin` is the trace's.
    """

    previous: np.ndarray
    first: np.ndarray
    induction: np.ndarray
    entropy: np.ndarray
    origin: Origin = UNNAMED


def repeated_ids(
    vocabulary: Sequence[Piece], length: int = 50, seed: int = 0, begin: int | None = None
) -> list[int]:
    """Random tokens, `length` of them, all different, twice in a row; after `begin` if given.

    Nothing in such a text can be guessed by meaning: who does well on the second copy looks back.
    """
    check_whole("length", length, 2, len(vocabulary) // 2)
    usable = [piece.id for piece in vocabulary[:] if not piece.special and piece.id != begin]
    once = np.random.default_rng(seed).choice(usable, length, replace=False).tolist()
    return [*([] if begin is None else [begin]), *once, *once]


def highest(scores: np.ndarray) -> tuple[int, int]:
    """The layer and the head with the highest of ``(L, H)`` scores, such as ``s.induction``."""
    layer, head = np.unravel_index(int(scores.argmax()), scores.shape)
    return int(layer), int(head)


def score_heads(trace: Trace, length: int) -> HeadScores:
    """Score every head on a trace of `repeated_ids` with this `length`.

    - previous: the mean weight that a token gives to the one before it.
    - first: the mean weight on the very first token (without that token's own row).
    - induction: in the second copy, the mean weight on the token that followed this one's first
      copy, ``length - 1`` places back. Source: Olsson et al. 2022, arXiv 2209.11895.
    - entropy: the mean entropy of a token's row.
    """
    start = len(trace.pieces) - 2 * length + 1  # where a query of the second copy looks first
    return _scores(trace, lambda pattern: _diagonal(pattern, length - 1)[:, start:])


def score_heads_on_text(trace: Trace) -> HeadScores:
    """Score every head on the text that was traced, whatever it is.

    - previous, first and entropy are those of `score_heads`.
    - induction: the mean weight that a token which came before gives to whatever followed it
      there; on a trace of `repeated_ids` that of `score_heads`.

    A score that the text cannot have is NaN: induction where no token comes twice, previous and
    first where there is one token alone.
    """
    followers = _followers(trace.ids)
    came_before = followers.any(axis=1)
    followers = followers[came_before]
    return _scores(trace, lambda pattern: (pattern[:, came_before] * followers).sum(-1))


def _scores(trace: Trace, copied: Callable[[np.ndarray], np.ndarray]) -> HeadScores:
    """The scores of every head; `copied` gives the weights that count as induction.

    It takes the patterns ``(H, T, T)`` of a layer and gives ``(H, n)``, as do the other looks.
    """
    measured = []
    for layer in range(len(trace.patterns)):
        pattern = trace.attention(layer)
        looks = (_diagonal(pattern, 1), pattern[:, 1:, 0], copied(pattern))
        nothing = np.full(len(pattern), np.nan)
        means = [look.mean(-1) if look.shape[1] else nothing for look in looks]
        measured.append([*means, _entropy(pattern)])
    previous, first, induction, entropy = np.array(measured).swapaxes(0, 1)
    return HeadScores(previous, first, induction, entropy, trace.origin)


def _followers(ids: np.ndarray) -> np.ndarray:
    """Bool (T, T): in row i, the places right after an earlier token that is the same as i's."""
    followers = np.zeros((len(ids), len(ids)), dtype=bool)
    followers[:, 1:] = ids[:, None] == ids[None, :-1]
    return np.tril(followers)


def _diagonal(pattern: np.ndarray, back: int) -> np.ndarray:
    """The weights on the token `back` places before, for each query that has one: (H, T - back)."""
    return np.diagonal(pattern, -back, axis1=1, axis2=2)


def _entropy(pattern: np.ndarray) -> np.ndarray:
    """The mean entropy of the rows in bits: (H,)."""
    bits = np.zeros_like(pattern)
    np.log2(pattern, out=bits, where=pattern > 0)
    entropy: np.ndarray = -(pattern * bits).sum(-1).mean(-1)
    return entropy
