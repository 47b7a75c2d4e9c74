"""Small made-up distributions, and what stands in a figure, for the tests of the pictures."""

from collections.abc import Iterator

import numpy as np

from gpt_viz.maths import softmax
from gpt_viz.records.draws import Step
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken

PROMPT = "Once upon a time, there was a"
HOSTILE = [
    *("<b>bold</b>", "a<br>b", "&lt;entity", "$a$", "a%{x}", "a%{customdata[1]}"),
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
]


def scores_of(words: list[str], logits: list[float] | np.ndarray, text: str = "") -> NextToken:
    vocabulary = [Piece(i, word.encode()) for i, word in enumerate(words)]
    return NextToken(text, np.array(logits, dtype=np.float32), vocabulary)


def random_scores(size: int = 500, seed: int = 0) -> NextToken:
    logits = np.random.default_rng(seed).normal(size=size) * 3
    return scores_of([f" w{i}" for i in range(size)], logits, "a text")


def steps_of(words: list[bytes | Piece], logits: np.ndarray | None = None) -> list[Step]:
    vocabulary = [w if isinstance(w, Piece) else Piece(i, w) for i, w in enumerate(words)]
    z = np.zeros(len(words)) if logits is None else logits
    scores = NextToken("", np.asarray(z, dtype=np.float32), vocabulary)
    p = softmax(scores.logits)
    return [Step(scores, p, p >= 0, piece, 0.5, 0) for piece in vocabulary]


def strings(value: object) -> Iterator[str]:
    """All texts inside a figure's description, without its words for those who cannot see."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "meta":
                yield from strings(inner)
    elif isinstance(value, list | tuple | np.ndarray) and not (
        isinstance(value, np.ndarray) and value.dtype.kind in "fiub"
    ):
        for inner in value:
            yield from strings(inner)
