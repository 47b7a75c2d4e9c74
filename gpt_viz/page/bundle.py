"""Files of this folder as one text: a page gets one module."""

from pathlib import Path

HERE = Path(__file__).parent


def joined(*names: str) -> str:
    """The text of files of this folder, one after the other."""
    return "\n".join((HERE / name).read_text("utf-8") for name in names)
