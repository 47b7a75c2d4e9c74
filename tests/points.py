"""Made-up word vectors, for the tests of lesson 03's pictures."""

from collections.abc import Sequence

import numpy as np

from gpt_viz.records.pieces import Piece
from gpt_viz.records.vectors import Vectors

WORDS = [
    *("king", "queen", "man", "woman", "cat", "cats", "dog", "dogs", "owl", "owls"),
    *("cow", "cows", "hen", "hens", "one", "two", "three", "four", "red", "blue"),
]


def vectors_of(words: Sequence[str], matrix: np.ndarray) -> Vectors:
    """Vectors that know whole words alone."""
    pieces = [Piece(id, word.encode()) for id, word in enumerate(words)]
    return Vectors(
        np.asarray(matrix, dtype=np.float32),
        pieces,
        lambda text: [pieces[words.index(text)]] if text in words else [],
    )


def random_vectors(width: int = 8, seed: int = 0) -> Vectors:
    """`WORDS`, each a random vector."""
    matrix = np.random.default_rng(seed).standard_normal((len(WORDS), width))
    return vectors_of(WORDS, matrix)


def with_a_plural(seed: int = 0) -> Vectors:
    """`WORDS`, in which the words with an s stand 3 further along the first axis."""
    matrix = random_vectors(8, seed).matrix.copy()
    matrix[:, 0] = [3.0 if word.endswith("s") else 0.0 for word in WORDS]
    return vectors_of(WORDS, matrix)
