"""What a look brings: how much each token's value adds to the stream of the token that looks."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.attention.row import ROW, not_shown, strongest
from gpt_viz.pictures.kit import panels, theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.panels import exact
from gpt_viz.pictures.kit.text import label, tick
from gpt_viz.ranges import check_whole, in_range
from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Trace

HEADS = ["weight", "× length of the stretched value", "= length of what it adds"]


def writes(
    trace: Trace, output: np.ndarray, layer: int, head: int, position: int
) -> tuple[np.ndarray, np.ndarray]:
    """The weights ``(T,)`` of one look, and what each token's value is in the stream ``(T, D)``.

    `output` ``(D/H, D)`` is the head's part of the output projection (``GPT.output_matrix``).
    ``weights @ values`` is what the head adds to the residual stream at `position`; the bias of
    the projection belongs to no head.
    """
    weights = trace.attention(layer, head)[in_range("position", position, len(trace.pieces))]
    values = trace.values[layer, head]
    if output.shape[:1] != values.shape[1:]:
        raise ValueError(f"a value has {values.shape[1]} numbers, output {len(output)} rows")
    return weights, values @ output


def attention_writes(
    trace: Trace, output: np.ndarray, layer: int, head: int, position: int, top: int = 16
) -> go.Figure:
    """For one look, in three panels: the weight, the length of the stretched value, their product.

    Stretched means taken through the head's part of the output projection, ``(D/H, D)``: the length
    is that of the vector which the value would add to the residual stream at full weight. The
    product is what it adds. The vectors point different ways, so their lengths do not add up; the
    heading gives the length of their sum, beside that of the stream before.
    """
    check_whole("top", top, 2, 40)
    weights, values = writes(trace, output, layer, head, position)
    position %= len(trace.pieces)
    weights, values = weights[: position + 1], values[: position + 1]
    lengths = np.linalg.norm(values, axis=-1)
    shown = strongest(weights, top)
    columns = [column[shown] for column in (weights, lengths, weights * lengths)]
    texts = [[percent(w) for w in columns[0]], *([exact(v) for v in c] for c in columns[1:])]
    name = label(trace.pieces[position])
    title = f"What layer {layer}, head {head} writes to “{name}”"
    figure = theme.figure(
        panels.bars(columns, texts, [theme.WEIGHT, theme.DATA, theme.CHOSEN]),
        title=title,
        alt=f"{title}: {_in_words([trace.pieces[i] for i in shown], columns)}.",
        height=130 + ROW * (shown.size + 1),
        origin=trace.origin,
    )
    panels.arrange(figure, [tick(trace.pieces[i], 14) for i in shown], len(columns), -0.4)
    panels.write_titles(figure, HEADS)
    panels.scale(figure, columns, 0)
    figure.update_yaxes(tickfont_family=theme.MONO)
    before = float(np.linalg.norm(trace.residual[layer, position]))
    lines = [_together(weights @ values, before), not_shown(weights, shown)]
    write_heading(figure, [line for line in lines if line], room=24)
    return figure


def _together(added: np.ndarray, before: float) -> str:
    return (
        f"together a vector of length {exact(float(np.linalg.norm(added)))}, "
        f"added to the token's vector, {exact(before)} long before this layer"
    )


def _in_words(pieces: Sequence[Piece], columns: Sequence[np.ndarray]) -> str:
    return ", ".join(
        f"{percent(weight)} of “{label(piece)}”, whose stretched value is {exact(length)} long"
        for piece, weight, length in zip(pieces, *columns[:2], strict=True)
    )
