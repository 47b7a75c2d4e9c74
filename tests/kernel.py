"""A real kernel, spoken to as JupyterLab does."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_client import BlockingKernelClient, KernelManager


@contextmanager
def started_kernel() -> Iterator[BlockingKernelClient]:
    """A fresh kernel of this Python; it ends with the block."""
    manager = KernelManager(kernel_name="python3")
    manager.kernel_spec.argv[0] = sys.executable
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str, cell: str | None = None) -> str:
    """Run code as JupyterLab does, which names the cell; gives what was printed."""
    content = {"code": code, "silent": False, "store_history": True, "stop_on_error": True}
    metadata = {} if cell is None else {"cellId": cell}
    request = client.session.msg("execute_request", content, metadata=metadata)
    client.shell_channel.send(request)
    printed = ""
    while True:
        reply = client.get_iopub_msg(timeout=60)
        if reply["parent_header"].get("msg_id") == request["header"]["msg_id"]:
            assert reply["msg_type"] != "error", reply["content"]["traceback"]
            printed += reply["content"].get("text", "")
            if reply["content"].get("execution_state") == "idle":
                return printed
