"""The training text: documents by group, cut into tokens, drawn in proportion to their weight."""

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training import drills

END_OF_TEXT = "<|endoftext|>"

# How often each group is shown, compared with once through the novels. The simplest text is shown
# most, since the lessons use its words; the facts, since they are few.
WEIGHTS = {
    "classics": 1.0,
    "se-fiction": 1.0,
    "speeches": 1.0,
    "textbook": 1.0,
    "kids": 2.0,
    "pg-kids": 2.0,
    "se-kids": 2.0,
    "wordnet": 2.0,
    "news-simple": 2.0,
    "picture-books": 3.0,
    "factbook": 4.0,
    "drills": 8.0,
}


def documents(path: Path) -> Iterator[str]:
    """The documents of a file of the corpus, `path` or `path` + .xz, one after the other."""
    lines: list[str] = []
    packed = path.with_name(path.name + ".xz")
    with lzma.open(packed, "rt", encoding="utf8") if packed.exists() else path.open() as file:
        for line in file:
            if line.rstrip("\n") == END_OF_TEXT:
                yield "".join(lines).strip()
                lines = []
            else:
                lines.append(line)


def groups(folder: Path) -> Iterator[tuple[str, str]]:
    """Each training document with the name of its group."""
    yield from zip(group_names(folder), documents(folder / "simple.txt"), strict=True)
    yield from (("classics", text) for text in documents(folder / "classics.txt"))
    yield from (("drills", text) for text in drills.documents())


def group_names(folder: Path) -> list[str]:
    """The group of each document of simple.txt, in its order."""
    packed = folder / "simple.groups.txt.xz"
    if packed.exists():
        return lzma.open(packed, "rt").read().split()
    return (folder / "simple.groups.txt").read_text().split()


def encode(tokenizer: Tokenizer, texts: list[str]) -> np.ndarray:
    """The texts as one row of tokens, each after the token that ends (and begins) a text."""
    end = tokenizer.token_to_id(END_OF_TEXT)
    parts = [
        np.array([end, *encoding.ids], np.uint16)
        for first in range(0, len(texts), 256)
        for encoding in tokenizer.encode_batch(texts[first : first + 256])
    ]
    return np.concatenate(parts)


def pack(folder: Path, tokenizer: Tokenizer, out: Path) -> None:
    """Write the tokens of each group, and of the held-out text, to `out` as .npy files."""
    by_group: dict[str, list[str]] = {}
    for group, text in groups(folder):
        by_group.setdefault(group, []).append(text)
    for group, texts in by_group.items():
        np.save(out / f"{group}.npy", encode(tokenizer, texts))
    np.save(out / "valid.npy", encode(tokenizer, [*documents(folder / "valid.txt")]))


@dataclass(frozen=True)
class Mixture:
    """The packed groups, and windows drawn from them."""

    tokens: dict[str, np.ndarray]
    context: int

    @classmethod
    def open(cls, folder: Path, context: int) -> "Mixture":
        """Open what `pack` wrote."""
        tokens = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in WEIGHTS}
        return cls(tokens, context)

    def shares(self) -> dict[str, float]:
        """Which share of what is shown comes from each group."""
        parts = {name: WEIGHTS[name] * len(row) for name, row in self.tokens.items()}
        return {name: part / sum(parts.values()) for name, part in parts.items()}

    def counts(self, vocabulary: int) -> np.ndarray:
        """How often each token is shown in one round: (V,)."""
        counts = np.zeros(vocabulary)
        for name, row in self.tokens.items():
            counts += WEIGHTS[name] * np.bincount(row, minlength=vocabulary)
        return counts

    def order(self, seed: int) -> list[tuple[str, int]]:
        """Where each window of one round through the text begins, shuffled.

        Windows of a group do not overlap within a pass, so that nothing is seen twice before all
        has been seen once; each pass begins somewhere else.
        """
        rng = np.random.default_rng(seed)
        starts = [start for name in self.tokens for start in self._passes(name, rng)]
        return [starts[i] for i in rng.permutation(len(starts))]

    def _passes(self, name: str, rng: np.random.Generator) -> Iterator[tuple[str, int]]:
        """The windows of `weight` passes through one group."""
        for _ in range(round(WEIGHTS[name])):
            first = int(rng.integers(self.context))
            last = len(self.tokens[name]) - self.context
            yield from ((name, start) for start in range(first, last, self.context))

    def batch(self, places: list[tuple[str, int]]) -> np.ndarray:
        """The windows at these places, with the token that follows each: (B, T + 1)."""
        windows = [self.tokens[name][start : start + self.context + 1] for name, start in places]
        return np.stack(windows).astype(np.int64)
