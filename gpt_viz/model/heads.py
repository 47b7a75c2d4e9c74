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


def _diagonal(pattern: np.ndarray, back: int) -> np.ndarray:
    """The weights on the token `back` places before, for each query that has one: (H, T - back)."""
    return np.diagonal(pattern, -back, axis1=1, axis2=2)


def _entropy(pattern: np.ndarray) -> np.ndarray:
    """The mean entropy of the rows in bits: (H,)."""
    bits = np.zeros_like(pattern)
    np.log2(pattern, out=bits, where=pattern > 0)
    entropy: np.ndarray = -(pattern * bits).sum(-1).mean(-1)
    return entropy
