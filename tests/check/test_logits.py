"""The exercise of lesson 07: the right answer passes, likely mistakes are called by name."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gpt_viz import check
from gpt_viz.maths import softmax


def right(vector: np.ndarray, table: np.ndarray) -> tuple[Any, Any]:
    p = softmax(table @ vector)
    return p.argmax(), p.max()


def test_read_out_right() -> None:
    assert check.read_out(right).right
    assert check.read_out(lambda v, t: [int(right(v, t)[0]), float(right(v, t)[1])]).right


def test_the_hint_is_right() -> None:
    id, p = right(np.array([1, 2]), np.array([[1, 0], [0, 1], [-1, -1]]))
    assert (id, p.round(3)) == (1, 0.727)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda *_: None, "returns nothing"),
        (lambda v, t: right(v, t)[0], "return two things"),
        (lambda v, t: (t @ v, softmax(t @ v)), "a whole array"),
        (lambda *_: ("a", "b"), "both must be numbers"),
        (lambda v, t: ((t @ v).argmin(), 0.1), "has the smallest logit"),
        (lambda v, t: (int((t @ v).argmax()) - 1, 0.5), "is not the likeliest"),
        (lambda v, t: (right(v, t)[0], (t @ v).max()), "that is its logit"),
        (lambda v, t: (right(v, t)[0], np.exp((t @ v).max())), "divide by the sum"),
        (lambda v, t: (right(v, t)[0], softmax(softmax(t @ v)).max()), "softmax twice"),
        (lambda v, t: (right(v, t)[0], 0.1234), "got 0.123"),
        (lambda v, t: t.T @ v, "your function stopped with ValueError"),
    ],
)
def test_read_out_mistakes(answer: Callable[..., Any], message: str) -> None:
    verdict = check.read_out(answer)
    assert not verdict.right
    assert message in verdict.message
