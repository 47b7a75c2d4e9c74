"""Small made-up traces, for the tests of pictures that show what a run left."""

from collections.abc import Sequence

import numpy as np

from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Pattern, Trace


def pieces_of(words: Sequence[str]) -> tuple[Piece, ...]:
    return tuple(Piece(i, word.encode()) for i, word in enumerate(words))


def random_trace(
    pieces: Sequence[Piece],
    layers: int = 2,
    heads: int = 3,
    size: int = 4,
    seed: int = 0,
    softcap: float | None = None,
) -> Trace:
    """A trace with random queries, keys, values and stream over these pieces."""
    count, rng = len(pieces), np.random.default_rng(seed)
    shape = (layers, heads, count, size)
    arrays = {name: rng.normal(size=shape) * 2 for name in ("queries", "keys", "values")}
    arrays["residual"] = rng.normal(size=(layers + 1, count, 8))
    pattern = Pattern(np.tri(count, dtype=bool), size**-0.5, softcap)
    return Trace(
        text="",
        pieces=tuple(pieces),
        token_vectors=np.zeros((count, 8), np.float32),
        position_vectors=None,
        arrays={name: array.astype(np.float32) for name, array in arrays.items()},
        patterns=(pattern,) * layers,
    )


def words_trace(count: int, **settings: int) -> Trace:
    """A random trace over so many words, all different."""
    return random_trace(pieces_of([f" w{i}" for i in range(count)]), **settings)
