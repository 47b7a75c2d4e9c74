"""Pieces: the tokens of a text, each with the bytes that it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Piece:
    """One token: its number in the vocabulary and the stretch of text that it stands for.

    `bytes` are UTF-8 and may be a part of a character only; they are empty for a token that the
    tokenizer added by itself. `special` tokens (end of text, begin) steer the model; `name` is
    their spelling in the vocabulary.
    """

    id: int
    bytes: bytes
    special: bool = False
    name: str = ""

    @property
    def text(self) -> str:
        """The bytes as text; what is no whole character becomes U+FFFD."""
        return self.bytes.decode("utf-8", "replace")


def characters(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Group neighbouring pieces so that each group holds whole characters.

    An emoji that was cut into four pieces comes back as one group of four. A special token is a
    group by itself. Bytes that never become a character (a model may write them) end their group
    where the next character begins.
    """
    groups: list[list[Piece]] = []
    unfinished = b""
    for piece in pieces:
        if unfinished and not piece.special and _utf8(unfinished + piece.bytes) != "broken":
            groups[-1].append(piece)
            data = unfinished + piece.bytes
        else:
            groups.append([piece])
            data = piece.bytes
        unfinished = data if _utf8(data) == "unfinished" else b""
    return [tuple(group) for group in groups]


def quote(data: bytes) -> str:
    """Bytes for a message: as text in quotes, or in hex where they are no character."""
    return repr(data.decode()) if _utf8(data) == "whole" else data.hex(" ").upper()


def _utf8(data: bytes) -> Literal["whole", "unfinished", "broken"]:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return "unfinished" if error.reason == "unexpected end of data" else "broken"
    return "whole"
