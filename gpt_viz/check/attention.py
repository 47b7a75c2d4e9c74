"""Lesson 05: does the reader's row of attention add to 1, and look only back?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gpt_viz.check.verdict import Verdict, attempt
from gpt_viz.maths import softmax


def row_of_weights(function: Callable[[np.ndarray, np.ndarray, int], Any]) -> Verdict:
    """Lesson 05: does ``function(query, keys, position)`` give the weights of one look?

    The query is ``(d,)``, the keys ``(T, d)``; the answer is ``(T,)``: scores divided by the
    square root of d, nothing on tokens after the position, softmax.
    """
    rng = np.random.default_rng(0)
    for tokens, d, position in ((5, 4, 2), (6, 16, 5), (4, 64, 0)):
        query, keys = rng.normal(size=d) * 2, rng.normal(size=(tokens, d))
        example = f"{tokens} tokens, d = {d}, position {position}"
        answer, problem = attempt(function, example, query.copy(), keys.copy(), position)
        if problem:
            return problem
        wrong = _looked_wrongly(answer, query, keys, position)
        if wrong:
            return Verdict(False, f"For {example}: {wrong}")
    return Verdict(True, "Score, scale, mask, softmax: this is a row of attention.")


def _looked_wrongly(answer: Any, query: np.ndarray, keys: np.ndarray, position: int) -> str:
    """What is wrong with an answer to `row_of_weights`, in words; empty if it is right."""
    if answer is None:
        return "your function returns nothing. Does it end with return?"
    if np.shape(answer) == (position + 1,) != (len(keys),):
        return "you left the later tokens out; give one weight for each token, 0 for the later."
    if np.shape(answer) != (len(keys),):
        return f"there must be one weight for each of the {len(keys)} keys; got {answer!r:.80}."
    answer = np.asarray(answer, dtype=float)
    scores = keys @ query
    late = np.arange(len(keys)) > position
    if np.allclose(answer, _right(scores / np.sqrt(query.size), late), atol=1e-6):
        return ""
    for mistake, message in _mistakes(scores, late, query.size):
        if answer.shape == mistake.shape and np.allclose(answer, mistake, atol=1e-6):
            return message
    if np.isnan(answer).any():
        return "there is a NaN: a mask must be added to the scores or put in their place."
    return f"they add up to {answer.sum():.3f}, and {answer[late].sum():.3f} lies on later tokens."


def _right(scaled: np.ndarray, late: np.ndarray) -> np.ndarray:
    return softmax(np.where(late, -np.inf, scaled))


def _mistakes(scores: np.ndarray, late: np.ndarray, d: int) -> list[tuple[np.ndarray, str]]:
    """Likely answers, and what to say to each."""
    scaled = scores / np.sqrt(d)
    after = np.where(late, 0.0, softmax(scaled))
    itself = np.append(late[1:], True)  # masked too
    return [
        (softmax(scaled), "it looks ahead: later tokens need a score of -np.inf."),
        (after, "the mask came after the softmax: the row no longer adds to 1. Mask first."),
        (softmax(np.where(late, 0.0, scaled)), "a score of 0 is still a score: use -np.inf."),
        (_right(scores, late), "the scores were not divided by the square root of d."),
        (_right(scores / d, late), "you divided by d; divide by its square root."),
        (np.where(late, -np.inf, scaled), "these are the masked scores; softmax is missing."),
        (_right(scaled, itself & ~late[0]), "a token may look at itself: mask only later ones."),
    ]
