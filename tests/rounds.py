"""Rounds of writing over a small vocabulary, and what their pictures must hold."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.pictures.kit import theme
from gpt_viz.records.draws import Step, choose
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken

VOCABULARY = [Piece(i, f" w{i}".encode()) for i in range(40)]


SCORES = NextToken("Once upon a", np.random.default_rng(1).normal(size=40).astype("f4"), VOCABULARY)


def unlikely(scores: NextToken, top: int) -> list[Step]:
    """Rounds in which a token outside the `top` most likely was drawn."""
    rounds = [choose(scores, seed=seed) for seed in range(100)]
    return [step for step in rounds if step.piece.id not in scores.top(top)]


def assert_whole(heights: Sequence[float]) -> None:
    assert sum(heights) == pytest.approx(1, abs=1e-9)


def assert_no_draw(figure: go.Figure, tied: int) -> None:
    """`tied` bars share all, laid end to end they are the whole row; words stand for the marker."""
    assert "no draw, the largest wins" in figure.layout.title.text
    assert list(figure.data[0].x) == [1 / tied] * tied + [0] * (len(figure.data[0].x) - tied)
    assert list(figure.data[1].base) == pytest.approx([i / tied for i in range(tied)])
    assert list(figure.data[1].x) == pytest.approx([1 / tied] * tied)
    assert figure.data[1].marker.color[0] == theme.CHOSEN
    assert len(figure.data[2].x) == 0
    (note,) = figure.layout.annotations
    assert (note.text, note.bgcolor) == ("<b>no draw: the largest wins</b>", theme.PAPER)
    lowest_bar, row = figure.data[0].y[-1] + 0.36, figure.data[1].y[0] - 0.7
    assert lowest_bar < note.y - 10 / 24 < note.y + 10 / 24 < row  # 20 pixels high, a row is 24
