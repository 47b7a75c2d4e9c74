"""Lesson 08: is a function a softmax, at every temperature?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gpt_viz.check.verdict import Examples, Verdict, nothing_returned, tried
from gpt_viz.maths import softmax
from gpt_viz.words import say

EXAMPLES = [
    ([2.0, 1.0, 0.0], 1.0),
    ([2.0, 1.0, 0.0], 2.0),
    ([3.4, -0.8, -5.0, 1.5], 0.5),
    ([1000.0, 999.0], 1.0),
    ([1000.0, 999.0], 0.5),
]


def temperature(function: Callable[[np.ndarray, float], Any]) -> Verdict:
    """Lesson 08: does ``function(logits, T)`` give softmax probabilities at temperature T?"""

    def watched(logits: np.ndarray, t: float) -> tuple[Any, np.ndarray]:
        with np.errstate(all="ignore"):
            return function(logits, t), logits

    praise = say("Divide, exp, share out: this is all that temperature does.")
    verdict = tried(watched, _examples(), _fault, praise)
    names = getattr(getattr(function, "__code__", None), "co_names", ())
    if verdict.right and "softmax" in names:
        return Verdict(
            False, say("It is right, but it calls softmax: write exp and the sum yourself.")
        )
    return verdict


def _examples() -> Examples:
    for logits, t in EXAMPLES:
        example = say("logits {logits} at T = {temperature:g}", logits=logits, temperature=t)
        yield example, (np.array(logits), t)


def _fault(watched: tuple[Any, np.ndarray], logits: np.ndarray, t: float) -> str:
    answer, given = watched
    wrong = _wrong_answer(answer, logits, t)
    if not wrong and given.tolist() != logits.tolist():
        return say(
            "the probabilities are right, but your function changed the logits it was given."
        )
    return wrong


def _wrong_answer(answer: Any, logits: np.ndarray, t: float) -> str:
    right = softmax(logits, t)
    if answer is None:
        return nothing_returned(answer)
    if np.shape(answer) != right.shape:
        return say(
            "there must be one probability for each logit, {count} in all; got {answer!r}.",
            count=right.size,
            answer=answer,
        )
    answer = np.asarray(answer, dtype=float)
    if np.allclose(answer, right, atol=1e-6):
        return ""
    if np.isnan(answer).any():
        return say(
            "exp overflowed, and infinity divided by infinity is not a number (or each exp was 0). "
            "Subtract the largest logit first."
        )
    return _mistake(answer, logits, t) or _other(answer, right)


def _other(answer: np.ndarray, right: np.ndarray) -> str:
    """What to say to an answer whose mistake is not known."""
    if np.allclose(answer, right, atol=0.01):
        return say(
            "it is near, but not exact: are the numbers rounded? They are {right}.",
            right=right.round(6),
        )
    numbers = {"right": right.round(3), "answer": answer.round(3)}
    if np.isclose(answer.sum(), 1):
        return say("expected {right}, got {answer}.", **numbers)
    return say(
        "they add up to {total:.3f}; expected {right}, got {answer}.",
        total=answer.sum(),
        **numbers,
    )


def _mistake(answer: np.ndarray, logits: np.ndarray, t: float) -> str:
    """A likely mistake that gives just this answer, in words."""
    plain = softmax(logits)
    scale = say("you scaled probabilities; scale the logits first, then apply softmax.")
    twice = say("you applied softmax twice: divide the logits, not probabilities.")
    multiplied = say("you multiplied by T; a higher T must flatten: divide by it.")
    unshared = say("exp is right; now divide by the sum, so that they add up to 1.")
    nothing = say(
        "T changed nothing: it must divide every logit (brackets, if you subtract first)."
    )
    for mistake, message in [
        (plain, nothing),
        (plain / t, scale),
        (softmax(plain, t), twice),
        (softmax(logits * t), multiplied),
        (np.exp(logits / t), unshared),
        (logits / logits.sum(), say("the logits were shared out without exp.")),
    ]:
        if np.allclose(answer, mistake, atol=1e-6):
            return message
    return ""
