"""Lesson 07: is a vector read out?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gpt_viz.check.verdict import Examples, Verdict, nothing_returned, tried
from gpt_viz.maths import softmax
from gpt_viz.words import say

EXAMPLES = [
    ([1.0, 2.0], [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]),
    ([0.5, -1.0, 2.0], [[2.0, 1.0, 0.0], [1.0, -1.0, 1.5], [0.0, 3.0, 1.0], [-1.0, 0.0, -2.0]]),
    ([-1.0, -0.5], [[1.0, 1.0], [2.0, 0.5], [0.5, 0.25], [3.0, 3.0], [1.0, 2.0]]),
]


def read_out(function: Callable[[np.ndarray, np.ndarray], Any]) -> Verdict:
    """Lesson 07: does ``function(vector, matrix)`` give the likeliest id and its probability?"""
    praise = say("A dot product for each token, softmax, the largest: the model's last step.")
    return tried(function, _examples(), _fault, praise)


def _examples() -> Examples:
    for vector, matrix in EXAMPLES:
        example = say("vector {vector} and matrix {matrix}", vector=vector, matrix=matrix)
        yield example, (np.array(vector), np.array(matrix))


def _fault(answer: Any, vector: np.ndarray, matrix: np.ndarray) -> str:
    if answer is None:
        return nothing_returned(answer)
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return say("return two things, the id and its probability; got {answer!r}.", answer=answer)
    id, probability = answer
    if np.ndim(id) or np.ndim(probability):
        return say("return one id and one probability; you returned a whole array.")
    if not all(isinstance(value, int | float | np.number) for value in answer):
        return say("both must be numbers; got {answer!r}.", answer=answer)
    logits = matrix @ vector
    return _wrong_id(id, logits) or _wrong_probability(float(probability), logits)


def _wrong_id(id: Any, logits: np.ndarray) -> str:
    right = int(logits.argmax())
    if id == right:
        return ""
    if id == logits.argmin():
        return say(
            "id {id:d} has the smallest logit, {logit:g}; the likeliest has the largest.",
            id=id,
            logit=logits.min(),
        )
    return say(
        "id {id} is not the likeliest: the logits are {logits}, so it is id {right:d}.",
        id=str(id),
        logits=logits,
        right=right,
    )


def _wrong_probability(probability: float, logits: np.ndarray) -> str:
    expected = softmax(logits).max()
    if np.isclose(probability, expected, atol=1e-6):
        return ""
    for mistake, message in [
        (
            logits.max(),
            say("the id is right, but that is its logit: softmax makes it a probability."),
        ),
        (
            np.exp(logits.max()),
            say("exp is right; now divide by the sum of exp over all tokens."),
        ),
        (softmax(softmax(logits)).max(), say("you applied softmax twice.")),
    ]:
        if np.isclose(probability, mistake, atol=1e-6):
            return message
    return say(
        "the id is right, its probability is {expected:.3f}; got {probability:.3f}.",
        expected=expected,
        probability=probability,
    )
