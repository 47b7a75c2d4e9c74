"""Lesson 05: does a row of attention add to 1, and look only back?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gpt_viz.check.verdict import Examples, Verdict, nothing_returned, tried
from gpt_viz.maths import softmax
from gpt_viz.words import say


def row_of_weights(function: Callable[[np.ndarray, np.ndarray, int], Any]) -> Verdict:
    """Lesson 05: does ``function(query, keys, position)`` give the weights of one row?

    The query is ``(d,)``, the keys ``(T, d)``; the answer is ``(T,)``: scores divided by the
    square root of d, nothing on tokens after the position, softmax.
    """
    praise = say("Score, scale, mask, softmax: this is a row of attention.")
    return tried(function, _examples(), _fault, praise)


def _examples() -> Examples:
    rng = np.random.default_rng(0)
    for tokens, d, position in ((5, 4, 2), (6, 16, 5), (4, 64, 0)):
        query, keys = rng.normal(size=d) * 2, rng.normal(size=(tokens, d))
        size = {"tokens": tokens, "d": d, "position": position}
        yield say("{tokens} tokens, d = {d}, position {position}", **size), (query, keys, position)


def _fault(answer: Any, query: np.ndarray, keys: np.ndarray, position: int) -> str:
    count = len(keys)
    if answer is None:
        return nothing_returned(answer)
    if np.shape(answer) == (position + 1,) != (count,):
        return say(
            "you left the later tokens out; give one weight for each token, 0 for the later."
        )
    if np.shape(answer) != (count,):
        return say(
            "there must be one weight for each of the {count} keys; got {answer!r:.80}.",
            count=count,
            answer=answer,
        )
    late = np.arange(count) > position
    return _wrong_numbers(np.asarray(answer, dtype=float), keys @ query, late, query.size)


def _wrong_numbers(answer: np.ndarray, scores: np.ndarray, late: np.ndarray, d: int) -> str:
    if np.allclose(answer, _right(scores / np.sqrt(d), late), atol=1e-6):
        return ""
    for mistake, message in _mistakes(scores, late, d):
        if answer.shape == mistake.shape and np.allclose(answer, mistake, atol=1e-6):
            return message
    if np.isnan(answer).any():
        return say("there is a NaN: a mask must be added to the scores or put in their place.")
    return say(
        "they add up to {total:.3f}, and {late:.3f} lies on later tokens.",
        total=answer.sum(),
        late=answer[late].sum(),
    )


def _right(scaled: np.ndarray, late: np.ndarray) -> np.ndarray:
    return softmax(np.where(late, -np.inf, scaled))


def _mistakes(scores: np.ndarray, late: np.ndarray, d: int) -> list[tuple[np.ndarray, str]]:
    """Likely answers, and what to say to each."""
    scaled = scores / np.sqrt(d)
    after = np.where(late, 0.0, softmax(scaled))
    itself = np.append(late[1:], True) & ~late[0]  # masked too
    return [
        (softmax(scaled), say("it looks ahead: later tokens need a score of -np.inf.")),
        (
            after,
            say("the mask came after the softmax: the row no longer adds to 1. Mask first."),
        ),
        (
            softmax(np.where(late, 0.0, scaled)),
            say("a score of 0 is still a score: use -np.inf."),
        ),
        (_right(scores, late), say("the scores were not divided by the square root of d.")),
        (_right(scores / d, late), say("you divided by d; divide by its square root.")),
        (
            np.where(late, -np.inf, scaled),
            say("these are the masked scores; softmax is missing."),
        ),
        (
            _right(scaled, itself),
            say("a token may look at itself: mask only later ones."),
        ),
    ]
