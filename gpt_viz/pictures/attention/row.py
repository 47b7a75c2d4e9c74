"""One row of attention, step by step: from the dot products to the value-weighted row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import remainder, softmax
from gpt_viz.pictures.kit import panels, theme
from gpt_viz.pictures.kit.headings import heading_line, write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.panels import exact
from gpt_viz.pictures.kit.text import coloured, escape, label, tick
from gpt_viz.ranges import check_whole, in_range
from gpt_viz.records.trace import Pattern, Trace
from gpt_viz.words import listed, say, say_many

COLOURS = [theme.DATA, theme.DATA, theme.DATA, theme.WEIGHT, theme.CHOSEN]
ROW = 26  # pixels


@dataclass(frozen=True, eq=False)
class Look:
    """How one token looks: each array is ``(T,)``, a number for each token it may look at.

    `scores` are the dot products of its query with the keys; `scaled` are they times the scale
    (and softly capped, in Gemma-2); `masked` is -inf where it may not look; `weights` is the
    softmax; `value_weighted` is each weight times the length of that token's value, in the head's
    own space.
    """

    scores: np.ndarray
    scaled: np.ndarray
    masked: np.ndarray
    weights: np.ndarray
    value_weighted: np.ndarray


def look(trace: Trace, layer: int, head: int, position: int) -> Look:
    """The numbers of `attention_row`. A `LookupError` says so where the trace has no queries."""
    layer = in_range("layer", layer, len(trace.patterns))
    head = in_range("head", head, trace.queries.shape[1])
    position = in_range("position", position, len(trace.pieces))
    pattern = trace.patterns[layer]
    scores = trace.keys[layer, head] @ trace.queries[layer, head, position]
    scaled = scores * np.float32(pattern.scale)
    if pattern.softcap is not None:
        scaled = pattern.softcap * np.tanh(scaled / pattern.softcap)
    masked = np.where(pattern.allowed[position], scaled, -np.inf)
    weights = softmax(masked)
    value_weighted = weights * np.linalg.norm(trace.values[layer, head], axis=-1)
    return Look(scores, scaled, masked, weights, value_weighted)


def attention_row(trace: Trace, layer: int, head: int, position: int, top: int = 16) -> go.Figure:
    """One token's look, worked out from left to right; each row is a token of the text.

    The dot product of the looking token's query with each key, scaled, masked (later tokens get
    −∞), softmax over the row; last, value-weighted: each weight times the length of that token's
    value. Of a text longer than `top` tokens, those with the most weight are shown, and the weight
    of the others is counted in the heading.
    """
    check_whole("top", top, 2, 40)
    row = look(trace, layer, head, position)
    position %= len(trace.pieces)
    places = strongest(row.weights, top)
    steps = (row.scores, row.scaled, row.masked, row.weights, row.value_weighted)
    columns = [step[places] for step in steps]
    texts = [[exact(v) for v in column] for column in columns]
    texts[3] = [percent(w) for w in columns[3]]
    token = label(trace.pieces[position])
    figure = theme.figure(
        panels.bars(columns, texts, COLOURS),
        title=_title(token, layer, head),
        alt=_alt(trace, row, token, layer, head),
        height=130 + ROW * (places.size + 1),
        origin=trace.origin,
    )
    panels.arrange(figure, _names(trace, row.masked, places, position), len(columns), -0.4)
    panels.write_titles(figure, _titles(trace.patterns[layer]))
    panels.scale(figure, columns, 3)
    beside = 40 if (columns[0] < 0).any() else 6  # pixels, for numbers at the left of their bars
    figure.update_yaxes(tickfont_family=theme.MONO, ticklabelstandoff=beside)
    write_heading(figure, _heading(trace, row.weights, places, layer), room=24)
    return figure


def strongest(weights: np.ndarray, top: int) -> np.ndarray:
    """The places of the `top` largest weights, in the order of the text."""
    return np.sort(np.argsort(-weights, kind="stable")[:top])


def left_out(weights: np.ndarray, places: np.ndarray) -> list[str]:
    """A line (markup) on what a picture of these places leaves out; none if it shows everything."""
    others = weights.size - places.size
    line = say_many(
        "not shown: {count} other token with {share} of the weight",
        "not shown: {count} other tokens with {share} of the weight",
        others,
        share=percent(remainder(weights[places])),
    )
    return [escape(line)] if others else []


def _title(token: str, layer: int, head: int) -> str:
    return say(
        "How “{token}” looks in layer {layer}, head {head}", token=token, layer=layer, head=head
    )


def _names(trace: Trace, masked: np.ndarray, places: np.ndarray, position: int) -> Sequence[str]:
    """Labels: the looking token bold, those it may not look at grey."""
    names = []
    for place in places:
        name = tick(trace.pieces[place], 14)
        if place == position:
            name = f"<b>{name}</b>"
        elif masked[place] == -np.inf:
            name = coloured(name, theme.DATA)
        names.append(name)
    return names


def _titles(pattern: Pattern) -> list[str]:
    """What each panel holds."""
    divisor = exact(1 / pattern.scale)
    if pattern.softcap is None:
        scaled = say("→ ÷ {divisor}", divisor=divisor)
    else:
        scaled = say("→ ÷ {divisor}, capped", divisor=divisor)
    return [say("query · key"), scaled, say("→ mask"), say("→ softmax"), say("→ × value")]


def _heading(trace: Trace, weights: np.ndarray, places: np.ndarray, layer: int) -> list[str]:
    size, scale = trace.queries.shape[-1], trace.patterns[layer].scale
    names = [say("bold: the token that looks"), say("grey: those that it may not look at")]
    last = say("last column: weight × length of the value")
    if np.isclose(scale, size**-0.5):
        division = say("a query has {size} numbers, hence the division by √{size}", size=size)
        lines = [heading_line(*names), heading_line(division, last)]
    else:
        lines = [heading_line(*names, last)]
    return [*lines, *left_out(weights, places)]


def _alt(trace: Trace, row: Look, token: str, layer: int, head: int) -> str:
    best = np.argsort(-row.weights, kind="stable")[:4]
    looks = listed(
        say(
            "“{token}” with score {score} gets {share}",
            token=label(trace.pieces[i]),
            score=exact(row.scaled[i]),
            share=percent(row.weights[i]),
        )
        for i in best
        if row.weights[i] > 0
    )
    return say(
        "In layer {layer}, head {head}, the token “{token}” looks back: {looks}.",
        layer=layer,
        head=head,
        token=token,
        looks=looks,
    )
