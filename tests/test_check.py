"""The exercises' checks: the right answer passes, each likely mistake is called by its name."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gpt_viz import check
from gpt_viz.maths import softmax
from gpt_viz.model.gpt import GPT


def unsolved(*_: object) -> None:
    raise NotImplementedError


@pytest.mark.parametrize("name", ["append_likeliest", "read_back", "temperature"])
def test_unsolved_and_broken_exercises_get_a_verdict(name: str, mini: GPT) -> None:
    rest = [] if name == "temperature" else [mini]
    verdict = getattr(check, name)(unsolved, *rest)
    assert not verdict.right
    assert repr(verdict).startswith("✗ Not yet. Write the function above")
    broken = getattr(check, name)(lambda *_: 1 / 0, *rest)
    assert "ZeroDivisionError" in broken.message


def test_append_likeliest_right(mini: GPT) -> None:
    verdict = check.append_likeliest(lambda ids: [*ids, mini.next_token(ids).top(1)[0]], mini)
    assert verdict.right
    assert repr(verdict).startswith("✓ Right.")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda _, ids: ids.append(5), "returns nothing"),
        (lambda gpt, ids: gpt.next_token(ids).top(1)[0], "one thing"),
        (lambda gpt, ids: [gpt.next_token(ids).top(1)[0]], "1 ids"),
        (lambda gpt, ids: [*ids, gpt.next_token(ids).top(1)], "take the id out of it with [0]"),
        (lambda gpt, ids: ids + gpt.next_token(ids).top(1), "a list + an array adds"),
        (lambda gpt, ids: (ids.append(gpt.next_token(ids).top(1)), ids)[1], "array of ids"),
        (lambda gpt, ids: [*ids, gpt.next_token(ids).order[-1]], "least likely"),
        (lambda gpt, ids: [*ids, gpt.next_token(ids).order[1]], "not the one with the largest"),
        (lambda gpt, ids: [gpt.next_token(ids).top(1)[0], *ids], "unchanged, in front"),
    ],
)
def test_append_likeliest_mistakes(mini: GPT, answer: Callable[..., Any], message: str) -> None:
    verdict = check.append_likeliest(lambda ids: answer(mini, ids), mini)
    assert not verdict.right
    assert message in verdict.message


def test_read_back_right(mini: GPT) -> None:
    assert check.read_back(lambda pieces: b"".join(p.bytes for p in pieces).decode(), mini).right


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda _: None, "returns nothing"),
        (lambda pieces: b"".join(p.bytes for p in pieces), "these are bytes"),
        (lambda ps: "".join(p.bytes.decode(errors="replace") for p in ps), "half a character"),
        (lambda ps: "".join(p.bytes.decode(errors="ignore") for p in ps), "are gone"),
        (lambda ps: " ".join(p.bytes.decode().strip() for p in ps), "spaces are in the pieces"),
        (lambda ps: "".join(p.bytes.decode() for p in ps), "join the bytes of all pieces first"),
        (lambda _: "something", "you made 'something'"),
    ],
)
def test_read_back_mistakes(mini: GPT, answer: Callable[..., Any], message: str) -> None:
    verdict = check.read_back(answer, mini)
    assert not verdict.right
    assert message in verdict.message


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
