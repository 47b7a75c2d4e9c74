"""What stands above the pictures of probabilities."""

import math

import pytest

from gpt_viz.pictures import theme
from gpt_viz.pictures.headings import called, head, openness, short
from gpt_viz.records.pieces import Piece


def test_called():
    names = [called(t) for t in (0, 0.7, 1, math.inf)]
    assert names == ["T = 0 (greedy)", "T = 0.7", "T = 1", "T = ∞ (all alike)"]


def test_a_very_long_token_does_not_take_the_picture():
    assert short(Piece(0, b"-" * 64)) == "-" * 19 + "…"
    assert short(Piece(0, b"<b>")) == theme.escape("<b>")


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        (0.0, "as hard to guess as 1 equally likely choice (entropy 0.00 bits)"),
        (1.0, "as hard to guess as 2 equally likely choices (entropy 1.00 bits)"),
        (13.55, "as hard to guess as 11,994 equally likely choices (entropy 13.55 bits)"),
    ],
)
def test_openness(bits, text):
    assert openness(bits) == text


def test_a_heading_makes_room_for_itself():
    figure = theme.figure([], title="a", alt="1")
    head(figure, ["one"])
    one = figure.layout.margin.t
    head(figure, ["one", "two", "three"])
    assert figure.layout.margin.t >= one + 30
    assert figure.layout.title.text == "a"
    assert figure.layout.title.subtitle.text == "one<br>two<br>three"
