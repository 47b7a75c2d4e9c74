"""The exercise of lesson 00: the right answer passes, likely mistakes are called by name."""

from collections.abc import Callable
from typing import Any

import pytest

from gpt_viz import check
from gpt_viz.model.gpt import GPT


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
