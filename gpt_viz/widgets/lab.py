"""What all labs are: widgets that work in the page alone, and tell Python what was chosen."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import anywidget
import numpy as np
import plotly.graph_objects as go
import traitlets

from gpt_viz.page.bundle import bundle, styles
from gpt_viz.pictures.kit import theme
from gpt_viz.records.origin import UNNAMED, Origin
from gpt_viz.widgets.canvas import alt_of
from gpt_viz.widgets.in_page import InPage
from gpt_viz.widgets.lifetime import InCell
from gpt_viz.words import Language, language, say


class Chosen(traitlets.TraitType):
    """A value that both sides can set: Python, and the user in the page.

    `check` gets the lab and the value and gives the value back, in its plain form; a value that
    is not possible is a `ValueError`, and the lab keeps the last good one.
    """

    def __init__(self, value: Any, check: Callable[[Any, Any], Any]) -> None:
        super().__init__(value)
        self._check = check
        # the kernel's echo of what was saved would undo what the user has done since
        self.tag(sync=True, echo_update=False)

    def validate(self, obj: Any, value: Any) -> Any:
        """The value in its plain form."""
        return self._check(obj, value)


def flag(name: str) -> Chosen:
    """A `Chosen` that is True or False, and False at first."""

    def checked(_: object, value: Any) -> bool:
        if not isinstance(value, bool | np.bool_):
            raise ValueError(
                say("{name} must be True or False, got {value!r:.60}", name=name, value=value)
            )
        return bool(value)

    return Chosen(False, checked)


@lru_cache(maxsize=8)
def _module(entry: str, _: Language) -> str:
    return bundle(entry)


class Lab(InCell, InPage, anywidget.AnyWidget):
    """A widget whose arithmetic runs in the page; needs no kernel once it is drawn.

    A lab's module is what its `_entry`, a file of gpt_viz/page, imports. It speaks with Python
    through its traits alone, so that an exported page can stand in for the kernel.
    """

    _entry: str
    _css = styles("kit/lab.css")
    _colours = traitlets.Dict(theme.PALETTE).tag(sync=True)
    _marks = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, *, origin: Origin = UNNAMED, **traits: Any) -> None:
        marks = [] if origin.trained else [say("untrained: this model has not learned")]
        super().__init__(_marks=[*marks, *origin.without], **traits)

    @property
    def _esm(self) -> str:
        """The lab's module, in the user's language."""
        return _module(self._entry, language())

    def figure(self) -> go.Figure:
        """The static picture of what the lab shows now."""
        raise NotImplementedError

    def _in_words(self) -> str:
        return alt_of(self.figure())
