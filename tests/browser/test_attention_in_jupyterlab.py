"""Lesson 05 as a reader meets it: a click opens a head, and hover names who looks at whom."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GRID = re.compile(r"All \d+ × \d+ heads")
POINT = """(plot, k) => {
    const { xaxis, yaxis } = plot._fullLayout, { x, y } = plot._fullData[1];
    return { x: xaxis._offset + xaxis.l2p(x[k]), y: yaxis._offset + yaxis.l2p(y[k]) };
}"""
CELL = """(plot, [row, column]) => {
    const { xaxis2, yaxis2 } = plot._fullLayout;
    return { x: xaxis2._offset + xaxis2.l2p(column), y: yaxis2._offset + yaxis2.l2p(row) };
}"""


@pytest.fixture(scope="module")
def lesson05(opened):
    notebook = opened("05_attention.ipynb")
    yield notebook
    notebook.page.close()


@pytest.fixture
def grid(lesson05):
    plot = lesson05.page.locator("[role=img].js-plotly-plot").filter(has_text=GRID)
    plot.scroll_into_view_if_needed()
    return plot


def title(plot) -> str:
    return plot.evaluate("plot => plot.layout.title.text")


@pytest.mark.parametrize("k", [0, 2])
def test_a_click_on_a_thumbnail_opens_that_head(lesson05, grid, k):
    layer, head = grid.evaluate("(plot, k) => [...plot._fullData[1].customdata[k]]", k)
    place = grid.evaluate(POINT, k)
    grid.click(position={"x": place["x"] + 4, "y": place["y"] - 4})
    lesson05.wait()
    assert f"layer {layer}, head {head} is large" in title(grid)
    boxes = lesson05.output_of(grid).locator("input[type=text]")
    assert [box.input_value() for box in boxes.all()] == [str(layer), str(head)]
    assert lesson05.wrong() == []


def test_a_click_on_the_large_map_changes_nothing(lesson05, grid):
    before = title(grid)
    grid.click(position=grid.evaluate(CELL, [3, 1]))
    lesson05.wait()
    assert title(grid) == before


def test_hover_names_both_tokens_and_the_weight(grid):
    names, weight = grid.evaluate(
        """plot => [
            [3, 1].map(place => plot.layout.yaxis2.ticktext[place]), plot.data[2].z[3][1]
        ]"""
    )
    grid.hover(position=grid.evaluate(CELL, [3, 1]))
    said = grid.locator(".hoverlayer")
    expect(said).to_contain_text(f"{names[0]} looks at {names[1]}")
    expect(said).to_contain_text(f"{weight:.1%}")
