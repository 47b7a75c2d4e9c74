"""The exercise of lesson 02: the right answer passes, likely mistakes are called by name."""

from collections.abc import Callable
from typing import Any

import pytest

from gpt_viz import check
from gpt_viz.model.gpt import GPT


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
