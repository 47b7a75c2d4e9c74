"""The inputs behind the controls: each shows a value, lets the user change it, and checks it."""

import asyncio
import re
from collections.abc import Sequence
from functools import partial
from numbers import Integral, Real
from typing import Any

import ipywidgets
import numpy as np
import traitlets

from gpt_viz.widgets.labels import label_words
from gpt_viz.words import listed, say

PAUSE = 0.4
"""Seconds without a keystroke after which a typed text counts as finished."""


class Control(ipywidgets.HBox):  # type: ignore[misc]
    """A labelled control. `value` is what the picture gets; set it to move the control.

    `problem` says what is wrong with what the user typed, and is empty where nothing is;
    `value` is then still the last good one.
    """

    value: Any = traitlets.TraitType()  # not Any, which lets None past the checks
    problem = traitlets.Unicode()
    box: ipywidgets.Widget


class Slider(Control):
    """A slider and a box for the same number; `stops` are the numbers that the slider can reach."""

    def __init__(self, name: str, stops: Sequence[float], value: float) -> None:
        self._name, self._stops = label_words(name), np.asarray(stops)
        self.box = ipywidgets.Text(description=self._name, continuous_update=False)
        self.slider = ipywidgets.IntSlider(
            max=max(1, len(stops) - 1),
            readout=False,
            disabled=len(stops) == 1,
            layout={"flex": "1 1 auto", "width": "auto", "margin": "2px 12px"},
        )
        super().__init__([self.box, self.slider], value=value)
        self._show()
        self.observe(lambda _: self._show(), "value")
        self.box.observe(self._typed, "value")
        self.slider.observe(self._slid, "value")

    @staticmethod
    def check(name: str, value: Any, stops: Sequence[float] | np.ndarray) -> None:
        """ValueError unless `value` is a number from the first stop to the last."""
        is_whole = isinstance(stops[0], Integral)
        kind = Integral if is_whole else Real
        is_number = isinstance(value, kind) and not isinstance(value, bool)
        if not is_number or not stops[0] <= value <= stops[-1]:
            given = {
                "name": name,
                "low": number_text(stops[0]),
                "high": number_text(stops[-1]),
                "value": value,
            }
            if is_whole:
                raise ValueError(
                    say(
                        "{name} must be a whole number from {low} to {high}, got {value!r:.60}",
                        **given,
                    )
                )
            raise ValueError(
                say("{name} must be a number from {low} to {high}, got {value!r:.60}", **given)
            )

    @traitlets.validate("value")
    def _checked(self, proposal: Any) -> float:
        self.check(self._name, proposal["value"], self._stops)
        number: float = self._stops.dtype.type(proposal["value"]).item()
        return number

    def _show(self) -> None:
        self.box.value = number_text(self.value)
        self.slider.value = self._nearest(self.value)
        self.problem = ""

    def _nearest(self, value: float) -> int:
        return int(np.abs(self._stops - value).argmin())

    def _slid(self, change: Any) -> None:
        if change["new"] != self._nearest(self.value):
            self.value = self._stops[change["new"]].item()

    def _typed(self, change: Any) -> None:
        try:
            self.value = _number(change["new"])
        except ValueError as error:
            self.problem = self._advice(str(error), change["new"].strip())
        else:
            self._show()

    def _advice(self, problem: str, typed: str) -> str:
        """The problem, and how to write the number where a comma stands for the point."""
        is_comma_for_point = _COMMA_FOR_POINT.fullmatch(typed) and len(typed) < 20
        if not is_comma_for_point or isinstance(self._stops[0], Integral):
            return problem
        number = typed.replace(",", ".")
        return say("{problem}: write {number}", problem=problem, number=number)


