"""The exercise of lesson 08: the right answer passes, likely mistakes are called by name."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gpt_viz import check
from gpt_viz.maths import softmax


def test_temperature_right() -> None:
    assert check.temperature(softmax).right


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda *_: None, "returns nothing"),
        (lambda z, _: softmax(z), "T changed nothing"),
        (lambda z, t: softmax(z) / t, "scaled probabilities; scale the logits first"),
        (lambda z, t: softmax(softmax(z), t), "softmax twice"),
        (lambda z, t: softmax(z * t), "multiplied by T"),
        (lambda z, t: np.exp(z / t), "divide by the sum"),
        (lambda z, t: np.exp(z / t) / np.exp(z / t).sum(), "Subtract the largest logit"),
        (lambda z, t: np.exp(z / t - z.max()) / np.exp(z / t - z.max()).sum(), "overflowed"),
        (lambda *_: 0.5, "one probability for each logit"),
        (lambda z, _: z * 0, "add up to 0.000"),
    ],
)
def test_temperature_mistakes(answer: Callable[..., Any], message: str) -> None:
    verdict = check.temperature(answer)
    assert not verdict.right
    assert message in verdict.message
