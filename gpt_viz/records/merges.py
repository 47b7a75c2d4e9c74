"""Byte-pair encoding: how a byte-level tokenizer spells bytes, and how it merges them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise


@dataclass(frozen=True)
class Merge:
    """One round of byte-pair encoding: the symbols before it, and which two become one.

    `symbols[index]` and its right neighbour are joined; `rank` is the line of the merge table
    (0 was learned first). The last round has `index` None: no pair is in the table any more.
    """

    symbols: tuple[bytes, ...]
    index: int | None
    rank: int | None


def replay(letters: str, ranks: Mapping[tuple[str, str], int]) -> tuple[Merge, ...]:
    """Join the pair that was learned first, leftmost, until no pair is in the table.

    `letters` spell a word as byte-level tokenizers do, `ranks` is the merge table in the same
    spelling. Source: Sennrich et al. 2016, arXiv 1508.07909.
    """
    rounds = []
    symbols = tuple(letters)
    while True:
        known = [(ranks[pair], i) for i, pair in enumerate(pairwise(symbols)) if pair in ranks]
        rank, index = min(known, default=(None, None))
        rounds.append(Merge(tuple(map(letters_to_bytes, symbols)), index, rank))
        if index is None:
            return tuple(rounds)
        symbols = (*symbols[:index], symbols[index] + symbols[index + 1], *symbols[index + 2 :])


def letters_to_bytes(name: str) -> bytes:
    """The bytes that a byte-level tokenizer's name for a token stands for.

    A name with other letters than such names are made of stands for itself, in UTF-8.
    """
    table = _byte_of_letter()
    if not table.keys() >= set(name):
        return name.encode()
    return bytes(table[letter] for letter in name)


@lru_cache(maxsize=1)
def _byte_of_letter() -> dict[str, int]:
    """Byte-level names spell each byte as a visible letter: itself, or one from U+0100 on.

    Source: the GPT-2 encoder (Radford et al. 2019).
    """
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in visible]
    return {chr(b): b for b in visible} | {chr(0x100 + n): b for n, b in enumerate(hidden)}
