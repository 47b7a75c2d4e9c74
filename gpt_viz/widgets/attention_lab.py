"""AttentionLab: every head of a text at a glance, one large, and the text shaded by its weights."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import traitlets

from gpt_viz.page.bundle import styles
from gpt_viz.pictures.attention.map import attention_map
from gpt_viz.pictures.kit.text import label
from gpt_viz.ranges import check_number, check_whole
from gpt_viz.records.heads import HeadScores, score_heads_on_text
from gpt_viz.records.trace import Trace
from gpt_viz.widgets.lab import Chosen, Lab, flag
from gpt_viz.widgets.quantised import quantise, window_length
from gpt_viz.words import say

SCORES = ("previous", "first", "induction", "entropy")
"""What the page gets of `HeadScores`, by name."""


def _place(name: str, value: Any, size: int) -> int:
    check_whole(name, value, 0, size - 1)
    return int(value)


def _layer(lab: "AttentionLab", value: Any) -> int:
    return _place("layer", value, lab._sizes[0])


def _head(lab: "AttentionLab", value: Any) -> int | None:
    return None if value is None else _place("head", value, lab._sizes[1])


def _position(lab: "AttentionLab", value: Any) -> int | None:
    return None if value is None else _place("position", value, len(lab._tokens))


def _start(lab: "AttentionLab", value: Any) -> int:
    return _place("start", value, len(lab._tokens) - lab._length + 1)


def _threshold(_: "AttentionLab", value: Any) -> float:
    check_number("threshold", value, 0, 1)
    return float(value)


def _bytes(scores: np.ndarray) -> bytes:
    return scores.astype("<f4").tobytes()


class AttentionLab(Lab):
    """All heads of a trace as thumbnails, one head as a table, and the text in shades.

    A click or the arrow keys open a head, `head` None is the mean of a layer's heads. The text is
    shaded by the weights of the token at `position` (not at all where it is None): whom it looks
    at or, where `looked_at` is True, who looks at it. `hide_first` leaves the first token out and
    scales the rest of each row up to 1; weights below `threshold` are not shown. Of a text that is
    too long to be sent at once, `start` is the first token of the window that is shown.

    The four scores of a head are those of this text, or `scores`, such as ``gpt.head_scores()``.
    All of it runs in the page, from weights in steps of 1/65,535; only another window needs Python.
    """

    _entry = "attention/lab.js"
    _css = styles("kit/lab.css", "attention/lab.css")
    layer, head, position = Chosen(0, _layer), Chosen(0, _head), Chosen(None, _position)
    looked_at, hide_first = flag("looked_at"), flag("hide_first")
    threshold, start = Chosen(0.0, _threshold), Chosen(0, _start)

    _tokens: Any = traitlets.List().tag(sync=True)
    _sizes: Any = traitlets.List().tag(sync=True)
    _stretch: Any = traitlets.List().tag(sync=True)
    _weights = traitlets.Bytes().tag(sync=True)
    _scores: Any = traitlets.Dict().tag(sync=True)
    _is_own_text = traitlets.Bool().tag(sync=True)

    def __init__(self, trace: Trace, scores: HeadScores | None = None, **chosen: Any) -> None:
        self._trace: Trace | None = trace
        self._length = window_length(trace)
        measured = scores or score_heads_on_text(trace)
        shape = (len(trace.patterns), len(trace.attention(0, rows=slice(1))))
        if measured.previous.shape != shape:
            raise ValueError(
                say(
                    "scores must be of {layers} layers with {heads} heads, got {shape}",
                    layers=shape[0],
                    heads=shape[1],
                    shape=" × ".join(map(str, measured.previous.shape)),
                )
            )
        self.set_trait("_tokens", [label(piece) for piece in trace.pieces])
        self.set_trait("_sizes", list(shape))
        last = _start(self, chosen.get("start", 0)) + self._length - 1
        self._bring()  # before the page hears of the lab, which it may draw at once
        super().__init__(
            origin=trace.origin,
            _scores={name: _bytes(getattr(measured, name)) for name in SCORES},
            _is_own_text=scores is None,
            **{"position": last} | chosen,
        )

    @traitlets.observe("position")
    def _into_sight(self, change: Any) -> None:
        """Where Python chooses a token outside the window, the window moves there."""
        position = change["new"]
        if position is not None and not self.start <= position < self.start + self._length:
            most = len(self._tokens) - self._length
            self.start = min(max(0, position - self._length // 2), most)

    @traitlets.observe("start")
    def _bring(self, _: Any = None) -> None:
        """Send the weights of the window; the bytes and their place in one message."""
        if self._trace is not None:
            sent = quantise(self._trace, self.start, self.start + self._length)
            with self.hold_sync():
                self._stretch, self._weights = [sent.start, sent.stop], sent.data

    def figure(self) -> go.Figure:
        """The head that is open, as a static picture of the whole text."""
        if self._trace is None:
            raise ValueError(say("this lab is closed; run its cell again"))
        return attention_map(
            self._trace,
            self.layer,
            self.head,
            self.hide_first,
            position=self.position,
            looked_at=self.looked_at,
            threshold=self.threshold,
        )

    def _let_go(self) -> None:
        self._trace, self._weights = None, b""
