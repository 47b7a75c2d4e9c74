"""The exercise of lesson 05: the right answer passes, likely mistakes are called by name."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gpt_viz import check
from gpt_viz.maths import softmax


def scaled(query: np.ndarray, keys: np.ndarray) -> np.ndarray:
    return keys @ query / np.sqrt(len(query))


def late(keys: np.ndarray, position: int) -> np.ndarray:
    return np.arange(len(keys)) > position


def right(query: np.ndarray, keys: np.ndarray, position: int) -> np.ndarray:
    return softmax(np.where(late(keys, position), -np.inf, scaled(query, keys)))


def masked_with(value: float) -> Callable[..., np.ndarray]:
    return lambda q, k, p: softmax(np.where(late(k, p), value, scaled(q, k)))


def divided_by(power: float) -> Callable[..., np.ndarray]:
    return lambda q, k, p: softmax(np.where(late(k, p), -np.inf, k @ q / len(q) ** power))


def test_right() -> None:
    assert check.row_of_weights(right).right
    assert check.row_of_weights(masked_with(-1e9)).right
    assert check.row_of_weights(lambda *a: right(*a).tolist()).right


def raises(*_: Any) -> None:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (raises, "Write the function above"),
        (lambda *_: None, "returns nothing"),
        (lambda q, k, _: softmax(scaled(q, k)), "looks ahead"),
        (lambda q, k, p: softmax(scaled(q, k)) * ~late(k, p), "mask came after"),
        (masked_with(0.0), "a score of 0 is still a score"),
        (divided_by(0), "not divided by the square root"),
        (divided_by(1), "you divided by d"),
        (lambda q, k, p: np.where(late(k, p), -np.inf, scaled(q, k)), "softmax is missing"),
        (lambda q, k, p: softmax(np.where(late(k, p - 1), -np.inf, scaled(q, k))), "at itself"),
        (lambda q, k, p: right(q, k, p)[: p + 1], "left the later tokens out"),
        (lambda q, k, p: right(q, k, p) @ k, "one weight for each of the"),
        (lambda q, k, _: scaled(q, k) * np.nan, "NaN"),
        (lambda _, k, __: np.ones(len(k)) / len(k), "they add up to 1.000, and 0.400 lies"),
        (lambda q, k, _: q @ k, "stopped with ValueError"),
    ],
)
def test_mistakes(answer: Callable[..., Any], message: str) -> None:
    verdict = check.row_of_weights(answer)
    assert not verdict.right
    assert message in verdict.message
