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
        with np.errstate(all="ignore"):
            answer, problem = attempt(
                function, f"logits {logits} at T = {t:g}", np.array(logits), t
            )
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
