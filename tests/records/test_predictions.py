"""The scores of the next token: their order, and the place of one of them."""

import numpy as np

from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from tests.scores import random_scores, scores_of

VOCABULARY = [Piece(i, f" w{i}".encode()) for i in range(200)]


def test_order_and_top():
    scores = NextToken("", np.array([1, 5, 5, -np.inf, 7], np.float32), VOCABULARY)
    assert scores.order.tolist() == [4, 1, 2, 0, 3]
    assert scores.top(2).tolist() == [4, 1]
    assert scores.order is scores.order  # computed once


def test_a_rank_is_the_place_in_the_order() -> None:
    scores = random_scores(200)
    assert [scores.rank(int(id)) for id in scores.order] == [*range(1, 201)]
    tie = scores_of(["a", "b", "c"], [1.0, 2.0, 2.0])
    assert [tie.rank(id) for id in range(3)] == [3, 1, 1]
