"""Each control shows a value, follows it from wherever it is changed, and checks what is typed."""

import asyncio
import math

import ipywidgets
import numpy as np
import pytest

from gpt_viz.widgets import inputs
from gpt_viz.widgets.controls import slider
from gpt_viz.widgets.inputs import Menu, Slider, Switch, Text, number_text, panel


def temperature() -> Slider:
    made = slider(0, 5, 1.0, log=True)("temperature")
    assert isinstance(made, Slider)
    return made


def top_k() -> Slider:
    return Slider("top_k", stops=range(101), value=0)


# --- slider and box ----------------------------------------------------------------------------


def check_box_and_slider_follow(one: Slider) -> None:
    one.slider.value = 100
    assert (one.value, one.box.value) == (5, "5")
    one.box.value = " 0.50 "
    assert (one.value, one.box.value) == (0.5, "0.5")
    assert one._stops[one.slider.value] == pytest.approx(0.5, abs=0.05)
    one.value = 0.123456789
    assert (one.value, one.box.value) == (0.123456789, "0.123456789")
    one.slider.value = 0
    assert (one.value, one.box.value) == (0, "0")


def test_box_and_slider_follow_each_other():
    check_box_and_slider_follow(temperature())


def test_box_and_slider_follow_each_other_twin():
    class Snapping(Slider):
        """The slider's place decides, so that a number between two stops is lost."""

        def _slid(self, change):
            self.value = self._stops[change["new"]].item()

    with pytest.raises(AssertionError):
        check_box_and_slider_follow(Snapping("temperature", temperature()._stops, 1.0))


def test_a_number_between_two_steps_is_kept():
    one = Slider("top_p", stops=[0.0, 0.25, 0.5, 0.75, 1.0], value=1.0)
    seen = []
    one.observe(lambda change: seen.append(change["new"]), "value")
    one.box.value = "0.3"
    assert (one.value, one.slider.value, seen) == (0.3, 1, [0.3])
    one.slider.value = 2
    one.slider.value = 1
    assert seen == [0.3, 0.5, 0.25]


def check_bad_number_is_reported(one: Slider, typed: str, reads: str) -> None:
    """N2: parameter, value and range are named; the value is the last good one; the text stays."""
    good = one.value
    one.box.value = typed
    assert one.problem == reads
    assert one.value == good
    assert one.box.value == typed


N2 = [
    ("-1", "temperature must be a number from 0 to 5, got -1"),
    ("5.01", "temperature must be a number from 0 to 5, got 5.01"),
    ("abc", "temperature must be a number from 0 to 5, got 'abc'"),
    ("", "temperature must be a number from 0 to 5, got ''"),
    ("nan", "temperature must be a number from 0 to 5, got nan"),
    ("inf", "temperature must be a number from 0 to 5, got inf"),
    ("1e999", "temperature must be a number from 0 to 5, got inf"),
    ("0,5", "temperature must be a number from 0 to 5, got '0,5': write 0.5"),
    ("0,800", "temperature must be a number from 0 to 5, got '0,800': write 0.800"),
    ("1,2,3", "temperature must be a number from 0 to 5, got '1,2,3'"),
    ("None", "temperature must be a number from 0 to 5, got 'None'"),
]


@pytest.mark.parametrize(("typed", "reads"), N2)
def test_a_bad_number_is_reported(typed, reads):
    check_bad_number_is_reported(temperature(), typed, reads)


@pytest.mark.parametrize("typed", ["-1", "abc"])
def test_a_bad_number_is_reported_twin(typed):
    class Clamping(Slider):
        def _typed(self, change):
            number = float(change["new"]) if change["new"].lstrip("-").isdigit() else 0.0
            self.value = min(max(number, 0.0), 5.0)

    clamping = Clamping("temperature", stops=[0.0, 1.0, 5.0], value=1.0)
    with pytest.raises(AssertionError):
        check_bad_number_is_reported(clamping, typed, dict(N2)[typed])


def test_a_very_long_text_makes_a_short_message():
    one = temperature()
    one.box.value = "9" * 5000
    assert len(one.problem) < 120
    one.box.value = "x" * 5000
    assert len(one.problem) < 120


@pytest.mark.parametrize("value", [-1, math.nan, "abc", None, True, 6, 1j])
def test_a_bad_value_from_python_is_refused(value):
    one = temperature()
    with pytest.raises(ValueError, match=r"temperature must be a number from 0 to 5, got "):
        one.value = value
    assert (one.value, one.box.value) == (1, "1")


PRINTED = {"10,000": 10_000, "−2": -2, "−1,234": -1234, "1e3": 1000, "1E3": 1000, "1.5e3": 1500}
REFUSED = ["10,00", "1,0000", ",100", "0,100", "1,000,00", "−", "1e-3", "1e999", "2e4", "1,000.5"]


def check_takes(typed: str, number: int, slider_class: type[Slider] = Slider) -> None:
    """A number is taken as a lesson prints it, and shown in the box's own spelling."""
    one = slider_class("shift", stops=range(-2000, 10_001), value=0)
    one.box.value = typed
    assert (one.problem, one.value, one.box.value) == ("", number, str(number))


@pytest.mark.parametrize("typed", PRINTED)
def test_numbers_are_taken_as_they_are_printed(typed):
    check_takes(typed, PRINTED[typed])


@pytest.mark.parametrize("typed", PRINTED)
def test_numbers_are_taken_as_they_are_printed_twin(typed):
    class Strict(Slider):
        def _typed(self, change):
            if change["new"].isdigit():
                self.value = int(change["new"])

    with pytest.raises(AssertionError):
        check_takes(typed, PRINTED[typed], Strict)


