"""Controls as a notebook declares them, and the steps that a slider takes."""

import math

import numpy as np
import pytest

from gpt_viz import menu, slider, switch, text_box
from gpt_viz.widgets.controls import control
from gpt_viz.widgets.inputs import Menu, Slider, Switch, Text


def stops(declared) -> np.ndarray:
    return declared("x")._stops


def check_room_at_both_ends(places: np.ndarray) -> None:
    """A temperature: exactly 0 and 5 at the ends, 1 in the middle, steps that read well."""
    assert places[0] == 0
    assert places[-1] == 5
    assert places[len(places) // 2] == 1
    assert len(places) > 90
    assert (np.diff(places) > 0).all()
    np.testing.assert_array_equal(places, np.round(places, 2))
    low, high = (places < 0.5).mean(), (places > 2).mean()
    assert low > 0.25
    assert high > 0.25


def test_a_log_slider_has_room_at_both_ends():
    check_room_at_both_ends(stops(slider(0, 5, 1.0, log=True)))


@pytest.mark.parametrize(
    "planted", [np.linspace(0, 5, 101), np.geomspace(0.01, 5, 101), np.linspace(0, 5, 5)]
)
def test_a_log_slider_has_room_at_both_ends_twin(planted):
    with pytest.raises(AssertionError):
        check_room_at_both_ends(planted)


def test_a_log_slider_above_zero_multiplies():
    rates = stops(slider(0.0001, 1, 0.01, log=True))
    assert (rates[0], rates[-1]) == (0.0001, 1)
    assert rates[len(rates) // 2] == 0.01
    np.testing.assert_allclose(rates[1:] / rates[:-1], 10**0.04, rtol=0.01)


def test_a_log_slider_of_whole_numbers_keeps_to_them():
    draws = stops(slider(10, 10_000, 1000, log=True)).tolist()
    assert all(isinstance(stop, int) for stop in draws)
    assert draws[:3] == [10, 11, 12]
    assert draws[-1] == 10_000


def test_even_steps():
    assert stops(slider(0, 100, 0, step=1)).tolist() == list(range(101))
    assert stops(slider(0, 5, 2)).tolist() == [0, 1, 2, 3, 4, 5]
    assert stops(slider(0, 1, 1.0, step=0.25)).tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert stops(slider(0, 1, 1.0, step=0.3)).tolist() == [0, 0.3, 0.6, 0.9, 1]
    assert stops(slider(0, 10, 0, step=4)).tolist() == [0, 4, 8, 10]
    assert stops(slider(0, 0.3, 0.1, step=0.1)).tolist() == [0, 0.1, 0.2, 0.3]
    assert len(stops(slider(-2, 2, 0.5))) == 101
    assert stops(slider(0, 1, 1.0, step=0.01)).dtype == np.float64
    assert stops(slider(0, 100, 0)).dtype.kind == "i"


@pytest.mark.parametrize(
    ("given", "reads"),
    [
        ((5, 0, 1), "slider: low must be less than high, got 5 and 0"),
        ((0, math.nan, 1), "slider: low must be less than high, got 0 and nan"),
        ((0, 1, 2), "slider: value must be a whole number from 0 to 1, got 2"),
        ((0, 1, 0.5, 0), "slider: step must be from above 0 to 1, got 0"),
        ((0, 1, 0.5, 2), "slider: step must be from above 0 to 1, got 2"),
        ((0, 5, 1.0, 0.1, True), "slider: a log slider has no step, got 0.1"),
        ((-1, 5, 1.0, None, True), "slider: a log slider starts at 0 or above, got low=-1"),
    ],
)
def test_a_slider_that_cannot_be(given, reads):
    with pytest.raises(ValueError, match=f"^{reads}$"):
        slider(*given)


def test_menus():
    one = menu({"first": 1.5, "second": None})("x")
    assert one.value == 1.5
    assert menu(["a", "b"], "b")("x").value == "b"
    with pytest.raises(ValueError, match="at least one option"):
        menu([])
    with pytest.raises(ValueError, match="x must be one of a, b, got 'c'"):
        menu(["a", "b"], "c")("x")


def test_a_declaration_can_be_used_twice():
    declared = slider(0, 5, 1.0, log=True)
    first, second = declared("a"), declared("b")
    first.value = 3
    assert second.value == 1
    assert text_box("x")("a").box is not text_box("x")("a").box
    assert switch(True)("a").value is True


@pytest.mark.parametrize(
    ("plain", "kind", "value"),
    [
        (True, Switch, True),
        ("Once", Text, "Once"),
        (range(2, 6), Slider, 2),
        (["a", "b"], Menu, "a"),
        ((8, 16), Menu, 8),
        ({"small": 8}, Menu, 8),
    ],
)
def test_plain_values_are_controls(plain, kind, value):
    made = control("some_name", plain)
    assert type(made) is kind
    assert made.value == value
    assert made.box.description == "some name"


@pytest.mark.parametrize("plain", [3, 0.5, None, range(0), object()])
def test_what_is_no_control(plain):
    with pytest.raises(ValueError, match=r"^size must be slider\(\.\.\.\), menu"):
        control("size", plain)
