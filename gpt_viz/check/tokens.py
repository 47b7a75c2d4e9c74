"""Lesson 02: does the reader put the pieces together again?"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from gpt_viz.check.verdict import HALF, Verdict, attempt

if TYPE_CHECKING:
    from gpt_viz.model.gpt import GPT
    from gpt_viz.records.pieces import Piece


def read_back(function: Callable[[Sequence["Piece"]], Any], gpt: "GPT") -> Verdict:
    """Lesson 02: does ``function(pieces)`` give the text that was cut into the pieces?"""
    for text in ("the cat sat", " two  spaces", "naïve café", "a 🤗 and 日本"):
        pieces = gpt.pieces(text)
        answer, problem = attempt(function, repr(text), pieces)
        if problem:
            return problem
        if answer == text:
            continue
        return Verdict(False, f"For {text!r}: {_read_wrongly(answer, text, pieces)}")
    return Verdict(True, "The pieces hold every byte of the text, so nothing was lost.")


def _read_wrongly(answer: Any, text: str, pieces: Sequence["Piece"]) -> str:
    if answer is None:
        return "your function returns nothing. Does it end with return?"
    if isinstance(answer, bytes):
        return "these are bytes; the last step turns them into text: .decode()"
    if answer == "".join(piece.bytes.decode("utf-8", "replace") for piece in pieces):
        return f"you made {answer!r}. {HALF}"
    if answer == "".join(piece.bytes.decode("utf-8", "ignore") for piece in pieces):
        return f"you made {answer!r}: letters that were cut into several pieces are gone."
    if isinstance(answer, str) and answer.split() == text.split():
        return f"you made {answer!r}: the spaces are in the pieces already; add none, strip none."
    return f"you made {answer!r}."
