"""What stands above the pictures of probabilities."""

import math

import pytest

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import entropy_words, temperature_words, write_heading
from gpt_viz.pictures.kit.text import escape, tick
from gpt_viz.records.pieces import Piece


def test_called():
    names = [temperature_words(t) for t in (0, 0.7, 1, math.inf)]
    assert names == ["T = 0 (greedy)", "T = 0.7", "T = 1", "T = ∞ (all alike)"]


def test_a_very_long_token_does_not_take_the_picture():
    assert tick(Piece(0, b"-" * 64)) == "-" * 19 + "…"
    assert tick(Piece(0, b"<b>")) == escape("<b>")


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        (0.0, "as hard to guess as 1 equally likely choice (entropy 0.00 bits)"),
        (1.0, "as hard to guess as 2 equally likely choices (entropy 1.00 bits)"),
        (13.55, "as hard to guess as 11,994 equally likely choices (entropy 13.55 bits)"),
    ],
)
def test_openness(bits, text):
    assert entropy_words(bits) == text


def test_a_heading_makes_room_for_itself():
    figure = theme.figure([], title="a", alt="1")
    write_heading(figure, ["one"])
    one = figure.layout.margin.t
    write_heading(figure, ["one", "two", "three"])
    assert figure.layout.margin.t >= one + 30
    assert figure.layout.title.text == "a"
    assert figure.layout.title.subtitle.text == "one<br>two<br>three"
