"""One row of attention, step by step: from the query's dot products to what is brought home."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import remainder, softmax
from gpt_viz.pictures.kit import panels, theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.panels import exact
from gpt_viz.pictures.kit.text import escape, label, tick
from gpt_viz.ranges import check_whole, in_range
from gpt_viz.records.trace import Trace

COLOURS = [theme.DATA, theme.DATA, theme.DATA, theme.WEIGHT, theme.CHOSEN]
ROW = 26  # pixels


@dataclass(frozen=True, eq=False)
class Look:
    """How one token looks: each array is ``(T,)``, a number for each token it may look at.

    `scores` are the dot products of its query with the keys; `scaled` are they times the scale
    (and softly capped, in Gemma-2); `masked` is -inf where it may not look; `weights` is the
    softmax; `brought` is the length of each weighted value, in the head's own space.
    """

    scores: np.ndarray
    scaled: np.ndarray
    masked: np.ndarray
    weights: np.ndarray
    brought: np.ndarray


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
    brought = weights * np.linalg.norm(trace.values[layer, head], axis=-1)
    return Look(scores, scaled, masked, weights, brought)


def attention_row(trace: Trace, layer: int, head: int, position: int, top: int = 16) -> go.Figure:
    """One token's look, worked out from left to right; each row is a token of the text.

    The dot product of the looking token's query with each key, scaled, masked (later tokens get
    −∞), softmax over the row; last, how much each look brings: the weight times the length of
    that token's value. Of a text longer than `top` tokens, those with the most weight are shown,
    and the weight of the others is counted in the heading.
    """
    check_whole("top", top, 2, 40)
    row = look(trace, layer, head, position)
    position %= len(trace.pieces)
    shown = strongest(row.weights, top)
    steps = (row.scores, row.scaled, row.masked, row.weights, row.brought)
    columns = [step[shown] for step in steps]
    texts = [[exact(v) for v in column] for column in columns]
    texts[3] = [percent(w) for w in columns[3]]
    figure = theme.figure(
        panels.bars(columns, texts, COLOURS),
        title=f"How “{label(trace.pieces[position])}” looks in layer {layer}, head {head}",
        alt=_alt(trace, row, layer, head, position),
        height=130 + ROW * (shown.size + 1),
        origin=trace.origin,
    )
    panels.arrange(figure, _names(trace, row.masked, shown, position), len(columns), -0.4)
    panels.write_titles(figure, _column_heads(trace, layer))
    panels.scale(figure, columns, 3)
    beside = 40 if (columns[0] < 0).any() else 6  # pixels, for numbers at the left of their bars
    figure.update_yaxes(tickfont_family=theme.MONO, ticklabelstandoff=beside)
    write_heading(figure, _heading(trace, row.weights, shown, layer), room=24)
    return figure


def strongest(weights: np.ndarray, top: int) -> np.ndarray:
    """The places of the `top` largest weights, in the order of the text."""
    return np.sort(np.argsort(-weights, kind="stable")[:top])


def not_shown(weights: np.ndarray, shown: np.ndarray) -> str:
    """What the rows of a picture leave out, in words; empty where they show everything."""
    others = weights.size - shown.size
    left = escape(percent(remainder(weights[shown])))
    return f"not shown: {others:,} other tokens with {left} of the weight" if others else ""


def _names(trace: Trace, masked: np.ndarray, shown: np.ndarray, position: int) -> Sequence[str]:
    """Labels: the looking token bold, those it may not look at grey."""
    names = []
    for place in shown:
        name = tick(trace.pieces[place], 14)
        if place == position:
            name = f"<b>{name}</b>"
        elif masked[place] == -np.inf:
            name = f'<span style="color:{theme.DATA}">{name}</span>'
        names.append(name)
    return names


def _column_heads(trace: Trace, layer: int) -> list[str]:
    pattern = trace.patterns[layer]
    capped = ", capped" if pattern.softcap is not None else ""
    by = f"÷ {exact(1 / pattern.scale)}{capped}"
    return ["query · key", f"→ {by}", "→ mask", "→ softmax", "→ × value"]


def _heading(trace: Trace, weights: np.ndarray, shown: np.ndarray, layer: int) -> list[str]:
    size, scale = trace.queries.shape[-1], trace.patterns[layer].scale
    lines = ["bold: the token that looks · grey: those that it may not look at"]
    if np.isclose(scale, size**-0.5):
        lines.append(f"a query has {size} numbers, hence the division by √{size}")
    lines[-1] += " · last column: weight × length of the value"
    left = not_shown(weights, shown)
    return [*lines, left] if left else lines


def _alt(trace: Trace, row: Look, layer: int, head: int, position: int) -> str:
    best = np.argsort(-row.weights, kind="stable")[:4]
    looks = ", ".join(
        f"“{label(trace.pieces[i])}” with score {exact(row.scaled[i])} "
        f"gets {percent(row.weights[i])}"
        for i in best
        if row.weights[i] > 0
    )
    name = label(trace.pieces[position])
    return f"In layer {layer}, head {head}, the token “{name}” looks back: {looks}."
