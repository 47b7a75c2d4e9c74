"""TemperatureLab: what T, top-k and top-p do to the whole vocabulary, in the page alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
import traitlets

from gpt_viz.maths import largest_of
from gpt_viz.page.bundle import styles
from gpt_viz.page.constants import FEWEST_ROWS, HOTTEST, MOST_DRAWS, MOST_ROWS, MOST_SEED
from gpt_viz.pictures.kit.text import label, quoted
from gpt_viz.pictures.temperature.compared_bars import compared_bars
from gpt_viz.ranges import check_number, check_top_k, check_top_p, check_whole
from gpt_viz.records.predictions import NextToken
from gpt_viz.records.trace import Trace
from gpt_viz.widgets.lab import Chosen, Lab, flag
from gpt_viz.words import say

ROOM = 8_000_000
"""Bytes of logits that a page gets: of a long text, those of the places around the chosen one."""

Check = Callable[[Any, Any], Any]


def _heat(name: str) -> Check:
    def check(_: object, value: Any) -> float | None:
        if value is None and name == "compare":  # nothing to compare with
            return None
        check_number(name, value, 0, HOTTEST)
        return float(value)

    return check


def _whole(name: str, least: int, most: int) -> Check:
    def check(_: object, value: Any) -> int:
        check_whole(name, value, least, most)
        return int(value)

    return check


def _top_p(_: object, value: Any) -> float:
    check_top_p(value)
    return float(value)


def _top_k(lab: Any, value: Any) -> int:
    check_top_k(value)
    return int(min(value, lab._size))


class TemperatureLab(Lab):
    """Bars of the likeliest next tokens, which follow T, top-k and top-p within a frame.

    It takes what `next_token` gives, or a `Trace`: then the text is shown, and any token of it
    can be chosen to go on after. Everything can be set from here, ``lab.temperature = 0.3``, and
    read; what the user moves arrives when they let go. `compare` is a second temperature
    beside the first, or None; `token` is the id whose arithmetic is shown, or None for the
    favourite. A `top_k` above the vocabulary becomes its size: all are kept. Draw number i is the
    one that `choose` makes with the same `seed` in round i.
    """

    _entry = "temperature/lab.js"
    _css = styles("kit/lab.css", "temperature/lab.css")

    position = Chosen(-1, lambda lab, value: lab._place(value))
    temperature = Chosen(1.0, _heat("temperature"))
    compare = Chosen(None, _heat("compare"))
    top_k = Chosen(0, _top_k)
    top_p = Chosen(1.0, _top_p)
    top = Chosen(12, _whole("top", FEWEST_ROWS, MOST_ROWS))
    log = flag("log")
    token = Chosen(None, lambda lab, value: lab._id(value))
    seed = Chosen(0, _whole("seed", 0, MOST_SEED))
    draws = Chosen(0, _whole("draws", 0, MOST_DRAWS))

    _names = traitlets.Bytes().tag(sync=True)
    _logits = traitlets.Bytes().tag(sync=True)
    _window = traitlets.Dict().tag(sync=True)
    _size = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        scores: NextToken | Trace,
        position: int = -1,
        temperature: float = 1.0,
        top_k: int = 0,
        top_p: float = 1.0,
        top: int = 12,
        compare: float | None = None,
    ) -> None:
        self._places: list[NextToken] = _places(scores)
        self._pieces = scores.pieces if isinstance(scores, Trace) else ()
        vocabulary = self._places[0].vocabulary
        self._size = len(vocabulary)
        knobs = {"temperature": temperature, "top_k": top_k, "top_p": top_p, "top": top}
        super().__init__(
            position=position,
            compare=compare,
            origin=scores.origin,
            _names="\n".join(label(piece) for piece in vocabulary[:]).encode(),
            **knobs,
        )

    @property
    def next_token(self) -> NextToken:
        """The scores after the chosen position."""
        place: NextToken = self._places[self.position]
        return place

    def figure(self) -> go.Figure:
        """The static picture of the bars as they stand, with the draws that were made."""
        temperatures = [t for t in (self.temperature, self.compare) if t is not None]
        knobs = (self.top_k, self.top_p, self.top)
        return compared_bars(self.next_token, temperatures, *knobs, self.log, self.draws, self.seed)

    def _place(self, value: Any) -> int:
        count = len(self._places)
        check_whole("position", value, -count, count - 1)
        return int(value) % count

    def _id(self, value: Any) -> int | None:
        if value is None:
            return None
        check_whole("token", value, 0, self._size - 1)
        return int(value)

    @traitlets.observe("position")
    def _bring(self, _change: object) -> None:
        """Send the logits around the position, unless they are there."""
        first, here = self._window.get("first", 0), self._window.get("headings", ())
        if first <= self.position < first + len(here):
            return
        rows = min(len(self._places), max(1, ROOM // (4 * self._size)))
        first = min(max(0, self.position - rows // 2), len(self._places) - rows)
        places = self._places[first : first + rows]
        logits = np.stack([place.logits for place in places]).astype(np.float32)
        largest_of(logits)  # a NaN is an error here, with its place
        with self.hold_sync():
            self._window = {
                "first": first,
                "headings": [say("After {text}", text=quoted(place.text)) for place in places],
                "pieces": [label(piece) for piece in self._pieces[first : first + rows]],
                "came": [piece.id for piece in self._pieces[first + 1 : first + rows + 1]],
            }
            self._logits = logits.tobytes()

    def _let_go(self) -> None:
        self._places, self._pieces, self._names, self._logits = [], (), b"", b""


def _places(scores: NextToken | Trace) -> list[NextToken]:
    """The scores after each position of a trace; one place where there is one only."""
    if isinstance(scores, NextToken):
        return [scores]
    if not scores.vocabulary:
        raise ValueError(
            say("this trace has no vocabulary to name its tokens; make it with GPT.trace")
        )
    read, places = b"", []
    for piece, logits in zip(scores.pieces, scores.logits, strict=True):
        read += piece.bytes
        text = read.decode("utf-8", "replace")
        places.append(NextToken(text, logits, scores.vocabulary, scores.origin))
    return places
