"""The exercise of lesson 03: the right answer passes, likely mistakes are called by name."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gpt_viz import check
from gpt_viz.check.embeddings import PAIRS, made_up
from gpt_viz.records.vectors import Pairs, Vectors


def results(vectors: Vectors, pairs: Pairs) -> list[bool]:
    """For each pair, whether the direction of all others gets it right; in plain loops."""
    found = []
    for left_out in range(len(pairs)):
        direction = np.zeros(vectors.matrix.shape[1])
        for i, (first, second) in enumerate(pairs):
            if i != left_out:
                direction += vectors.of(second) - vectors.of(first)
        first, second = pairs[left_out]
        found.append(bool(vectors.of(second) @ direction > vectors.of(first) @ direction))
    return found


def share(vectors: Vectors, pairs: Pairs) -> float:
    return sum(results(vectors, pairs)) / len(pairs)


def of_others(vectors: Vectors, pairs: Pairs) -> float:
    rest = [[other for other in pairs if other != pair] for pair in pairs]
    return float(np.mean([vectors.accuracy(vectors.direction(r), r) for r in rest]))


def test_leave_one_out_right() -> None:
    assert check.leave_one_out(share).right
    assert check.leave_one_out(lambda v, p: np.mean(results(v, p))).right


def test_the_made_up_vectors_tell_the_mistakes_apart() -> None:
    vectors = made_up(0)
    seen = vectors.accuracy(vectors.direction(PAIRS), PAIRS)
    found = [share(vectors, PAIRS), seen, 1 - share(vectors, PAIRS), of_others(vectors, PAIRS)]
    assert len({round(value, 6) for value in found}) == 4
    assert found[0] < seen


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda *_: None, "returns nothing"),
        (results, "one result for each pair"),
        (lambda v, p: sum(results(v, p)), "how many are right; divide by all 5 pairs"),
        (lambda v, p: v.accuracy(v.direction(p), p), "helped to make its own direction"),
        (lambda v, p: 1 - share(v, p), "second minus first"),
        (of_others, "test the one left out"),
        (lambda v, p: v.accuracy(v.direction(p[:-1]), p[-1:]), "only one pair was left out"),
        (lambda v, p: [v, p], "return one number"),
        (lambda *_: "0.6", "return one number, the share of pairs that are right; got '0.6'"),
        (lambda *_: 0.123, "a share of 0.60 is right, got 0.12"),
        (lambda v, p: sum(results(v, p)) / 5, "For 3 pairs of made-up vectors: a share of 0.67"),
    ],
)
def test_leave_one_out_mistakes(answer: Callable[..., Any], message: str) -> None:
    verdict = check.leave_one_out(answer)
    assert not verdict.right
    assert message in verdict.message
