"""What widgets whose module runs in the page have in common."""

from uuid import uuid4

import ipywidgets
import traitlets


class InPage(ipywidgets.Widget):  # type: ignore[misc]
    """A widget that hears the kernel, however long its page was busy when it came.

    Its module exports ``{ initialize, render }``, the first of them from ``kit/hearing.js``.
    """

    _own_id = traitlets.Unicode().tag(sync=True)

    def open(self) -> None:
        """Open the line to the page, under a name that both ends know."""
        if self.comm is None:
            self._own_id = self._model_id = uuid4().hex
            super().open()
