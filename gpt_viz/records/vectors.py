"""Words as points: neighbours, analogies and directions in a matrix of vectors. Plain numpy."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from gpt_viz import lists
from gpt_viz.maths import descending
from gpt_viz.ranges import check_whole
from gpt_viz.records.origin import UNNAMED, Origin
from gpt_viz.records.pieces import Piece, quote
from gpt_viz.words import say

Measure = Literal["cosine", "euclidean", "dot"]
Pairs = Sequence[tuple[str, str]]

IN_NO_TEXT = {bytes([byte]) for byte in (0xC0, 0xC1, *range(0xF5, 0x100))}  # not in UTF-8
UNLEARNED = 0.7  # cosine with those bytes: of mini's tokens, all over it are parts of words


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The rows nearest to a vector: `ids` and `scores` ``(n,)``, `pieces` their names.

    Scores are cosines, dot products, or Euclidean distances (of which the smallest comes first).
    """

    ids: np.ndarray
    scores: np.ndarray
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, eq=False)
class Vectors:
    """A matrix of vectors with names: `matrix` is ``(V, D)``, row i belongs to ``names[i]``.

    `cut` tells how a text falls into rows: into one piece where it has a row of its own. `origin`
    says which model they are of.
    """

    matrix: np.ndarray
    names: Sequence[Piece]
    cut: Callable[[str], Sequence[Piece]]
    origin: Origin = UNNAMED

    def __len__(self) -> int:
        return len(self.matrix)

    @cached_property
    def norms(self) -> np.ndarray:
        """The length of each vector ``(V,)``."""
        norms: np.ndarray = np.linalg.norm(self.matrix, axis=1)
        return norms

    @cached_property
    def spread(self) -> float:
        """How large a single entry usually is: the root of the mean of all squared entries."""
        return float(np.sqrt(np.mean(self.norms.astype(np.float64) ** 2) / self.matrix.shape[1]))

    @cached_property
    def whole_words(self) -> np.ndarray:
        """Which rows are whole words, bool ``(V,)``: letters alone, and learned.

        Where the vocabulary writes words with the space before them, only those with it count.
        A part of a word that is always followed by the rest counts too, since it is written like
        a word, unless training left it alone (`unlearned`).
        """
        texts = [
            "" if piece.special else piece.bytes.decode("utf-8", "replace")
            for piece in self.names[:]
        ]
        space = " " if " the" in texts else ""
        words = [text.startswith(space) and text[len(space) :].isalpha() for text in texts]
        whole: np.ndarray = np.array(words) & ~self.unlearned
        return whole

    @cached_property
    def unlearned(self) -> np.ndarray:
        """Which rows were hardly trained, bool ``(V,)``: their mean cosine with rows that training
        cannot have taught anything, those of the 13 bytes that UTF-8 never uses, is over 0.7.

        They are mostly stepping stones of merges, such as " differe", which stands in the
        vocabulary only on the way to " different". They lie so close together that they would be
        neighbours of any rare word. A vocabulary without single bytes has none. Source of the
        idea: Land and Bartolo 2024, EMNLP.
        """
        untaught = [i for i, piece in enumerate(self.names[:]) if piece.bytes in IN_NO_TEXT]
        if not untaught:
            return np.zeros(len(self), dtype=bool)
        lengths = np.maximum(self.norms, 1e-12)
        middle = np.mean(self.matrix[untaught] / lengths[untaught, None], axis=0)
        unlearned: np.ndarray = self.matrix @ middle / lengths > UNLEARNED
        return unlearned

    def find(self, word: str) -> int:
        """The row of a word: with a space before it if there is one, else as it is.

        A `ValueError` shows the pieces of a word that has no row of its own.
        """
        word = word.strip()
        if not word:
            raise ValueError(say("there is no word to look up: write one"))
        for text in (f" {word}", word):
            pieces = [piece for piece in self.cut(text) if piece.bytes]
            if len(pieces) == 1:
                return pieces[0].id
        parts = " + ".join(quote(piece.bytes) for piece in self.cut(f" {word}"))
        if not parts:
            raise ValueError(say("{word!r} has no vector of its own here", word=word))
        raise ValueError(
            say("{word!r} has no vector of its own here: it is {parts}", word=word, parts=parts)
        )

    def has(self, word: str) -> bool:
        """Whether the word has a row of its own."""
        try:
            self.find(word)
        except ValueError:
            return False
        return True

    def known(self, text: str) -> str:
        """The list without its words, and without its pairs, that have no row of their own."""
        entries = [entry for entry in lists.words(text) if all(map(self.has, entry.split("/")))]
        return ", ".join(entries)

    def of(self, word: str) -> np.ndarray:
        """The vector ``(D,)`` of a word; a `ValueError` as in `find`."""
        vector: np.ndarray = self.matrix[self.find(word)]
        return vector

    def scores(self, vector: np.ndarray, measure: Measure = "cosine") -> np.ndarray:
        """How near each row is to a vector ``(D,)``: ``(V,)``, larger is nearer.

        `measure` is "cosine", "dot", or "euclidean": then minus the distance.
        """
        dots: np.ndarray = self.matrix @ vector
        if measure == "dot":
            return dots
        if measure == "euclidean":
            squared = self.norms**2 - 2 * dots + vector @ vector
            distances: np.ndarray = np.sqrt(np.maximum(squared, 0))
            return -distances
        if measure == "cosine":
            lengths = np.maximum(self.norms * np.linalg.norm(vector), 1e-12)
            return np.asarray(dots / lengths)
        raise ValueError(
            say("measure must be 'cosine', 'euclidean' or 'dot', got {measure!r}", measure=measure)
        )

    def nearest(
        self,
        vector: np.ndarray,
        n: int = 10,
        measure: Measure = "cosine",
        without: Collection[str] = (),
        words_only: bool = True,
    ) -> Neighbours:
        """The n rows nearest to a vector ``(D,)``, nearest first; equal ones by their number.

        Rows of the words in `without` do not count, nor do rows that are no whole word, unless
        `words_only` is False.
        """
        scores = self._scores(vector, measure, without, words_only)
        check_whole("n", n, 1, int(np.isfinite(scores).sum()))
        best = np.argpartition(-scores, n - 1)[:n]
        edge = scores[best].min()  # argpartition takes any of several equal rows at the edge
        candidates = np.flatnonzero(scores >= edge)
        ids = candidates[descending(scores[candidates])][:n]
        nearness = -scores[ids] if measure == "euclidean" else scores[ids]
        return Neighbours(ids, nearness, tuple(self.names[int(i)] for i in ids))

    def rank(
        self,
        word: str,
        vector: np.ndarray,
        measure: Measure = "cosine",
        without: Collection[str] = (),
        words_only: bool = True,
    ) -> int:
        """Which place a word takes among the rows nearest to a vector; 1 is the nearest."""
        scores = self._scores(vector, measure, without, words_only)
        own = self.find(word)
        if not np.isfinite(scores[own]):
            raise ValueError(say("{word!r} is left out here, so that it has no rank", word=word))
        return 1 + int(np.count_nonzero(scores > scores[own]))

    def _scores(
        self, vector: np.ndarray, measure: Measure, without: Collection[str], words_only: bool
    ) -> np.ndarray:
        scores = self.scores(vector, measure)
        if words_only:
            scores = np.where(self.whole_words, scores, -np.inf)
        scores[[self.find(word) for word in without]] = -np.inf
        return scores

    def analogy(self, a: str, b: str, c: str) -> np.ndarray:
        """``a - b + c``, ``(D,)``: king - man + woman. Source: Mikolov et al. 2013, NAACL."""
        vector: np.ndarray = self.of(a) - self.of(b) + self.of(c)
        return vector

    def differences(self, pairs: Pairs) -> np.ndarray:
        """Second minus first of each pair, ``(n, D)``."""
        if not pairs:
            raise ValueError(say("there must be at least one pair of words"))
        return np.stack([self.of(second) - self.of(first) for first, second in pairs])

    def direction(self, pairs: Pairs) -> np.ndarray:
        """The mean difference of the pairs, ``(D,)``: from singular to plural, for instance."""
        mean: np.ndarray = self.differences(pairs).mean(axis=0)
        return mean

    def principal_direction(self, pairs: Pairs) -> np.ndarray:
        """The direction ``(D,)`` of length 1 that the differences share most (first singular
        vector, not centred), pointing like their mean. Source: Bolukbasi et al. 2016, 5.1."""
        differences = self.differences(pairs)
        first = np.linalg.svd(differences, full_matrices=False)[2][0]
        return np.asarray(first if differences.mean(axis=0) @ first >= 0 else -first)

    def accuracy(self, direction: np.ndarray, pairs: Pairs) -> float:
        """The share of pairs whose second word has the larger dot product with a direction."""
        return float(np.mean(self.differences(pairs) @ direction > 0))

    def random_accuracies(self, pairs: Pairs, count: int = 1000, seed: int = 0) -> np.ndarray:
        """The same share for random directions, ``(count,)``: what no knowledge gives."""
        check_whole("count", count, 1, 100_000)
        random = np.random.default_rng(seed).standard_normal((self.matrix.shape[1], count))
        share: np.ndarray = np.mean(self.differences(pairs) @ random > 0, axis=0)
        return share
