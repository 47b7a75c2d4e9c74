"""Lesson 03: is a direction tested on pairs that it has not seen?"""

from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np

from gpt_viz.check.verdict import Examples, Verdict, nothing_returned, tried
from gpt_viz.records.pieces import Piece
from gpt_viz.records.vectors import Pairs, Vectors
from gpt_viz.words import say

PAIRS = [("cat", "cats"), ("dog", "dogs"), ("owl", "owls"), ("cow", "cows"), ("hen", "hens")]


def leave_one_out(function: Callable[[Vectors, Pairs], Any]) -> Verdict:
    """Lesson 03: is ``function(vectors, pairs)`` the share of pairs that the others get right?

    It is tried on a few made-up vectors, in which a pair that helps to make its own direction
    is right more often than one that does not.
    """
    praise = say("No pair was judged by a direction that it had helped to make.")
    return tried(function, _examples(), _fault, praise)


def _examples() -> Examples:
    for seed, pairs in ((0, PAIRS), (1, PAIRS), (2, PAIRS[:3])):
        example = say("{count} pairs of made-up vectors", count=len(pairs))
        yield example, (made_up(seed), [*pairs])


def made_up(seed: int) -> Vectors:
    """Random vectors for the words of `PAIRS`, whose differences share a weak direction."""
    words = [word for pair in PAIRS for word in pair]
    pieces = [Piece(id, word.encode()) for id, word in enumerate(words)]
    matrix = np.random.default_rng(seed).standard_normal((len(words), 4))
    matrix[1::2, 0] += 0.5
    return Vectors(
        matrix, pieces, lambda text: [pieces[words.index(text)]] if text in words else []
    )


def _shares(vectors: Vectors, pairs: Pairs) -> dict[str, float]:
    """The right answer, and what likely mistakes give."""
    rest = [[other for other in pairs if other != pair] for pair in pairs]
    alone = [vectors.accuracy(vectors.direction(r), [p]) for r, p in zip(rest, pairs, strict=True)]
    return {
        "right": float(np.mean(alone)),
        "seen": vectors.accuracy(vectors.direction(pairs), pairs),
        "one": vectors.accuracy(vectors.direction(pairs[:-1]), [pairs[-1]]),
        "others": float(np.mean([vectors.accuracy(vectors.direction(r), r) for r in rest])),
    }


def _fault(answer: Any, vectors: Vectors, pairs: Pairs) -> str:
    count = len(pairs)
    if answer is None:
        return nothing_returned(answer)
    if isinstance(answer, list | tuple | np.ndarray) and len(answer) == count:
        return say("you returned one result for each pair; return their mean, one number.")
    if not isinstance(answer, Real):
        return say(
            "return one number, the share of pairs that are right; got {answer!r:.60}.",
            answer=answer,
        )
    return _wrong_share(float(answer), _shares(vectors, pairs), count)


def _wrong_share(answer: float, share: dict[str, float], count: int) -> str:
    total = say("that is how many are right; divide by all {count} pairs.", count=count)
    seen = say("each pair helped to make its own direction: leave it out.")
    turned = say("the second word should lie further along: second minus first.")
    others = say("you tested the pairs that made the direction; test the one left out.")
    one = say("only one pair was left out; let each be left out in its turn.")
    for mistake, message in [
        (share["right"], ""),
        (share["right"] * count, total),
        (share["seen"], seen),
        (1 - share["right"], turned),
        (share["others"], others),
        (share["one"], one),
    ]:
        if np.isclose(answer, mistake):
            return message
    return say(
        "a share of {right:.2f} is right, got {answer:.2f}.", right=share["right"], answer=answer
    )
