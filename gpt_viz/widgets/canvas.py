"""The surface of a live picture: a FigureWidget that is repainted with a single message."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import ipywidgets
import numpy as np
import plotly.graph_objects as go
import traitlets
from plotly.offline import get_plotlyjs

from gpt_viz.page.bundle import bundle
from gpt_viz.widgets.in_page import InPage


class PlotlyScript(ipywidgets.Widget):  # type: ignore[misc]
    """plotly.js, sent to a page once; all canvases on the page share it."""

    code = traitlets.Bytes().tag(sync=True)


class Canvas(InPage, go.FigureWidget):  # type: ignore[misc]
    """A FigureWidget that always shows one whole picture; `paint` replaces it by another.

    Plotly's own FigureWidget sends each change as a list of edits, in four messages, and the page
    answers with the figure's defaults; matrices travel as text, and a page that is loaded again
    shows the first picture. This one sends the figure as it is, numbers as binary buffers, in one
    message, and nothing comes back. Only what changed is sent: the traces, the layout or both.
    """

    _esm = bundle("canvas/canvas.js")
    _set_trace_uid = False
    _script = traitlets.Instance(ipywidgets.Widget).tag(
        sync=True, **ipywidgets.widget_serialization
    )

    _has_picture = False

    def __init__(self, figure: go.Figure) -> None:
        super().__init__()
        self.paint(figure)
        self._has_picture = True
        self.open()

    def open(self) -> None:
        """Open the line to the page, once there is a picture to bring with the first message."""
        if self._has_picture:
            super().open()

    @traitlets.default("_script")
    def _shared_script(self) -> PlotlyScript:
        script = _the_script()
        if script.comm is None:  # somebody closed all widgets
            script.open()
        return script

    def paint(self, figure: go.Figure) -> None:
        """Show `figure`; nothing stays of what was there before."""
        with self.batch_update():
            self.data = ()
            self.add_traces(figure.data)
            self.layout = figure.layout

    def close(self) -> None:
        """Take the picture off the page and let go of its numbers."""
        is_open = self.comm is not None
        super().close()
        if is_open and not sys.is_finalizing():  # a script's end closes what is left, last of all
            self.paint(go.Figure())

    @contextmanager
    def batch_update(self) -> Iterator[None]:
        """Make any number of edits and send them as one."""
        with super().batch_update():
            yield
        self._send_figure()

    def _send_figure(self, *_edit: object, **_more: object) -> None:
        """Whatever was edited, send the figure, unless more edits are to come."""
        if not self._in_batch_mode:
            with self.hold_sync():
                self._widget_data = packed(self._data)
                self._widget_layout = packed(self._layout)

    _send_addTraces_msg = _send_deleteTraces_msg = _send_moveTraces_msg = _send_figure  # noqa: N815
    _send_restyle_msg = _send_relayout_msg = _send_update_msg = _send_animate_msg = _send_figure


def alt_of(figure: go.Figure) -> str:
    """The sentence on what a figure shows; empty where it has none."""
    return str((figure.layout.meta or {}).get("alt", ""))


def packed(value: Any) -> Any:
    """A figure's properties with each array of numbers as bytes, which need no text form.

    An array becomes ``{"dtype": "float32", "shape": [256, 256], "bytes": ...}``; 64-bit integers,
    which no page can read as numbers, become 32-bit ones or floats.
    """
    if isinstance(value, dict):
        return {key: packed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [packed(item) for item in value]
    if isinstance(value, np.generic):
        return value.item()
    if not isinstance(value, np.ndarray):
        return value
    if value.dtype.kind not in "iuf" or value.ndim == 0:
        return packed(value.tolist())
    numbers = _readable_by_a_page(value)
    return {"dtype": numbers.dtype.name, "shape": list(numbers.shape), "bytes": numbers.tobytes()}


def _readable_by_a_page(numbers: np.ndarray) -> np.ndarray:
    if numbers.dtype == np.float16:
        return numbers.astype(np.float32)
    if numbers.dtype.kind == "f" or numbers.dtype.itemsize < 8:
        return numbers
    small = numbers.size == 0 or (numbers.min() >= -(2**31) and numbers.max() < 2**31)
    return numbers.astype(np.int32 if small else np.float64)


@lru_cache(maxsize=1)
def _the_script() -> PlotlyScript:
    return PlotlyScript(code=get_plotlyjs().encode())
