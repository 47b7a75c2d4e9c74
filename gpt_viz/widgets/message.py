"""What a widget says when something is wrong, in words and where one is looking."""

from collections.abc import Callable, Sequence

import ipywidgets

from gpt_viz.pictures.kit.text import escape, visible
from gpt_viz.widgets.inputs import Control

_STYLE = (
    "line-height:20px; margin:4px 0; padding:0 8px; border-left:3px solid; "
    "color:var(--jp-error-color1,#b2182b)"
)


class Message(ipywidgets.HTML):  # type: ignore[misc]
    """A line that says what is wrong with some controls or with what was last attempted.

    It is empty while all is well, but keeps its place, so that nothing below it jumps.
    """

    def __init__(self, controls: Sequence[Control]) -> None:
        self._controls, self._failure = controls, ""
        super().__init__(layout={"min_height": "28px", "margin": "0"})
        for control in controls:
            control.observe(lambda _: self._show(), "problem")

    def attempt(self, action: Callable[[], None]) -> bool:
        """Do it, and say what went wrong or, where it went well, nothing; True if it went well."""
        try:
            action()
        except Exception as error:  # whatever it was, the widget goes on working
            self._failure = error_words(error)
        else:
            self._failure = ""
        self._show()
        return not self._failure

    def _show(self) -> None:
        problems = [*(control.problem for control in self._controls), self._failure]
        lines = "<br>".join(escape(printable(problem)) for problem in problems if problem)
        self.value = f'<div role="alert" style="{_STYLE}">{lines}</div>' if lines else ""


def error_words(error: Exception) -> str:
    """An error for the user: a wrong value's own message, anything else with its kind."""
    if isinstance(error, ValueError | IndexError) and str(error):
        return str(error)
    return f"{type(error).__name__}: {error}"


def printable(text: str) -> str:
    """`text` as it reads, but with a mark for each character that would not be seen."""
    return "".join(c if c.isprintable() or c == "\n" else visible(c) for c in text)
