"""A widget in its cell: it lives until the cell is run again, and leaves words where it cannot."""

from typing import Any
from weakref import WeakSet

import ipywidgets
from IPython import get_ipython

from gpt_viz.pictures.kit.text import escape

_standing: WeakSet["InCell"] = WeakSet()


class InCell(ipywidgets.DOMWidget):  # type: ignore[misc]
    """For a widget that closes, with all its parts, when its cell is run once more.

    Without this every run of a cell would leave its widgets behind, in the kernel and in the page.
    Where no notebook names its cells (a script, a test), a widget lives until `close`.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._cell, self._run = current_cell()
        for other in list(_standing):
            if self._cell and other._cell == self._cell and other._run != self._run:
                other.close()
        _standing.add(self)

    def close(self) -> None:
        """Close this widget and everything in it."""
        if self.comm is not None:
            _standing.discard(self)
            for child in getattr(self, "children", ()):
                close(child)
            _close_layout_and_style(self)
            super().close()
            self._let_go()

    def _in_words(self) -> str:
        """A sentence on what the widget shows."""
        return ""

    def _repr_mimebundle_(self, **settings: Any) -> Any:
        """The widget; its words are in its place where no kernel runs, as in an exported page."""
        bundle, words = super()._repr_mimebundle_(**settings), self._in_words()
        data = bundle[0] if isinstance(bundle, tuple) else bundle  # anywidget's comes as a pair
        data |= {"text/plain": words, "text/html": f"<p>{escape(words)}</p>"}
        return bundle

    def _let_go(self) -> None:
        """Drop what is large: the notebook's `Out` may hold a closed widget for ever."""


class CellWidget(InCell, ipywidgets.VBox):  # type: ignore[misc]
    """A column of widgets that lives as long as its cell is not run again."""


def close(widget: ipywidgets.Widget) -> None:
    """Close a widget, the widgets in it, and the models of its layout and style."""
    for child in getattr(widget, "children", ()):
        close(child)
    _close_layout_and_style(widget)
    widget.close()


def _close_layout_and_style(widget: ipywidgets.Widget) -> None:
    for name in ("layout", "style"):
        part = getattr(widget, name, None)
        if isinstance(part, ipywidgets.Widget):
            part.close()


def current_cell() -> tuple[str, str]:
    """The id of the notebook cell that is running and of this run; empty where there is none."""
    kernel: Any = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent("shell") if kernel else {}
    cell = request.get("metadata", {}).get("cellId", "")
    return cell, request.get("header", {}).get("msg_id", "")
