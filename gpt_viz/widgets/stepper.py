"""Writing one token at a time: predict, draw, append, and again."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets
import plotly.graph_objects as go

from gpt_viz.pictures.kit.text import escape
from gpt_viz.pictures.start.draw_bar import draw_bar
from gpt_viz.pictures.start.next_bars import next_bars
from gpt_viz.records.draws import Step, choose
from gpt_viz.widgets.canvas import Canvas, alt_of
from gpt_viz.widgets.controls import slider
from gpt_viz.widgets.inputs import Control, Slider, Text, panel
from gpt_viz.widgets.lifetime import CellWidget
from gpt_viz.widgets.message import Message, error_words
from gpt_viz.widgets.writing import Writing, shade_key, writing_html
from gpt_viz.words import say

if TYPE_CHECKING:
    from gpt_viz.model.gpt import GPT

PACE = 0.7
"""Seconds between two rounds while it plays: time to see where the marker lands."""

TOP = 8
"""Tokens with a bar of their own: few, so that buttons, text and draw are in sight together."""


def stepper(
    gpt: "GPT",
    text: str = "Once upon a time, there was a",
    temperature: float = 1.0,
    seed: int = 0,
) -> "Stepper":
    """A model that writes one token for each click: it predicts, draws a token and appends it.

    Undo takes a token back; stepping again gives the same one, since the draw depends on the
    seed and the round alone. Moving the temperature or the seed draws the last token anew, from
    the same scores; before the first step, the bars follow the temperature. A `ValueError` says
    why the model cannot read the text.
    """
    return Stepper(gpt, text, temperature, seed)


class Stepper(CellWidget):
    """Buttons, the text so far, and a picture of the last draw; `steps` are the rounds so far."""

    _playing: asyncio.Task[None] | None = None

    def __init__(self, gpt: "GPT", text: str, temperature: float, seed: int) -> None:
        self._gpt, self._writing = gpt, Writing(gpt, text)
        self._prompt = Text("text", text)
        self.controls: dict[str, Control] = {
            "text": self._prompt,
            "temperature": slider(0, 5, temperature, log=True)("temperature"),
            "seed": Slider("seed", range(1000), seed),
        }
        self.message = Message(list(self.controls.values()))
        self.figure = Canvas(self._picture())
        self.buttons = _buttons()
        self._status = ipywidgets.HTML(layout={"margin": "0 8px 0 2px"})
        self._text = ipywidgets.HTML(layout={"margin": "0"})
        super().__init__(
            [
                panel(list(self.controls.values())),
                ipywidgets.HBox(list(self.buttons.values())),
                ipywidgets.HBox([self._status, self.message], layout={"align_items": "center"}),
                self._text,
                shade_key(),
                ipywidgets.VBox([self.figure], layout={"min_height": f"{self._tallest()}px"}),
            ]
        )
        self._connect()
        self._show()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The rounds so far, one for each token that was appended to the text."""
        return tuple(self._writing.steps)

    def step(self) -> None:
        """Predict, draw, append: one token more."""
        self.stop()
        self._step()

    def undo(self) -> None:
        """Take the last token back, if there is one."""
        self.stop()
        del self._writing.steps[-1:]
        self._show()

    def restart(self) -> None:
        """Begin again with what stands in the text box."""
        self.stop()
        self._writing = Writing(self._gpt, self._prompt.value)
        self._show()

    def play(self) -> None:
        """Step by itself, between whatever else the notebook does, until `stop` or the end."""
        if not self._playing:
            self._playing = asyncio.get_running_loop().create_task(self._play())
            self._show_buttons()

    def stop(self) -> None:
        """Stop playing; what was written stays."""
        if self._playing:
            self._playing.cancel()
            self._playing = None
            self._show_buttons()

    def close(self) -> None:
        """Stop playing and close the widget with everything in it."""
        self.stop()
        super().close()

    def _in_words(self) -> str:
        return alt_of(self.figure)

    def _let_go(self) -> None:
        self._writing.steps.clear()

    async def _play(self) -> None:
        try:
            while not self._writing.stopped and self.message.attempt(self._step):
                await asyncio.sleep(PACE)
        finally:
            if self._playing is asyncio.current_task():
                self._playing = None
                self._show_buttons()

    def _step(self) -> None:
        if self._prompt.problem:
            raise ValueError(self._prompt.problem)
        self._writing.step(*self._settings())
        self._show()

    def _draw_again(self) -> None:
        self._writing.draw_again(*self._settings())
        self._show()

    def _settings(self) -> tuple[float, int]:
        return self.controls["temperature"].value, self.controls["seed"].value

    def _connect(self) -> None:
        prompt = self._prompt

        def press(action: Callable[[], None]) -> Callable[[Any], None]:
            def pressed(button: ipywidgets.Button) -> None:
                prompt.take()  # what was typed a moment ago comes first
                if not button.disabled:
                    self.message.attempt(action)

            return pressed

        self.buttons["Step"].on_click(press(self.step))
        self.buttons["Undo"].on_click(press(self.undo))
        self.buttons["Restart"].on_click(press(self._begin))
        self.buttons["Play"].on_click(press(lambda: (self.stop if self._playing else self.play)()))
        prompt.observe(lambda _: self.message.attempt(self._begin), "value")
        for name in ("temperature", "seed"):
            self.controls[name].observe(lambda _: self.message.attempt(self._draw_again), "value")

    def _begin(self) -> None:
        """Restart; why a text cannot be read is said for as long as it stands in the box."""
        problem = ""
        try:
            self.restart()
        except Exception as error:  # whatever it was, the text before must not go on in its place
            problem = error_words(error)
        self._prompt.problem = problem
        self._show_buttons()

    def _tallest(self) -> int:
        """The height of the pictures to come, so that the page does not jump at the first step."""
        return int(draw_bar(choose(self._writing.first), TOP).layout.height)

    def _picture(self) -> go.Figure:
        if self._writing.steps:
            return draw_bar(self._writing.steps[-1], TOP)
        return next_bars(self._writing.first, self.controls["temperature"].value, TOP)

    def _show(self) -> None:
        writing = self._writing
        self.figure.paint(self._picture())
        self._text.value = writing_html(writing.prompt, writing.steps)
        self._show_buttons()

    def _show_buttons(self) -> None:
        stopped, unread = self._writing.stopped, self._prompt.problem
        self.buttons["Step"].disabled = self.buttons["Play"].disabled = bool(stopped or unread)
        self.buttons["Undo"].disabled = not self._writing.steps
        self.buttons["Play"].description = say("Stop") if self._playing else say("Play")
        self._status.value = f'<div role="status">{escape(self._status_words())}</div>'

    def _status_words(self) -> str:
        stopped = self._writing.stopped
        if self._prompt.problem:
            return say("The text in the box is not read:")
        if stopped:
            return say("Stopped: {reason}.", reason=stopped)
        return say(
            "{count:d} of {most:d} tokens",
            count=self._writing.length,
            most=self._gpt.sizes.context,
        )


def _buttons() -> dict[str, ipywidgets.Button]:
    return {
        "Step": _button(say("Step"), style="primary"),
        "Undo": _button(say("Undo")),
        "Play": _button(say("Play")),
        "Restart": _button(say("Restart")),
    }


def _button(word: str, style: str = "") -> ipywidgets.Button:
    return ipywidgets.Button(description=word, button_style=style, layout={"width": "88px"})
