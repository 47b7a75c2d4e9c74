"""Boxes, wires and links as plotly gets them."""

import numpy as np

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.start.boxes import Box, arrow, circles, line, link, note, shapes, stack, words

BOXES = [Box("a <b>", ["one", "two"], 10, 20, 100, 40, learned=True), Box("b", [], 150, 20, 80, 40)]


def test_learned_boxes_are_tinted_and_the_others_grey() -> None:
    learned, other = shapes(BOXES)
    assert (learned.fillcolor, other.fillcolor) == (theme.CHIPS[0], theme.FAINT)
    assert (np.nanmin(learned.x), np.nanmax(learned.x)) == (10, 110)
    assert (np.nanmin(other.x), np.nanmax(other.x)) == (150, 230)


def test_a_stack_is_three_frames_with_the_box_itself_in_front() -> None:
    frames = stack(BOXES[0])
    assert [np.nanmin(frame.x) for frame in frames] == [22, 16, 10]
    assert [np.nanmin(frame.y) for frame in frames] == [8, 14, 20]


def test_words_stand_in_the_middle_and_the_name_is_literal() -> None:
    found = words(BOXES[0])
    assert (found["x"], found["y"]) == (60, 40)
    assert found["text"] == "<b>a &lt;b&gt;</b><br>one<br>two"
    assert note((1, 2), "x")["text"] == "x"


def test_wires() -> None:
    found = arrow((1, 2), (3, 4))
    assert [found[key] for key in ("ax", "ay", "x", "y")] == [1, 2, 3, 4]
    assert list(line([(0, 1), (2, 3)]).x) == [0, 2]
    assert list(circles([(0, 1), (2, 3)]).text) == ["+", "+"]


def test_links_lead_to_a_notebook_or_are_words() -> None:
    assert link("lesson 03", "") == "lesson 03"
    assert link("<i>", "x.ipynb") == '<a href="x.ipynb" target="_self">&lt;i&gt;</a>'
    assert '"><script>' not in link("q", '"><script>')
