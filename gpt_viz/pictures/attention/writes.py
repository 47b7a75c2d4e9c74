"""What a head writes to the residual stream at one token, and how much of it each token gives."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.attention.row import ROW, left_out, strongest
from gpt_viz.pictures.kit import panels, theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.panels import exact
from gpt_viz.pictures.kit.text import label, tick
from gpt_viz.ranges import check_whole, in_range
from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Trace
from gpt_viz.words import listed, say


def writes(
    trace: Trace, output: np.ndarray, layer: int, head: int, position: int
) -> tuple[np.ndarray, np.ndarray]:
    """The weights ``(T,)`` of one row, and what each token's value is in the stream ``(T, D)``.

    `output` ``(D/H, D)`` is the head's part of the output projection (``GPT.output_matrix``).
    ``weights @ values`` is what the head adds to the residual stream at `position`; the bias of
    the projection belongs to no head.
    """
    weights = trace.attention(layer, head)[in_range("position", position, len(trace.pieces))]
    values = trace.values[layer, head]
    if output.shape[:1] != values.shape[1:]:
        size, rows = values.shape[1], len(output)
        raise ValueError(
            say("a value has {size} numbers, output {rows} rows", size=size, rows=rows)
        )
    return weights, values @ output


def attention_writes(
    trace: Trace, output: np.ndarray, layer: int, head: int, position: int, top: int = 16
) -> go.Figure:
    """What a head writes for one token, in three panels: weight, length of the value, product.

    A value is stretched: taken through the head's part of the output projection, ``(D/H, D)``. Its
    length is that of the vector which it would add to the residual stream at full weight; the
    product is the length of the value-weighted vector, which it does add. The vectors point
    different ways, so their lengths do not add up; the heading gives the length of their sum,
    beside that of the stream before.
    """
    check_whole("top", top, 2, 40)
    weights, values = writes(trace, output, layer, head, position)
    position %= len(trace.pieces)
    weights, values = weights[: position + 1], values[: position + 1]
    lengths = np.linalg.norm(values, axis=-1)
    places = strongest(weights, top)
    columns = [column[places] for column in (weights, lengths, weights * lengths)]
    texts = [[percent(w) for w in columns[0]], *([exact(v) for v in c] for c in columns[1:])]
    title = _title(trace.pieces[position], layer, head)
    figure = theme.figure(
        panels.bars(columns, texts, [theme.WEIGHT, theme.DATA, theme.CHOSEN]),
        title=title,
        alt=_alt(title, [trace.pieces[i] for i in places], columns),
        height=130 + ROW * (places.size + 1),
        origin=trace.origin,
    )
    panels.arrange(figure, [tick(trace.pieces[i], 14) for i in places], len(columns), -0.4)
    panels.write_titles(figure, _titles())
    panels.scale(figure, columns, 0)
    figure.update_yaxes(tickfont_family=theme.MONO)
    together = _together(weights @ values, trace.residual[layer, position])
    write_heading(figure, [together, *left_out(weights, places)], room=24)
    return figure


def _title(piece: Piece, layer: int, head: int) -> str:
    token = label(piece)
    return say(
        "What layer {layer}, head {head} writes to “{token}”", layer=layer, head=head, token=token
    )


def _titles() -> list[str]:
    """What each panel holds."""
    return [
        say("weight"),
        say("× length of the stretched value"),
        say("= length of what it adds"),
    ]


def _together(added: np.ndarray, before: np.ndarray) -> str:
    return say(
        "together a vector of length {added}, "
        "added to the token's vector, {before} long before this layer",
        added=exact(float(np.linalg.norm(added))),
        before=exact(float(np.linalg.norm(before))),
    )


def _alt(title: str, pieces: Sequence[Piece], columns: Sequence[np.ndarray]) -> str:
    parts = listed(
        say(
            "{share} of “{token}”, whose stretched value is {length} long",
            share=percent(weight),
            token=label(piece),
            length=exact(length),
        )
        for piece, weight, length in zip(pieces, *columns[:2], strict=True)
    )
    return say("{title}: {parts}.", title=title, parts=parts)
