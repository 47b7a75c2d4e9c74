"""gpt_viz: see a real GPT work.

The public names are loaded when they are first used, so that `import gpt_viz` is quick
and imports neither torch nor plotly.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gpt_viz import check
    from gpt_viz.model.gpt import GPT
    from gpt_viz.model.load import load, on_disk
    from gpt_viz.model.word_vectors import load_vectors
    from gpt_viz.widgets.attention_lab import AttentionLab
    from gpt_viz.widgets.controls import menu, slider, switch, text_box
    from gpt_viz.widgets.controls import text_box as text
    from gpt_viz.widgets.export import export_html
    from gpt_viz.widgets.live import live
    from gpt_viz.widgets.stepper import stepper
    from gpt_viz.widgets.temperature_lab import TemperatureLab

_HOME = {
    "AttentionLab": "gpt_viz.widgets.attention_lab",
    "GPT": "gpt_viz.model.gpt",
    "TemperatureLab": "gpt_viz.widgets.temperature_lab",
    "export_html": "gpt_viz.widgets.export",
    "live": "gpt_viz.widgets.live",
    "load": "gpt_viz.model.load",
    "load_vectors": "gpt_viz.model.word_vectors",
    "menu": "gpt_viz.widgets.controls",
    "on_disk": "gpt_viz.model.load",
    "slider": "gpt_viz.widgets.controls",
    "stepper": "gpt_viz.widgets.stepper",
    "switch": "gpt_viz.widgets.controls",
    "text_box": "gpt_viz.widgets.controls",
}

_FORMER = {"text": "text_box"}
"""What was called otherwise until November 2026: a lesson's own `text` hid it."""

__all__ = [
    "GPT",
    "AttentionLab",
    "TemperatureLab",
    "check",
    "export_html",
    "live",
    "load",
    "load_vectors",
    "menu",
    "on_disk",
    "slider",
    "stepper",
    "switch",
    "text",
    "text_box",
]


def __getattr__(name: str) -> Any:
    """Import the module in which a public name lives, on first use (PEP 562)."""
    if name == "check":  # a module, not a name in one
        return import_module("gpt_viz.check")
    name = _FORMER.get(name, name)
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"gpt_viz has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return __all__
