"""Text to pieces and back: what the model reads instead of letters."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from operator import index
from typing import Any, overload

from tokenizers import Tokenizer as Backend

from gpt_viz.records.merges import Merge, letters_to_bytes, replay
from gpt_viz.records.pieces import Piece, quote
from gpt_viz.words import say

_BYTE_NAME = re.compile(r"<0x([0-9A-F]{2})>")


class Tokenizer(Sequence[Piece]):
    """A tokenizer and its vocabulary: ``tokenizer[id]`` is a `Piece`, ``len`` is V.

    V is the number of scores that the model gives; a model may have more than its tokenizer
    has names for, and such an id is a special piece called ``unused``.
    """

    def __init__(self, backend: Backend, size: int, begin: int | None = None) -> None:
        self._size, self._begin = size, begin
        self._added = backend.get_added_tokens_decoder()
        self._special_aware, self._literal = _copy(backend), _copy(backend)
        self._literal.encode_special_tokens = True

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, id: int) -> Piece: ...

    @overload
    def __getitem__(self, id: slice) -> list[Piece]: ...

    def __getitem__(self, id: int | slice) -> Piece | list[Piece]:
        if isinstance(id, slice):
            return [self[i] for i in range(*id.indices(self._size))]
        if not 0 <= index(id) < self._size:
            raise IndexError(
                say("id must be from 0 to {last:d}, got {id}", last=self._size - 1, id=str(id))
            )
        return self._piece(index(id))

    def pieces(self, text: str, special: bool = False) -> tuple[Piece, ...]:
        """Cut `text` into pieces; their bytes joined are the text's UTF-8.

        A special token's name in the text, such as ``<|endoftext|>``, is read as plain letters
        unless `special` is True. The empty text becomes the model's begin token if it has one.
        A `ValueError` says where a text holds half a character (a lone surrogate). Where a
        tokenizer rewrites texts before it cuts them (Qwen's composes accents), the bytes are
        those of the rewritten text: they are what the model reads.
        """
        check_text(text)
        encoding = (self._special_aware if special else self._literal).encode(text)
        if not encoding.ids and self._begin is not None:
            return (replace(self[self._begin], bytes=b""),)
        spans = zip(encoding.ids, encoding.offsets, strict=True)
        found = [self._in_text(id, text[start:end]) for id, (start, end) in spans]
        return tuple(_without_added_space(found, text.encode()))

    def text(self, ids: Sequence[int]) -> str:
        """The text that the ids stand for; bytes that are no whole character become U+FFFD.

        A begin token at the start, and a space that the tokenizer puts before every text, are
        not a part of the text.
        """
        pieces = [self[i] for i in ids]
        if pieces and pieces[0].id == self._begin:
            pieces = pieces[1:]
        text = b"".join(piece.bytes for piece in pieces).decode("utf-8", "replace")
        return text.removeprefix(" ") if self._adds_space else text

    def find(self, text: str) -> Piece:
        """The one token that spells `text`; a `ValueError` shows the pieces if it takes more."""
        pieces = [piece for piece in self.pieces(text) if piece.bytes]
        if len(pieces) != 1:
            if not pieces:
                raise ValueError(
                    say("{text!r} is not one token here but 0: nothing to read", text=text)
                )
            cut = " + ".join(quote(piece.bytes) for piece in pieces)
            raise ValueError(
                say(
                    "{text!r} is not one token here but {count}: {pieces}",
                    text=text,
                    count=len(pieces),
                    pieces=cut,
                )
            )
        return pieces[0]

    def first(self, text: str) -> Piece:
        """The first token of `text` itself, whatever the tokenizer puts before every text."""
        found = [piece for piece in self.pieces(text) if piece.bytes]
        if not found:
            raise ValueError(say("there is no text to read: write at least one letter"))
        return found[0]

    def merges(self, word: str) -> tuple[Merge, ...]:
        """Replay byte-pair encoding on one word, from single bytes to the word's tokens.

        A `ValueError` says so when `word` is more than one word to this tokenizer, or its tokens
        were not made by merging bytes.
        """
        check_text(word)
        if not self._is_byte_level:
            raise ValueError(
                say("this tokenizer does not merge bytes: there are no merges to replay")
            )
        if self._literal.normalizer:
            word = self._literal.normalizer.normalize_str(word)
        words = self._literal.pre_tokenizer.pre_tokenize_str(word)
        if len(words) != 1:
            raise ValueError(_several(word, [word[start:end] for _, (start, end) in words]))
        rounds = replay(words[0][0], self._merge_ranks)
        if len(rounds[-1].symbols) != sum(1 for piece in self.pieces(word) if piece.bytes):
            raise ValueError(
                say("{word!r} is in this vocabulary by itself, no merge made it", word=word)
            )
        return rounds

    @property
    def merge_count(self) -> int:
        """How many merges the tokenizer's table holds."""
        return len(self._merge_ranks)

    def _piece(self, id: int) -> Piece:
        """The vocabulary's entry, with the bytes behind its spelling there."""
        added = self._added.get(id)
        name = added.content if added else self._literal.id_to_token(id)
        if name is None:
            return Piece(id, b"", special=True, name=say("unused {id:d}", id=id))
        if added:
            return Piece(id, name.encode(), added.special, name if added.special else "")
        if self._is_byte_level:
            return Piece(id, letters_to_bytes(name))
        if match := _BYTE_NAME.fullmatch(name):
            return Piece(id, bytes([int(match[1], 16)]))
        return Piece(id, name.replace("▁", " ").encode())  # as SentencePiece writes a space

    def _in_text(self, id: int, span: str) -> Piece:
        """The piece as it stands in a text: a special one has only the bytes that it covers."""
        piece = self[id]
        return replace(piece, bytes=span.encode()) if piece.special else piece

    @cached_property
    def _spec(self) -> dict[str, Any]:
        spec: dict[str, Any] = json.loads(self._literal.to_str())
        return spec

    @cached_property
    def _is_byte_level(self) -> bool:
        return '"ByteLevel"' in json.dumps(self._spec["decoder"])

    @cached_property
    def _adds_space(self) -> bool:
        read = [self[id] for id in self._literal.encode("a").ids]
        return b"".join(piece.bytes for piece in read if not piece.special) == b" a"

    @cached_property
    def _merge_ranks(self) -> dict[tuple[str, str], int]:
        merges = self._spec["model"].get("merges", [])
        pairs = [m.split(" ") if isinstance(m, str) else m for m in merges]
        return {(left, right): rank for rank, (left, right) in enumerate(pairs)}


def check_text(text: str) -> None:
    """ValueError unless `text` is a string that can be written as UTF-8."""
    if not isinstance(text, str):
        raise ValueError(
            say("text must be a string, got {kind}: {text!r}", kind=type(text).__name__, text=text)
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise ValueError(
            say(
                "the text holds half a character ({half}, a lone surrogate) at position "
                "{position:d}; it has no UTF-8 bytes, so no tokenizer can read it",
                half=half,
                position=error.start,
            )
        ) from None


def _copy(backend: Backend) -> Backend:
    """A tokenizer of our own: nobody else can make it cut or fill up a text."""
    copy = Backend.from_str(backend.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy


def _without_added_space(pieces: list[Piece], data: bytes) -> list[Piece]:
    """Some tokenizers put a space before every text: take it off the first piece that has it."""
    if b"".join(piece.bytes for piece in pieces) != b" " + data:
        return pieces
    first = next(i for i, piece in enumerate(pieces) if piece.bytes)
    pieces[first] = replace(pieces[first], bytes=pieces[first].bytes[1:])
    return pieces


def _several(text: str, parts: Sequence[str]) -> str:
    """What a text falls into that is more than a word: three parts at most, none of them long."""
    first = [repr(part if len(part) <= 20 else f"{part[:19]}…") for part in parts[:3]]
    listing = " + ".join([*first, *("…" for _ in parts[3:4])]) or say("no letters")
    if len(text) > 40:
        return say(
            "merges happen inside one word; this text holds {count}: {parts}",
            count=len(parts),
            parts=listing,
        )
    return say(
        "merges happen inside one word; {text!r} holds {count}: {parts}",
        text=text,
        count=len(parts),
        parts=listing,
    )
