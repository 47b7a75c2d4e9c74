"""Lesson 00: does a loop append the likeliest token?"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from gpt_viz.check.verdict import Verdict, nothing_returned, tried
from gpt_viz.words import say, sentences

if TYPE_CHECKING:
    from gpt_viz.model.gpt import GPT

TEXTS = ("Once upon a time", "The king and the", "I")


def append_likeliest(function: Callable[[list[int]], Any], gpt: "GPT") -> Verdict:
    """Lesson 00: does ``function(ids)`` give the ids with the most likely next id appended?"""
    examples = [(repr(text), ([piece.id for piece in gpt.pieces(text)],)) for text in TEXTS]
    praise = say("Predict, choose, append: call it again and again, and it writes.")
    return tried(function, examples, lambda answer, ids: _fault(answer, ids, gpt), praise)


def _fault(answer: Any, ids: list[int], gpt: "GPT") -> str:
    if answer is None:
        return sentences(nothing_returned(answer), say("(list.append gives None.)"))
    if not isinstance(answer, list | tuple | np.ndarray):
        return say(
            "you returned one thing, {answer!r}; return all ids, the new one at the end.",
            answer=answer,
        )
    if isinstance(answer, np.ndarray) and len(answer) == len(ids):
        return say(
            "a list + an array adds their numbers; write ids + [new_id] to put one at the end."
        )
    if len(answer) != len(ids) + 1:
        return say(
            "you returned {returned} ids; {given} went in, so {expected} come out.",
            returned=len(answer),
            given=len(ids),
            expected=len(ids) + 1,
        )
    return _wrong_ids([*answer], ids, gpt.next_token(ids).order)


def _wrong_ids(answer: list[Any], ids: list[int], ranked: np.ndarray) -> str:
    last = answer[-1]
    if np.ndim(last):
        return say(
            "the last one, {last!r}, is an array of ids; take the id out of it with [0].",
            last=last,
        )
    if answer[:-1] != ids:
        return say("the ids that went in must come out unchanged, in front of the new one.")
    if last == ranked[-1]:
        return say("that is the least likely token; the likeliest has the largest logit.")
    if last != ranked[0]:
        return say(
            "id {last!r} is not the one with the largest logit, which is {right:d}.",
            last=last,
            right=ranked[0],
        )
    return ""
