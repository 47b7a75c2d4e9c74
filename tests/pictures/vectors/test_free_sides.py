"""Names step aside for points and for each other, and stand above their points where they can."""

import numpy as np
import pytest

from gpt_viz.pictures.vectors.free_sides import SIDES, Type, free_sides

SIZE = Type(letter=10, line=20, gap=5)


@pytest.mark.parametrize(
    ("points", "side"),
    [
        ([(0, 0)], "top center"),
        ([(0, 0), (0, 15)], "bottom center"),
        ([(0, 0), (0, 15), (0, -15)], "middle right"),
        ([(0, 0), (0, 15), (0, -15), (20, 0)], "middle left"),
        ([(0, 0), (30, 0)], "top center"),  # beside the name, not under it
    ],
)
def test_a_name_takes_the_first_side_without_a_point(points, side: str) -> None:
    assert free_sides(np.array(points, dtype=float), ["name"] * len(points), SIZE)[0] == side


def test_a_later_name_steps_aside_for_an_earlier_one() -> None:
    points = np.array([(0.0, 0.0), (30.0, 0.0)])
    assert free_sides(points, ["name", "name"], SIZE) == ["top center", "bottom center"]
    assert free_sides(points, ["a", "b"], SIZE) == ["top center", "top center"]
    assert free_sides(points, ["a", "\u65e5\u672c\u8a9e"], SIZE) != ["top center", "top center"]


def test_where_no_side_is_free_the_name_lies_where_it_hides_least() -> None:
    crowd = np.zeros((12, 2))
    sides = free_sides(crowd, ["name"] * 12, SIZE)
    assert {*sides} == {*SIDES}
