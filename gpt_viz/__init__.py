"""gpt_viz: see a real GPT work.

The public names are loaded when they are first used, so that `import gpt_viz` is quick
and imports neither torch nor plotly.

maths.py   softmax, entropy, top-k, top-p, attention: formulas on numpy arrays
ranges.py  what a value may be
lists.py   lists as one types them
words.py   whole sentences in the user's language, with English as the key
locale/    the sentences for translators, and their translations
records/   numpy only: what one run of a model left behind
model/     floor 1: the only code that knows torch and transformers
pictures/  floor 2: pure functions from numbers to a figure
page/      all JavaScript and its styles
widgets/   floor 3: what moves, its Python half
check/     checks for the lessons' exercises, which say what is wrong
course/    what is made of the notebooks
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gpt_viz.words import say

if TYPE_CHECKING:
    from gpt_viz import check
    from gpt_viz.course.lessons import lesson_links, lessons
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
    "lesson_links": "gpt_viz.course.lessons",
    "lessons": "gpt_viz.course.lessons",
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

__all__ = [
    "GPT",
    "AttentionLab",
    "TemperatureLab",
    "check",
    "export_html",
    "lesson_links",
    "lessons",
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
    if name == "text":  # its name until November 2026; a lesson's own `text` hid it
        name = "text_box"
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    there = ", ".join(__all__)
    raise AttributeError(say("gpt_viz has no {name!r}; it has {there}", name=name, there=there))


def __dir__() -> list[str]:
    return __all__
