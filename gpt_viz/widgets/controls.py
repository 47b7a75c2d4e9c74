"""The controls of a live picture, as a notebook declares them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from numbers import Integral
from typing import Any

import numpy as np

from gpt_viz.page.constants import SPREAD
from gpt_viz.widgets.inputs import Control, Menu, Slider, Switch, Text
from gpt_viz.words import say

Declared = Callable[[str], Control]
"""What `slider`, `menu`, `text_box` and `switch` give: a control that has yet to hear its name."""


def slider(
    low: float, high: float, value: float, step: float | None = None, log: bool = False
) -> Declared:
    """A slider from `low` to `high` with a box beside it for typing any number between them.

    Whole numbers stay whole when all that is given is whole. Without a `step` the slider has a
    hundred, or moves by 1 where the numbers are whole. A `log` slider spreads the small numbers:
    from 0 on, half of its way belongs to the lowest fifth, and its left end is exactly 0.
    """
    if not low < high:
        raise ValueError(
            say("slider: low must be less than high, got {low!r} and {high!r}", low=low, high=high)
        )
    if log and step is not None:
        raise ValueError(say("slider: a log slider has no step, got {step!r}", step=step))
    if step is not None and not 0 < step <= high - low:
        raise ValueError(
            say(
                "slider: step must be from above 0 to {most}, got {step!r}",
                most=str(high - low),
                step=step,
            )
        )
    is_whole = all(isinstance(number, Integral) for number in (low, high, value, step or 1))
    if log:
        stops = _log_stops(low, high)
        stops = sorted({round(stop) for stop in stops}) if is_whole else stops
    else:
        stops = _even_stops(low, high, step or (1 if is_whole else (high - low) / 100), is_whole)
    Slider.check(say("slider: value"), value, stops)
    return partial(Slider, stops=stops, value=value)


def menu(options: Sequence[Any] | Mapping[str, Any], value: Any = None) -> Declared:
    """A menu of `options`: values, or labels with their values. The first is chosen at first."""
    labels = [str(option) for option in options]
    values = list(options.values() if isinstance(options, Mapping) else options)
    if not values:
        raise ValueError(say("menu: there must be at least one option, got none"))
    return partial(Menu, labels=labels, values=values, value=values[0] if value is None else value)


def text_box(value: str, rows: int = 1) -> Declared:
    """A box for a text, `rows` lines high. It acts when the typing pauses."""
    return partial(Text, value=value, rows=rows)


def switch(value: bool) -> Declared:
    """A box to tick."""
    return partial(Switch, value=value)


def control(name: str, declared: Any) -> Control:
    """The control for one argument of a picture, from its declaration or a plain value.

    True or False is a `switch`, a string a `text_box`, a range a `slider` of whole numbers, a list,
    tuple or dict a `menu`.
    """
    if callable(declared):
        return declared(name)  # type: ignore[no-any-return]
    if isinstance(declared, bool):
        return Switch(name, value=declared)
    if isinstance(declared, str):
        return Text(name, value=declared)
    if isinstance(declared, range) and declared:
        return Slider(name, stops=list(declared), value=declared[0])
    if isinstance(declared, list | tuple | Mapping):
        return menu(declared)(name)
    raise ValueError(
        say(
            "{name} must be slider(...), menu(...), text_box(...), switch(...), a bool, a string, "
            "a range, or a list, tuple or dict of options; got {declared!r}",
            name=name,
            declared=declared,
        )
    )


def _even_stops(low: float, high: float, step: float, is_whole: bool) -> list[float]:
    steps = np.arange(int((high - low) / step + 1e-9) + 1)
    stops = [low + step * int(i) for i in steps]
    if not is_whole:
        stops = [float(f"{stop:.10g}") for stop in stops]
    return stops if stops[-1] == high else [*stops, high]


def _log_stops(low: float, high: float) -> list[float]:
    """The stops of a log slider, for x in 0, 0.01 ... 1.

    From 0: ``high * (SPREAD**x - 1) / (SPREAD - 1)``, else ``low * (high/low)**x``.
    """
    x = np.linspace(0, 1, 101)
    if low == 0:
        digits = 2 - int(np.floor(np.log10(high)))
        stops = np.round(high * (SPREAD**x - 1) / (SPREAD - 1), digits)
    elif low > 0:
        stops = np.array([float(f"{stop:.3g}") for stop in low * (high / low) ** x])
    else:
        raise ValueError(say("slider: a log slider starts at 0 or above, got low={low!r}", low=low))
    return [float(low), *np.unique(stops[1:-1]).tolist(), float(high)]
