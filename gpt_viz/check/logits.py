"""Lesson 07: does the reader read a vector out?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gpt_viz.check.verdict import Verdict, attempt
from gpt_viz.maths import softmax

EXAMPLES = [
    ([1.0, 2.0], [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]),
    ([0.5, -1.0, 2.0], [[2.0, 1.0, 0.0], [1.0, -1.0, 1.5], [0.0, 3.0, 1.0], [-1.0, 0.0, -2.0]]),
    ([-1.0, -0.5], [[1.0, 1.0], [2.0, 0.5], [0.5, 0.25], [3.0, 3.0], [1.0, 2.0]]),
]


def read_out(function: Callable[[np.ndarray, np.ndarray], Any]) -> Verdict:
    """Lesson 07: does ``function(vector, matrix)`` give the likeliest id and its probability?"""
    for vector, matrix in EXAMPLES:
        example = f"vector {vector} and matrix {matrix}"
        answer, problem = attempt(function, example, np.array(vector), np.array(matrix))
        if problem:
            return problem
        wrong = _read_wrongly(answer, np.array(matrix) @ np.array(vector))
        if wrong:
            return Verdict(False, f"For {example}: {wrong}")
    return Verdict(
        True, "A dot product for each token, softmax, the largest: the model's last step."
    )


def _read_wrongly(answer: Any, logits: np.ndarray) -> str:
    """What is wrong with an answer to `read_out`, in words; empty if it is right."""
    right = int(logits.argmax())
    if answer is None:
        return "your function returns nothing. Does it end with return?"
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return f"return two things, the id and its probability; got {answer!r}."
    id, probability = answer
    if np.ndim(id) or np.ndim(probability):
        return "return one id and one probability; you returned a whole array."
    if not all(isinstance(value, int | float | np.number) for value in answer):
        return f"both must be numbers; got {answer!r}."
    if id == logits.argmin() and id != right:
        return f"id {id} has the smallest logit, {logits.min():g}; the likeliest has the largest."
    if id != right:
        return f"id {id} is not the likeliest: the logits are {logits}, so it is id {right}."
    return _chance_wrongly(float(probability), logits)


def _chance_wrongly(probability: float, logits: np.ndarray) -> str:
    expected = softmax(logits).max()
    if np.isclose(probability, expected, atol=1e-6):
        return ""
    for mistake, message in [
        (logits.max(), "the id is right, but that is its logit: softmax makes it a probability."),
        (np.exp(logits.max()), "exp is right; now divide by the sum of exp over all tokens."),
        (softmax(softmax(logits)).max(), "you applied softmax twice."),
    ]:
        if np.isclose(probability, mistake, atol=1e-6):
            return message
    return f"the id is right, its probability is {expected:.3f}; got {probability:.3f}."
