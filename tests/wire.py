"""The line between a widget and its page, with a counter on it."""

from typing import Any

import ipywidgets
from jupyter_client.session import json_packer


class Wire:
    """Stands where a widget's messages leave for the page, and counts them."""

    def __init__(self, widget: ipywidgets.Widget) -> None:
        self.sent: list[tuple[dict[str, Any], int, int]] = []
        widget.comm.send = self.send

    def send(self, data: Any = None, metadata: Any = None, buffers: Any = None) -> None:
        assert metadata is None
        text = len(json_packer(data))
        binary = sum(memoryview(buffer).nbytes for buffer in buffers or [])
        self.sent.append((data["state"], text, binary))

    @property
    def largest(self) -> int:
        return max(text + binary for _, text, binary in self.sent)
