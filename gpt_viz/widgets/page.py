"""What widgets whose module runs in the page have in common."""

from pathlib import Path
from uuid import uuid4

import ipywidgets
import traitlets

HERE = Path(__file__).parent


def joined(*names: str) -> str:
    """The text of files of this folder, one after the other: a page gets one module."""
    return "\n".join((HERE / name).read_text("utf-8") for name in names)


class InPage(ipywidgets.Widget):  # type: ignore[misc]
    """A widget that hears the kernel, however long its page was busy when it came.

    Its module begins with ``page.js`` and ends with ``export default { initialize, render }``.
    """

    _own_id = traitlets.Unicode().tag(sync=True)

    def open(self) -> None:
        """Open the line to the page, under a name that both ends know."""
        if self.comm is None:
            self._own_id = self._model_id = uuid4().hex
            super().open()