class Menu(Control):
    """A menu; `value` is what stands behind the chosen label."""

    def __init__(self, name: str, labels: list[str], values: list[Any], value: Any) -> None:
        self._name, self._labels, self._values = label_words(name), labels, values
        pairs = [(label, place) for place, label in enumerate(labels)]
        self.box = ipywidgets.Dropdown(options=pairs, description=self._name)
        super().__init__([self.box], value=value)
        self._show()
        self.observe(lambda _: self._show(), "value")
        self.box.observe(self._chosen, "value")

    @traitlets.validate("value")
    def _checked(self, proposal: Any) -> Any:
        self._place(proposal["value"])
        return proposal["value"]

    def _place(self, value: Any) -> int:
        plain = isinstance(value, str | Real)
        for place, option in enumerate(self._values):
            if option is value or (plain and isinstance(option, str | Real) and option == value):
                return place
        raise ValueError(
            say(
                "{name} must be one of {options}, got {value!r:.60}",
                name=self._name,
                options=listed(self._labels),
                value=value,
            )
        )

    def _show(self) -> None:
        self.box.value = self._place(self.value)

    def _chosen(self, change: Any) -> None:
        self.value = self._values[change["new"]]


class Text(Control):
    """A text box that waits for a pause, so that a model reads a word and not each of its letters.

    Enter is not needed: on the page the picture follows the typing by less than half a second.
    """

    value = traitlets.Unicode()
    _timer: asyncio.TimerHandle | None = None

    def __init__(self, name: str, value: str, rows: int = 1) -> None:
        kind = ipywidgets.Text if rows == 1 else partial(ipywidgets.Textarea, rows=rows)
        self.box = kind(value=value, description=label_words(name), layout={"width": "100%"})
        super().__init__([self.box], value=value)
        self.observe(lambda _: self._show(), "value")
        self.box.observe(lambda _: self._typed(), "value")

    def _show(self) -> None:
        self.box.value = self.value

    def _typed(self) -> None:
        self._stop_waiting()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no kernel, hence nobody who types
            self.take()
        else:
            self._timer = loop.call_later(PAUSE, self.take)

    def take(self) -> None:
        """Take what stands in the box now, without waiting for a pause."""
        self._stop_waiting()
        self.value = self.box.value

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def close(self) -> None:
        """Close the box; a text that is still waiting is forgotten."""
        self._stop_waiting()
        super().close()


class Switch(Control):
    """A box to tick; `value` is True or False."""

    value = traitlets.Bool()

    def __init__(self, name: str, value: bool) -> None:
        self.box = ipywidgets.Checkbox(value=value, description=label_words(name), indent=False)
        super().__init__([self.box], value=value)
        traitlets.link((self, "value"), (self.box, "value"))


def panel(controls: Sequence[Control]) -> ipywidgets.GridBox:
    """Controls in columns, their boxes below each other; a text takes a whole row."""
    longest = max((len(one.box.description) for one in controls), default=0)
    label = f"{max(6, longest + 1)}ch"  # some letters are wider than the 0 that a "ch" is wide
    for one in controls:
        one.box.style.description_width = label
        if isinstance(one, Slider):
            one.box.layout.width = f"calc({label} + 84px)"
        if isinstance(one, Text):
            one.layout.grid_area = "auto / 1 / auto / -1"
    layout = {
        "grid_template_columns": "repeat(auto-fill, minmax(360px, 1fr))",
        "grid_gap": "0 24px",
    }
    return ipywidgets.GridBox(list(controls), layout=layout)


def number_text(number: float) -> str:
    """A number in its shortest form that gives the same number back: ``1``, ``0.05``."""
    return str(np.format_float_positional(number, trim="-"))


_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_COMMA_FOR_POINT = re.compile(r"[+−-]?\d*,\d+")


def _number(typed: str) -> int | float | str:
    """The number that was typed, or the text itself where it is none.

    Numbers may be written as they are printed: ``−2``, ``10,000``; ``1e3`` is a whole number.
    """
    plain = typed.strip().replace("−", "-")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        number = float(plain)
    except ValueError:
        return typed
    return int(number) if "e" in plain.lower() and number.is_integer() else number
