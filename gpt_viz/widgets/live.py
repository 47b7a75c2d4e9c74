"""Any picture made live: a pure function of values, and a control for each value."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import plotly.graph_objects as go

from gpt_viz.widgets.canvas import Canvas, alt_of
from gpt_viz.widgets.controls import control
from gpt_viz.widgets.inputs import Control, panel
from gpt_viz.widgets.lifetime import CellWidget, close
from gpt_viz.widgets.message import Message
from gpt_viz.words import say


def live(picture: Callable[..., go.Figure], /, *fixed: Any, **controls: Any) -> "LiveFigure":
    """`picture` with controls: it is drawn again, with their values, whenever one is moved.

    `fixed` arguments are passed on as they are, each of `controls` gives one named argument.
    Computing what does not change (a trace, the logits) beforehand keeps the model out of the
    loop. An error on the first drawing is raised here; later ones are shown under the controls.

    ``live(probability_bars, next_token, temperature=slider(0, 5, 1.0, log=True))``
    """
    made: dict[str, Control] = {}
    try:
        for name, declared in controls.items():
            made[name] = control(name, declared)
        return LiveFigure(partial(picture, *fixed), made)
    except BaseException:
        for one in made.values():
            close(one)
        raise


class LiveFigure(CellWidget):
    """A picture, `figure`, and its controls: ``.controls["layer"].value = 3`` moves one."""

    def __init__(self, picture: Callable[..., go.Figure], controls: Mapping[str, Control]) -> None:
        self.controls = dict(controls)
        self._picture = picture
        self.figure = Canvas(self._drawn())
        movable = list(controls.values())
        self.message = Message(movable)
        super().__init__([panel(movable), self.message, self.figure])
        for one in movable:
            one.observe(lambda _: self.message.attempt(self._repaint), "value")
        self.figure.on_msg(lambda _, content, __: self._click(content.get("clicked", [])))

    def _click(self, values: Sequence[Any]) -> None:
        """A click on a point: the controls that the picture names take the point's values."""
        names = (self.figure.layout.meta or {}).get("clicks", [])
        for name, value in zip(names, values, strict=False):
            if name in self.controls:
                self.controls[name].value = value

    def _let_go(self) -> None:
        self._picture = _closed

    def _drawn(self) -> go.Figure:
        figure = self._picture(**{name: one.value for name, one in self.controls.items()})
        if not isinstance(figure, go.Figure):
            raise TypeError(
                say("a picture must return a plotly Figure, got {kind}", kind=type(figure).__name__)
            )
        return figure

    def _repaint(self) -> None:
        self.figure.paint(self._drawn())

    def _in_words(self) -> str:
        return alt_of(self.figure)


def _closed(**_values: object) -> go.Figure:
    raise ValueError(say("this live picture is closed; run its cell again"))
