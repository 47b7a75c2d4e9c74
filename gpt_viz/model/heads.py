"""What a head does, in numbers: scores on a text of random tokens that comes twice. Plain numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gpt_viz.maths import check_whole
from gpt_viz.model.tokens import Piece
from gpt_viz.model.trace import Trace


@dataclass(frozen=True, eq=False)
class HeadScores:
    """One number for each head, each ``(L, H)``.

    `previous`, `first` and `induction` are shares of attention from 0 to 1, `entropy` is in bits:
    over how many tokens (2 to that power) a head spreads its attention. `trained` is the trace's.
    """

    previous: np.ndarray
    first: np.ndarray
    induction: np.ndarray
    entropy: np.ndarray
    trained: bool = True


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


def head_scores(trace: Trace, length: int) -> HeadScores:
    """Score every head on a trace of `repeated_ids` with this `length`.

    - previous: the mean weight that a token gives to the one before it.
    - first: the mean weight on the very first token (without that token's own row).
    - induction: in the second copy, the mean weight on the token that followed this one's first
      copy, ``length - 1`` places back. Source: Olsson et al. 2022, arXiv 2209.11895.
    - entropy: the mean entropy of a token's row.
    """
    patterns = [trace.attention(layer) for layer in range(len(trace.patterns))]
    start = len(trace.pieces) - 2 * length + 1  # where a query of the second copy looks first
    return HeadScores(
        previous=np.stack([_diagonal(p, 1).mean(-1) for p in patterns]),
        first=np.stack([p[:, 1:, 0].mean(-1) for p in patterns]),
        induction=np.stack([_diagonal(p, length - 1)[:, start:].mean(-1) for p in patterns]),
        entropy=np.stack([_entropy(p) for p in patterns]),
        trained=trace.trained,
    )


def text_scores(trace: Trace) -> HeadScores:
    """Score every head on the text that was traced, whatever it is.

    - previous, first and entropy are those of `head_scores`.
    - induction: the mean weight that a token which came before gives to whatever followed it
      there; on a trace of `repeated_ids` that of `head_scores`.

    A score that the text cannot have is NaN: induction where no token comes twice, previous and
    first where there is one token alone.
    """
    layers = range(len(trace.patterns))
    measured = [_scores_on_text(trace.attention(layer), _followers(trace.ids)) for layer in layers]
    previous, first, induction, entropy = np.array(measured).swapaxes(0, 1)
    return HeadScores(previous, first, induction, entropy, trace.trained)


def _scores_on_text(pattern: np.ndarray, followers: np.ndarray) -> tuple[np.ndarray, ...]:
    """The four scores of a layer's heads, each (H,), from their patterns (H, T, T)."""
    came_before = followers.any(axis=1)
    copied = (pattern[:, came_before] * followers[came_before]).sum(-1)
    looks = (_diagonal(pattern, 1), pattern[:, 1:, 0], copied)
    nothing = np.full(len(pattern), np.nan)
    means = [look.mean(-1) if look.shape[1] else nothing for look in looks]
    return (*means, _entropy(pattern))


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
