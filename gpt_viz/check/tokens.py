"""Lesson 02: are the pieces put together again?"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from gpt_viz.check.verdict import Verdict, half_a_character, nothing_returned, tried
from gpt_viz.words import say, sentences

if TYPE_CHECKING:
    from gpt_viz.model.gpt import GPT
    from gpt_viz.records.pieces import Piece

TEXTS = ("the cat sat", " two  spaces", "naïve café", "a 🤗 and 日本")


def read_back(function: Callable[[Sequence["Piece"]], Any], gpt: "GPT") -> Verdict:
    """Lesson 02: does ``function(pieces)`` give the text that was cut into the pieces?"""
    examples = [(repr(text), (gpt.pieces(text),)) for text in TEXTS]
    praise = say("The pieces hold every byte of the text, so nothing was lost.")
    return tried(function, examples, _fault, praise)


def _fault(answer: Any, pieces: Sequence["Piece"]) -> str:
    text = b"".join(piece.bytes for piece in pieces).decode()
    if answer == text:
        return ""
    if answer is None:
        return nothing_returned(answer)
    if isinstance(answer, bytes):
        return say("these are bytes; the last step turns them into text: .decode()")
    if answer == "".join(piece.bytes.decode("utf-8", "replace") for piece in pieces):
        return sentences(say("you made {answer!r}.", answer=answer), half_a_character())
    if answer == "".join(piece.bytes.decode("utf-8", "ignore") for piece in pieces):
        return say(
            "you made {answer!r}: letters that were cut into several pieces are gone.",
            answer=answer,
        )
    if isinstance(answer, str) and answer.split() == text.split():
        return say(
            "you made {answer!r}: the spaces are in the pieces already; add none, strip none.",
            answer=answer,
        )
    return say("you made {answer!r}.", answer=answer)
