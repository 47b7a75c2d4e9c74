"""Lesson 08: is the reader's softmax one, at every temperature?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gpt_viz.check.verdict import Verdict, attempt
from gpt_viz.maths import softmax


def temperature(function: Callable[[np.ndarray, float], Any]) -> Verdict:
    """Lesson 08: does ``function(logits, T)`` give softmax probabilities at temperature T?"""
    examples = [([2.0, 1.0, 0.0], 1.0), ([2.0, 1.0, 0.0], 2.0), ([3.4, -0.8, -5.0, 1.5], 0.5)]
    for logits, t in [*examples, ([1000.0, 999.0], 1.0), ([1000.0, 999.0], 0.5)]:
        given, example = np.array(logits), f"logits {logits} at T = {t:g}"
        with np.errstate(all="ignore"):
            answer, problem = attempt(function, example, given, t)
        if problem:
            return problem
        wrong = _heated_wrongly(answer, np.array(logits), t)
        if not wrong and given.tolist() != logits:
            wrong = (
                "the probabilities are right, but your function changed the logits it was given."
            )
        if wrong:
            return Verdict(False, f"For {example}: {wrong}")
    if "softmax" in getattr(getattr(function, "__code__", None), "co_names", ()):
        return Verdict(False, "It is right, but it calls softmax: write exp and the sum yourself.")
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
        return (
            "exp overflowed, and infinity divided by infinity is not a number (or each exp was 0). "
            "Subtract the largest logit first."
        )
    named = _mistake(answer, logits, t)
    if named:
        return named
    if np.allclose(answer, right, atol=0.01):
        return f"it is near, but not exact: are the numbers rounded? They are {right.round(6)}."
    sums = "" if np.isclose(answer.sum(), 1) else f"they add up to {answer.sum():.3f}; "
    return f"{sums}expected {right.round(3)}, got {answer.round(3)}."


def _mistake(answer: np.ndarray, logits: np.ndarray, t: float) -> str:
    """A likely mistake that gives just this answer, in words."""
    plain = softmax(logits)
    for mistake, message in [
        (plain, "T changed nothing: it must divide every logit (brackets, if you subtract first)."),
        (plain / t, "you scaled probabilities; scale the logits first, then apply softmax."),
        (softmax(plain, t), "you applied softmax twice: divide the logits, not probabilities."),
        (softmax(logits * t), "you multiplied by T; a higher T must flatten: divide by it."),
        (np.exp(logits / t), "exp is right; now divide by the sum, so that they add up to 1."),
        (logits / logits.sum(), "the logits were shared out without exp."),
    ]:
        if np.allclose(answer, mistake, atol=1e-6):
            return message
    return ""
