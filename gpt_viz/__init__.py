"""gpt_viz: see a real GPT work.

The public names are loaded when they are first used, so that `import gpt_viz` is quick
and imports neither torch nor plotly.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gpt_viz import check
    from gpt_viz.model.gpt import GPT
    from gpt_viz.model.load import load
    from gpt_viz.widgets.live import live

__all__ = ["GPT", "check", "live", "load"]

_HOME = {
    "GPT": "gpt_viz.model.gpt",
    "load": "gpt_viz.model.load",
    "live": "gpt_viz.widgets.live",
}


def __getattr__(name: str) -> Any:
    """Import the module in which a public name lives, on first use (PEP 562)."""
    if name == "check":
        return import_module("gpt_viz.check")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"gpt_viz has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return __all__
