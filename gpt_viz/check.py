"""Checks for the lessons' exercises: they say what is wrong, not only that it is.

Each check takes the reader's own function, tries it on a few examples and gives a `Verdict`.
An exercise that is not written yet, or that raises an error, gets a verdict too: a notebook
always runs to its end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gpt_viz.maths import softmax

if TYPE_CHECKING:
    from gpt_viz.model.gpt import GPT
    from gpt_viz.model.tokens import Piece


@dataclass(frozen=True)
class Verdict:
    """Whether an exercise is solved, and what to tell the reader."""

    right: bool
    message: str

    def __repr__(self) -> str:
        return f"{'✓ Right.' if self.right else '✗ Not yet.'} {self.message}"


def append_likeliest(function: Callable[[list[int]], Any], gpt: "GPT") -> Verdict:
    """Lesson 00: does ``function(ids)`` give the ids with the most likely next id appended?"""
    for text in ("Once upon a time", "The king and the", "I"):
        ids = [piece.id for piece in gpt.pieces(text)]
        answer, problem = _try(function, text, list(ids))
        if problem:
            return problem
        wrong = _appended_wrongly(answer, ids, gpt)
        if wrong:
            return Verdict(False, f"For {text!r}: {wrong}")
    return Verdict(True, "Predict, choose, append: call it again and again, and it writes.")


def _appended_wrongly(answer: Any, ids: list[int], gpt: "GPT") -> str:
    """What is wrong with an answer to `append_likeliest`, in words; empty if it is right."""
    ranked = gpt.next_token(ids).order
    if answer is None:
        return "your function returns nothing. Does it end with return? (list.append gives None.)"
    if not isinstance(answer, list | tuple | np.ndarray):
        return f"you returned one thing, {answer!r}; return all ids, the new one at the end."
    if isinstance(answer, np.ndarray) and len(answer) == len(ids):
        return "a list + an array adds their numbers; write ids + [new_id] to put one at the end."
    if len(answer) != len(ids) + 1:
        return f"you returned {len(answer)} ids; {len(ids)} went in, so {len(ids) + 1} come out."
    answer = list(answer)
    if np.ndim(answer[-1]):
        return f"the last one, {answer[-1]!r}, is an array of ids; take the id out of it with [0]."
    if answer[:-1] != ids:
        return "the ids that went in must come out unchanged, in front of the new one."
    if answer[-1] == ranked[-1]:
        return "that is the least likely token; the likeliest has the largest logit."
    if answer[-1] != ranked[0]:
        return f"id {answer[-1]!r} is not the one with the largest logit, which is {ranked[0]}."
    return ""


def read_back(function: Callable[[Sequence["Piece"]], Any], gpt: "GPT") -> Verdict:
    """Lesson 02: does ``function(pieces)`` give the text that was cut into the pieces?"""
    for text in ("the cat sat", " two  spaces", "naïve café", "a 🤗 and 日本"):
        pieces = gpt.pieces(text)
        answer, problem = _try(function, text, pieces)
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
        return f"you made {answer!r}. {_HALF}"
    if answer == "".join(piece.bytes.decode("utf-8", "ignore") for piece in pieces):
        return f"you made {answer!r}: letters that were cut into several pieces are gone."
    if isinstance(answer, str) and answer.split() == text.split():
        return f"you made {answer!r}: the spaces are in the pieces already; add none, strip none."
    return f"you made {answer!r}."


def temperature(function: Callable[[np.ndarray, float], Any]) -> Verdict:
    """Lesson 08: does ``function(logits, T)`` give softmax probabilities at temperature T?"""
    examples = [([2.0, 1.0, 0.0], 1.0), ([2.0, 1.0, 0.0], 2.0), ([3.4, -0.8, -5.0, 1.5], 0.5)]
    for logits, t in [*examples, ([1000.0, 999.0], 1.0), ([1000.0, 999.0], 0.5)]:
        with np.errstate(all="ignore"):
            answer, problem = _try(function, f"logits {logits} at T = {t:g}", np.array(logits), t)
        if problem:
            return problem
        wrong = _heated_wrongly(answer, np.array(logits), t)
        if wrong:
            return Verdict(False, f"For logits {logits} at T = {t:g}: {wrong}")
    return Verdict(True, "Divide, exp, share out: this is all that temperature does.")


def _heated_wrongly(answer: Any, logits: np.ndarray, t: float) -> str:
    """What is wrong with an answer to `temperature`, in words; empty if it is right."""
    right = softmax(logits, t)
    if answer is None:
        return "your function returns nothing. Does it end with return?"
    if np.shape(answer) != right.shape:
        return f"there must be one probability for each logit, {right.size} in all; got {answer!r}."
    answer = np.asarray(answer, dtype=float)
    if np.allclose(answer, right, atol=1e-6):
        return ""
    if np.isnan(answer).any():
        return "exp overflowed (infinity divided by infinity). Subtract the largest logit first."
    plain = softmax(logits)
    for mistake, message in [
        (plain, "T changed nothing: where does it enter?"),
        (plain / t, "you scaled probabilities; scale the logits first, then apply softmax."),
        (softmax(plain, t), "you applied softmax twice: divide the logits, not probabilities."),
        (softmax(logits * t), "you multiplied by T; a higher T must flatten: divide by it."),
        (np.exp(logits / t), "exp is right; now divide by the sum, so that they add up to 1."),
        (logits / logits.sum(), "the logits were shared out without exp."),
    ]:
        if np.allclose(answer, mistake, atol=1e-6):
            return message
    return f"they add up to {answer.sum():.3f}; expected {right.round(3)}, got {answer.round(3)}."


_HALF = (
    "A piece may hold half a character, and half a character has no letter: join the bytes of all "
    "pieces first, then decode once."
)


def _try(function: Callable[..., Any], example: str, *given: Any) -> tuple[Any, Verdict | None]:
    """The function's answer, or the verdict on a function that is not there yet or breaks."""
    try:
        return function(*given), None
    except NotImplementedError:
        return None, Verdict(False, "Write the function above, then run both cells again.")
    except UnicodeDecodeError:
        return None, Verdict(False, f"For {example!r}: your function could not decode. {_HALF}")
    except Exception as error:
        stopped = f"your function stopped with {type(error).__name__}: {error}"
        return None, Verdict(False, f"For {example!r}: {stopped}")
