"""With this folder on PYTHONPATH, Python reaches no machine but this one.

Each attempt fails as it does without a network, and is written to the file that the environment
variable OFFLINE_LOG names: code that tries the network first and then does without is seen too.
"""

import os
import sys
from pathlib import Path

HERE = {"", "localhost", "127.0.0.1", "::1", "0.0.0.0", None}


def _refuse(event: str, args: tuple) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # else a path: a local socket
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0].decode() if isinstance(args[0], bytes) else args[0]
    else:
        return
    if host not in HERE:
        if log := os.environ.get("OFFLINE_LOG"):
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(f"{host}\n")
        raise OSError(f"no network here: {host} was asked for")


sys.addaudithook(_refuse)
