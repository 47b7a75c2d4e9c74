"""What all labs share: one module for the page, values checked on both sides, words to stand in."""

import re

import plotly.graph_objects as go
import pytest
from ipywidgets.widgets.widget import _instances

from gpt_viz.page.bundle import HERE, bundle
from gpt_viz.pictures.kit import theme
from gpt_viz.ranges import check_whole
from gpt_viz.widgets.lab import Chosen, Lab
from tests.source_gates import unsafe_scripts
from tests.wire import Wire

SCRIPTS = {
    path.relative_to(HERE).as_posix(): path.read_text("utf-8") for path in HERE.rglob("*.js")
}


def at_most_nine(_: Lab, value: object) -> int:
    check_whole("count", value, 0, 9)
    return int(value)


SOURCE = """
import { initialize } from "./kit/hearing.js";
import { opened } from "./kit/lab.js";
export default { initialize, render: ({ model, el }) => opened(model, el, "counting").end };
"""


class Counting(Lab):
    _esm = bundle("counting.js", {"counting.js": SOURCE})
    count = Chosen(3, at_most_nine)

    def figure(self) -> go.Figure:
        return theme.figure([], title="", alt=f"{self.count} <b>sheep</b>")


def test_a_page_gets_one_module_and_the_colours():
    state = Counting().get_state()
    assert state["_esm"].count("function opened(") == 1
    assert not re.search("^import", state["_esm"], re.MULTILINE)
    assert ".gpt-lab" in state["_css"]
    assert state["_colours"]["ink"] == (theme.INK, theme.PALETTE["ink"][1])
    assert state["_marks"] == []


def test_both_sides_set_a_value():
    one = Counting(count=4)
    assert (one.count, one.get_state("count")["count"]) == (4, 4)
    wire = Wire(one)
    one.count = 7
    assert [state for state, _, _ in wire.sent] == [{"count": 7}]
    one.set_state({"count": 5})  # as the page does
    assert one.count == 5


@pytest.mark.parametrize("bad", [10, -1, 2.5, "3", None, True])
def test_a_bad_value_names_what_is_possible_and_the_last_good_one_stays(bad):
    one = Counting(count=4)
    with pytest.raises(ValueError, match="count must be a whole number from 0 to 9, got"):
        one.count = bad
    assert one.count == 4
    with pytest.raises(ValueError, match="count must be"):
        Counting(count=bad)


def test_words_stand_where_no_kernel_runs():
    data, _ = Counting()._repr_mimebundle_()
    assert data["text/plain"] == "3 <b>sheep</b>"
    assert data["text/html"] == "<p>3 &lt;b&gt;sheep&lt;/b&gt;</p>"
    assert "application/vnd.jupyter.widget-view+json" in data


def test_closing_leaves_no_model():
    before = set(_instances)
    one = Counting()
    one.close()
    one.close()
    assert set(_instances) == before


def test_scripts_make_no_markup_of_text_and_fetch_nothing():
    assert {"kit/lab.js", "canvas/canvas.js"} <= SCRIPTS.keys()
    assert unsafe_scripts(SCRIPTS) == []


@pytest.mark.parametrize(
    "planted",
    [
        "row.innerHTML = piece",
        "row.insertAdjacentHTML('beforeend', piece)",
        "row.outerHTML = piece",
        "document.write(piece)",
        "eval(piece)",
        "fetch('/api')",
        "import d3 from 'd3'",
        'import { a } from "https:a.js";',
        "const url = 'https://example.org'",
        "element.setAttribute('onclick', piece)",
    ],
)
def test_twin(planted):
    assert len(unsafe_scripts({"bad.js": planted})) == 1


def contrast(first: str, second: str) -> float:
    """The ratio of two colours' luminances, from 1 to 21 (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", [0, 1])
def test_colours_can_be_read_on_light_and_on_dark_paper(paper):
    on = {
        name: contrast(colour[paper], theme.PALETTE["paper"][paper])
        for name, colour in theme.PALETTE.items()
    }
    text = ("ink", "quiet", "probability", "positive", "negative", "weight")
    assert min(on[name] for name in text) >= 4.5
    assert min(on[name] for name in ("data", "chosen")) >= 2.5
    assert contrast("#ffffff", "#000000") == 21
