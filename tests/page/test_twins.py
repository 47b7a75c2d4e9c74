"""The fixtures that node's tests read say what Python says."""

import json
import re
from typing import Any

import pytest

from gpt_viz.page.bundle import HERE
from gpt_viz.page.constants import HOTTEST
from tests.twins import FIXTURES, expected, lab_stops, path_of

EXPECTED = expected()


def check_same(found: Any, wanted: Any) -> None:
    """Equal, but for the last digits of numbers: a processor's exp has its own."""
    assert type(found) is type(wanted) or {type(found), type(wanted)} == {int, float}
    if isinstance(wanted, dict):
        assert found.keys() == wanted.keys()
        for name, value in wanted.items():
            check_same(found[name], value)
    elif isinstance(wanted, list):
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            check_same(one, other)
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, rel=1e-5, abs=1e-7)
    else:
        assert found == wanted


@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "attention"])
def test_a_fixture_is_what_python_says(name):
    check_same(json.loads(path_of(name).read_text("utf-8")), EXPECTED[name])


def test_the_patterns_are_what_python_says():
    """But for the bytes, whose last step may fall to either side."""
    found = json.loads(path_of("attention").read_text("utf-8"))
    for one, other in zip(found, EXPECTED["attention"], strict=True):
        assert len(one["bytes"]) == len(other["bytes"])
        check_same({**one, "bytes": ""}, {**other, "bytes": ""})


@pytest.mark.parametrize("wrong", [["0.5", 0.6], ["0.5", "0.5"], ["0.5"]])
def test_twin_another_value_is_seen(wrong):
    with pytest.raises(AssertionError):
        check_same(wrong, ["0.5", 0.5])


def test_each_fixture_is_read_by_node():
    tests = "".join(path.read_text("utf-8") for path in FIXTURES.parent.glob("page/*.test.js"))
    assert {*re.findall(r"fixtures/(\w+)\.json", tests)} >= EXPECTED.keys()


def test_the_two_sliders_of_a_temperature_stop_alike():
    """The lab's has twice as many stops, and finer ones near 0."""
    live = EXPECTED["numbers"]["liveStops"]
    assert {stop for stop in live if stop >= 0.1} <= {*lab_stops()}
    assert (live[0], live[-1]) == (0, HOTTEST) == (lab_stops()[0], lab_stops()[-1])


def test_numbers_that_both_sides_need_stand_in_one_place():
    scripts = {path: path.read_text("utf-8") for path in HERE.rglob("*.js")}
    assert [str(path) for path, text in scripts.items() if re.search(r"65.?535\b", text)] == []
