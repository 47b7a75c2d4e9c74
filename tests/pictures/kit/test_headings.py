"""What stands above a picture: its lines, the legend, temperature and entropy in words."""

import math

import pytest

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import (
    entropy_words,
    heading_line,
    legend,
    temperature_words,
    write_heading,
)


def test_a_temperature_has_a_name_at_its_two_ends():
    names = [temperature_words(t) for t in (0, 0.7, 1, math.inf)]
    assert names == ["T = 0 (greedy)", "T = 0.7", "T = 1", "T = ∞ (all alike)"]


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        (0.0, "as hard to guess as 1 equally likely choice (entropy 0.00 bits)"),
        (1.0, "as hard to guess as 2 equally likely choices (entropy 1.00 bits)"),
        (13.55, "as hard to guess as 11,994 equally likely choices (entropy 13.55 bits)"),
    ],
)
def test_an_entropy_is_said_in_choices_and_in_bits(bits, text):
    assert entropy_words(bits) == text


def test_a_legend_gives_each_mark_its_colour():
    entries = [("■", "#123456", "drawn"), ("□", "#654321", "left out")]
    assert legend(entries) == (
        '<span style="color:#123456">■</span> drawn   <span style="color:#654321">□</span> left out'
    )


def test_phrases_in_a_line_stay_apart():
    assert heading_line("one") == "one"
    assert heading_line("one", "two", "three") == "one · two · three"


def test_a_heading_makes_room_for_itself():
    figure = theme.figure([], title="a", alt="1")
    write_heading(figure, ["one"])
    one = figure.layout.margin.t
    write_heading(figure, ["one", "two", "three"])
    assert figure.layout.margin.t >= one + 30
    assert figure.layout.title.text == "a"
    assert figure.layout.title.subtitle.text == "one<br>two<br>three"