@pytest.mark.parametrize("typed", REFUSED)
def test_commas_stand_between_groups_of_three_only(typed):
    one = Slider("shift", stops=range(-2000, 10_001), value=7)
    one.box.value = typed
    assert one.problem.startswith("shift must be a whole number from -2000 to 10000, got ")
    assert (one.value, one.box.value) == (7, typed)


@pytest.mark.parametrize("typed", ["2.5", "3.0", "-1", "101", "x"])
def test_whole_numbers_stay_whole(typed):
    one = top_k()
    one.box.value = typed
    assert one.problem.startswith("top k must be a whole number from 0 to 100, got ")
    assert type(one.value) is int
    one.box.value = "40"
    assert (one.problem, one.value, type(one.value), one.slider.value) == ("", 40, int, 40)


def test_a_problem_goes_away_with_the_next_good_number():
    one = temperature()
    for repair in [
        lambda: setattr(one.box, "value", "1"),  # what it was before
        lambda: setattr(one.box, "value", "2"),
        lambda: setattr(one.slider, "value", one.slider.value + 1),
        lambda: setattr(one, "value", 0.5),
    ]:
        one.box.value = "abc"
        assert one.problem
        repair()
        assert one.problem == ""
        assert float(one.box.value) == one.value


def test_numpy_numbers_are_numbers():
    one = temperature()
    one.value = np.float32(0.5)
    assert one.value == 0.5
    assert type(one.value) is float
    many = top_k()
    many.value = np.int64(7)
    assert type(many.value) is int


def test_one_stop_cannot_be_moved():
    one = Slider("layer", stops=range(1), value=0)
    assert one.slider.disabled
    assert one.slider.max > one.slider.min  # the page cannot draw a slider without a length


def test_the_box_is_named_and_works_by_keyboard():
    box = top_k().box
    assert box.description == "top k"  # the page ties this label to the input
    assert box.continuous_update is False  # Enter or leaving the box, not each key
    assert type(box) is ipywidgets.Text  # a number input would swallow "abc"


@pytest.mark.parametrize(
    ("number", "text"), [(1.0, "1"), (0.05, "0.05"), (1e-5, "0.00001"), (40, "40"), (1 / 3, None)]
)
def test_shown_gives_the_same_number_back(number, text):
    assert float(number_text(number)) == number
    assert text is None or number_text(number) == text


# --- menu, switch, text ------------------------------------------------------------------------


def test_a_menu_gives_what_stands_behind_the_label():
    arrays = [np.zeros(3), np.ones(3)]
    one = Menu("which", ["zeros", "ones"], arrays, arrays[0])
    one.box.value = 1
    assert one.value is arrays[1]
    one.value = arrays[0]
    assert one.box.value == 0
    assert one.box.label == "zeros"


def test_a_menu_refuses_what_it_does_not_have():
    one = Menu("layer", ["0", "1"], [0, 1], 0)
    with pytest.raises(ValueError, match="layer must be one of 0, 1, got 7"):
        one.value = 7
    assert (one.value, one.box.value) == (0, 0)


def test_a_switch_is_a_box_to_tick():
    one = Switch("only_top", value=False)
    one.box.value = True
    assert one.value is True
    one.value = False
    assert one.box.value is False
    assert one.box.description == "only top"


def test_a_text_follows_at_once_where_nobody_types():
    one = Text("text", value="a")
    one.box.value = "b"
    assert one.value == "b"
    one.value = "c"
    assert one.box.value == "c"
    assert isinstance(Text("text", value="a", rows=4).box, ipywidgets.Textarea)


def values_while_typing(one: Text, keys: str) -> list[str]:
    """The values that a text takes while someone types, half a pause between two keys."""
    seen: list[str] = []
    one.observe(lambda change: seen.append(change["new"]), "value")

    async def type_slowly() -> None:
        for end in range(1, len(keys) + 1):
            one.box.value = keys[:end]
            await asyncio.sleep(inputs.PAUSE / 2)
        await asyncio.sleep(inputs.PAUSE * 2)

    asyncio.run(type_slowly())
    return seen


def check_waits_for_a_pause(one: Text) -> None:
    assert values_while_typing(one, "king") == ["king"]


def test_a_text_waits_for_a_pause(monkeypatch):
    monkeypatch.setattr(inputs, "PAUSE", 0.1)
    check_waits_for_a_pause(Text("text", value=""))


def test_a_text_waits_for_a_pause_twin(monkeypatch):
    class Eager(Text):
        def _typed(self):
            self.take()

    monkeypatch.setattr(inputs, "PAUSE", 0.1)
    with pytest.raises(AssertionError):
        check_waits_for_a_pause(Eager("text", value=""))


def test_a_closed_text_forgets_what_was_typed(monkeypatch):
    monkeypatch.setattr(inputs, "PAUSE", 0.01)
    one = Text("text", value="")

    async def type_and_close() -> None:
        one.box.value = "late"
        one.close()
        await asyncio.sleep(0.05)

    asyncio.run(type_and_close())
    assert one.value == ""


def test_the_panel_lines_up_and_gives_a_text_its_own_row():
    controls = [temperature(), top_k(), Text("text", value=""), Switch("on", value=True)]
    grid = panel(controls)
    assert list(grid.children) == controls
    assert {one.box.style.description_width for one in controls} == {"12ch"}
    assert controls[2].layout.grid_area == "auto / 1 / auto / -1"
    assert panel([]).children == ()


def test_a_short_label_alone_has_room():
    for name in ("k", "words"):
        one = Text(name, value="")
        panel([one])
        assert one.box.style.description_width == "6ch"
