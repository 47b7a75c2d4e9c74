"""A map in words: each row's strongest look, and nothing where there is nothing to see."""

import numpy as np
import pytest

from gpt_viz.pictures.attention.description import description, token_description
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import label
from tests.traces import pieces_of

PIECES = pieces_of(["a", " b", "c"])
NAN = np.nan
WEIGHTS = np.array([[1, NAN, NAN], [0.6, 0.4, NAN], [0.1, 0.7, 0.2]])


def check_rows(pieces, weights, words: str) -> None:
    """Each row with something to see is named with its largest weight."""
    rows = [i for i in range(len(weights)) if not np.isnan(weights[i]).all()]
    parts = words.split(", ")
    assert len(parts) == len(rows)
    for i, part in zip(rows, parts, strict=True):
        best = np.nanargmax(weights[i])
        token, other = label(pieces[i]), label(pieces[best])
        assert part == f"“{token}” looks most at “{other}” ({percent(weights[i, best])})"


def test_each_row_says_where_it_looks_most():
    check_rows(PIECES, WEIGHTS, description(PIECES, WEIGHTS))
    hidden = np.where([[1, 0, 0]], NAN, WEIGHTS)
    check_rows(PIECES, hidden, description(PIECES, hidden))
    with pytest.raises(AssertionError):
        check_rows(PIECES, WEIGHTS, description(PIECES, hidden))


def test_a_long_text_is_described_by_its_first_rows():
    pieces = pieces_of([f"w{i}" for i in range(40)])
    assert description(pieces, np.eye(40)).count("looks most at") == 12


def test_one_token_looks_or_is_looked_at():
    assert token_description(PIECES, WEIGHTS, 2, False) == (
        "“c” looks at “·b” (70.0 %), “c” (20.0 %), “a” (10.0 %)"
    )
    assert token_description(PIECES, WEIGHTS, 1, True) == (
        "“·b” is looked at by “c” (70.0 %), “·b” (40.0 %)"
    )


def test_nothing_to_see():
    empty = np.full((3, 3), NAN)
    assert description(PIECES, empty) == "nothing to see"
    for looked_at in (False, True):
        assert token_description(PIECES, empty, 1, looked_at) == "“·b”: nothing to see"
