"""Bars in panels: each number in its panel, with room for what is written beside it."""

import math

import numpy as np
import pytest

from gpt_viz.pictures.kit import panels, theme

COLUMNS = [np.array([1.0, -2.0, 0.0]), np.array([0.2, 0.8, 0.0]), np.array([3.0, -math.inf, 1.0])]
TEXTS = [["1", "−2", "0"], ["20 %", "80 %", "0 %"], ["3", "−∞", "1"]]
COLOURS = ["#000000", "#111111", "#222222"]


def test_panels_share_the_width():
    for count in (2, 4, 5):
        ends = [panels.left(i, count) + panels.width(count) for i in range(count)]
        gaps = [panels.left(i + 1, count) - ends[i] for i in range(count - 1)]
        assert ends[-1] == pytest.approx(1)
        assert gaps == pytest.approx([panels.GAP] * (count - 1))


def test_bars_hold_the_numbers():
    traces = panels.bars(COLUMNS, TEXTS, COLOURS)
    assert [trace.xaxis for trace in traces] == ["x"] * 3 + ["x2"] * 3 + ["x3"] * 3
    outlines, bars, numbers = traces[::3], traces[1::3], traces[2::3]
    assert all((outline.x == 0).all() for outline in outlines)
    assert [bar.x.tolist() for bar in bars] == [[1, -2, 0], [0.2, 0.8, 0], [3, 0, 1]]
    assert [bar.marker.color for bar in bars] == COLOURS
    assert [[text.strip() for text in number.text] for number in numbers] == TEXTS
    assert numbers[0].textposition == ("middle right", "middle left", "middle right")


def test_numbers_stand_beyond_the_outlines():
    behind = [np.array([2.0, -1.0, 1.0]), COLUMNS[1], COLUMNS[1]]
    numbers = panels.bars(COLUMNS, TEXTS, COLOURS, behind)[2]
    assert numbers.x.tolist() == [2, -2, 1]


def check_numbers_have_room(figure, columns) -> None:
    """On each side with a bar, and on the left of a −∞, the range goes on past the longest."""
    for i, column in enumerate(columns):
        low, high = figure.layout[f"xaxis{i + 1}" if i else "xaxis"].range
        finite = column[np.isfinite(column)]
        assert high > max(finite.max(), 0)
        assert low < min(finite.min(), 0) if (column < 0).any() else low == 0


def arranged():
    figure = theme.figure(panels.bars(COLUMNS, TEXTS, COLOURS), title="a", alt="b")
    panels.arrange(figure, ["x", "y", "z"], 3)
    panels.write_titles(figure, ["one", "two", "three"])
    panels.scale(figure, COLUMNS, 1)
    return figure


def test_every_panel_has_its_range_its_place_and_its_title():
    figure = arranged()
    check_numbers_have_room(figure, COLUMNS)
    assert figure.layout.xaxis2.range[0] == 0 and figure.layout.xaxis2.range[1] >= 1
    assert [*figure.layout.yaxis.ticktext] == ["x", "y", "z"]
    titles = {note.text: note.x for note in figure.layout.annotations}
    assert titles == {
        f"<b>{name}</b>": figure.layout[f"xaxis{i}" if i > 1 else "xaxis"].domain[0]
        for i, name in enumerate(["one", "two", "three"], start=1)
    }


def test_numbers_have_room_twin():
    figure = arranged()
    figure.layout.xaxis.range = [-2, 1]
    with pytest.raises(AssertionError):
        check_numbers_have_room(figure, COLUMNS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-1.234, "−1.23"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (2.5e9, "2.50e+09"),
    ],
)
def test_exact(value, text):
    assert panels.exact(value) == text
