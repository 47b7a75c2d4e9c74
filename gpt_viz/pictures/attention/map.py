"""Who looks at whom: one head's attention as a map."""

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.attention.axes import ROOM, name_axes
from gpt_viz.pictures.attention.description import description, token_description
from gpt_viz.pictures.attention.first_token import first_token_words
from gpt_viz.pictures.attention.shades import NAMED, map_weights, shades
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import legend, write_heading
from gpt_viz.pictures.kit.numbers import percent, round_percent
from gpt_viz.pictures.kit.text import escape
from gpt_viz.ranges import check_number
from gpt_viz.records.trace import Trace
from gpt_viz.words import say

CELL, SIDE = 36, 470  # pixels of a cell where there is room, and of a map at most


def attention_map(
    trace: Trace,
    layer: int,
    head: int | None,
    hide_first: bool = False,
    *,
    position: int | None = None,
    looked_at: bool = False,
    threshold: float = 0.0,
) -> go.Figure:
    """One head as a table of shades: rows look, columns are looked at, dark is much weight.

    The scale is fixed from 0 to 1; sand-coloured cells may not be looked at. `head` None shows
    the mean of the layer's heads. `hide_first` leaves out the first token as a place to look at
    and scales the rest of each row up to 1, which shows what a head does besides resting there.
    Weights below `threshold` are left out. A frame marks the row of the token at `position`, or
    its column where `looked_at` is True. Hover for both names and the weight.
    """
    check_number("threshold", threshold, 0, 1)
    pattern = trace.attention(layer).mean(axis=0) if head is None else trace.attention(layer, head)
    weights = map_weights(pattern, trace.patterns[layer].allowed, hide_first)
    weights = np.where(weights >= threshold, weights, np.nan)
    looks = (
        description(trace.pieces, weights)
        if position is None
        else token_description(trace.pieces, weights, position, looked_at)
    )
    name = head_name(layer, head)
    figure = theme.figure(
        [shades(weights)],
        title=say("{head}: who looks at whom", head=name),
        alt=_alt(name, looks, hide_first),
        origin=trace.origin,
    )
    name_axes(figure, trace.pieces, NAMED)
    write_heading(figure, [_key(hide_first, threshold), first_token_words(pattern, hide_first)])
    height = min(CELL * len(weights), SIDE) + ROOM + figure.layout.margin.t
    figure.update_layout(margin={"l": ROOM, "b": ROOM}, plot_bgcolor=theme.MASKED, height=height)
    _frame(figure, position, len(weights), looked_at)
    return figure


def head_name(layer: int, head: int | None) -> str:
    """A head for reading: ``Layer 2, head 3`` or, for None, ``Layer 2, the mean of its heads``."""
    if head is None:
        return say("Layer {layer}, the mean of its heads", layer=layer)
    return say("Layer {layer}, head {head}", layer=layer, head=head)


def _alt(name: str, looks: str, hide_first: bool) -> str:
    if hide_first:
        return say("{head} without the first token: {looks}.", head=name, looks=looks)
    return say("{head}: {looks}.", head=name, looks=looks)


def _frame(figure: go.Figure, position: int | None, count: int, looked_at: bool) -> None:
    if position is not None:
        along, across = ("y", "x") if looked_at else ("x", "y")
        place = {f"{along}0": -0.5, f"{along}1": count - 0.5}
        place |= {f"{across}0": position - 0.5, f"{across}1": position + 0.5}
        figure.add_shape(type="rect", **place, line={"color": theme.CHOSEN, "width": 2})


def _key(hide_first: bool, threshold: float) -> str:
    """What rows, columns and shades mean (markup)."""
    shares = [("□", theme.DATA, 0.0), ("■", theme.HALF, 0.5), ("■", theme.FULL, 1.0)]
    entries = [(mark, colour, round_percent(share)) for mark, colour, share in shares]
    entries.append(("■", theme.MASKED, escape(_empty_words(hide_first, threshold))))
    return say("rows look, columns are looked at: {legend}", legend=legend(entries))


def _empty_words(hide_first: bool, threshold: float) -> str:
    """Why a cell may be empty."""
    least = percent(threshold)
    if hide_first and threshold:
        return say("not allowed, or left out, or below {share}", share=least)
    if hide_first:
        return say("not allowed, or left out")
    return say("not allowed, or below {share}", share=least) if threshold else say("not allowed")
