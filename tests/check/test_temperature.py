"""The exercise of lesson 08: the right answer passes, likely mistakes are called by name."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gpt_viz import check
from gpt_viz.maths import softmax


def test_temperature_right() -> None:
    def divided(z: np.ndarray, t: float) -> np.ndarray:
        exps = np.exp((z - z.max()) / t)
        return exps / exps.sum()

    assert check.temperature(divided).right


def changed(z: np.ndarray, t: float) -> np.ndarray:
    z -= z.max()
    exps = np.exp(z / t)
    return exps / exps.sum()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda *_: None, "returns nothing"),
        (lambda z, _: softmax(z), "T changed nothing"),
        (lambda z, t: np.exp(z - z.max() / t) / np.exp(z - z.max() / t).sum(), "brackets"),
        (lambda z, t: softmax(z) / t, "scaled probabilities; scale the logits first"),
        (lambda z, t: softmax(softmax(z), t), "softmax twice"),
        (lambda z, t: softmax(z * t), "multiplied by T"),
        (lambda z, t: np.exp(z / t), "divide by the sum"),
        (lambda z, t: np.exp(z / t) / np.exp(z / t).sum(), "Subtract the largest logit"),
        (lambda z, t: np.exp(z / t - z.max()) / np.exp(z / t - z.max()).sum(), "overflowed"),
        (lambda *_: 0.5, "one probability for each logit"),
        (lambda z, _: z * 0, "add up to 0.000"),
        (lambda z, t: softmax(z, t), "write exp and the sum yourself"),
        (lambda z, t: np.round(np.exp(z / t) / np.exp(z / t).sum(), 3), "are the numbers rounded?"),
        (
            lambda z, t: np.exp(z / z.max() / t) / np.exp(z / z.max() / t).sum(),
            "at T = 1: expected",
        ),
        (lambda z, t: changed(z, t), "changed the logits"),
        (lambda *_: undefined, "For logits [2.0, 1.0, 0.0] at T = 1: your function stopped"),  # noqa: F821
    ],
)
def test_temperature_mistakes(answer: Callable[..., Any], message: str) -> None:
    verdict = check.temperature(answer)
    assert not verdict.right
    assert message in verdict.message
