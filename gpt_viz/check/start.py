"""Lesson 00: does the reader's loop append the likeliest token?"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from gpt_viz.check.verdict import Verdict, attempt

if TYPE_CHECKING:
    from gpt_viz.model.gpt import GPT


def append_likeliest(function: Callable[[list[int]], Any], gpt: "GPT") -> Verdict:
    """Lesson 00: does ``function(ids)`` give the ids with the most likely next id appended?"""
    for text in ("Once upon a time", "The king and the", "I"):
        ids = [piece.id for piece in gpt.pieces(text)]
        answer, problem = attempt(function, repr(text), list(ids))
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
