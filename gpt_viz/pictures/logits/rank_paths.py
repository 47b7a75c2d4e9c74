"""How chosen tokens climb and fall through the layers."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import ranks, remainder, softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import legend, write_heading
from gpt_viz.pictures.kit.numbers import number, percent
from gpt_viz.pictures.kit.text import escape, label, quoted, tick
from gpt_viz.pictures.logits.lens_map import depths
from gpt_viz.ranges import check_whole, in_range
from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Trace
from gpt_viz.words import listed, say

APART = 17  # pixels between two names at the right, at least
HEIGHT, BOTTOM, RIGHT = 420, 50, 225


def rank_paths(
    trace: Trace, lens: np.ndarray, tokens: Sequence[Piece], position: int = -1
) -> go.Figure:
    """The rank of 1 to 7 tokens among the whole vocabulary, read out before and after each block.

    `lens` ``(L+1, V)`` is ``gpt.lens(trace, position)``. Rank 1, the favourite, is on top; the
    scale is logarithmic. At the right stand each token's rank and probability in the end, which
    are the model's own.
    """
    tokens = [*{piece.id: piece for piece in tokens}.values()]  # a line each
    check_whole(say("the number of tokens"), len(tokens), 1, len(theme.LINES))
    at = in_range("position", position, len(trace.pieces)) % len(trace.pieces)
    paths = np.stack([ranks(lens, np.full(len(lens), piece.id)) for piece in tokens])
    shares = softmax(lens)[:, [piece.id for piece in tokens]].T
    read = b"".join(piece.bytes for piece in trace.pieces[: at + 1]).decode("utf-8", "replace")
    figure = theme.figure(
        [
            _path(piece, path, share, colour, lens.shape[1])
            for piece, path, share, colour in zip(tokens, paths, shares, theme.LINES, strict=False)
        ],
        title=say("After {text}: which rank each layer gives", text=quoted(read)),
        alt=_alt(read, tokens, paths, shares[:, -1]),
        height=HEIGHT,
        origin=trace.origin,
    )
    write_heading(figure, [escape(_heading(shares[:, -1]))])
    _arrange(figure, len(lens) - 1, lens.shape[1])
    _name_ends(figure, tokens, paths[:, -1], shares[:, -1], lens.shape[1])
    return figure


def _heading(shares: np.ndarray) -> str:
    return say(
        "in the end these hold {share}, all others {rest}",
        share=percent(float(shares.sum())),
        rest=percent(remainder(shares)),
    )


def _path(piece: Piece, path: np.ndarray, share: np.ndarray, colour: str, size: int) -> go.Scatter:
    names = depths(len(path) - 1)
    places = [say("no. {rank} of {size}", rank=rank, size=size) for rank in path]
    facts = [
        f"<b>{tick(piece, 40)}</b><br>{name}<br>{place}<br>{escape(percent(p))}"
        for name, place, p in zip(names, places, share, strict=True)
    ]
    return go.Scatter(
        x=np.arange(len(path)),
        y=np.log10(path),
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": 8},
        cliponaxis=False,
        customdata=facts,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _arrange(figure: go.Figure, layers: int, size: int) -> None:
    tens = 10 ** np.arange(7)
    marks = np.append(tens[tens < size / 2], size)
    figure.update_layout(margin={"l": 70, "r": RIGHT, "b": BOTTOM})
    figure.update_yaxes(
        range=[1.04 * np.log10(size), -0.15],
        tickvals=np.log10(marks),
        ticktext=[number(mark) for mark in marks],
        title={"text": say("rank"), "font": {"size": 13}, "standoff": 8},
        zeroline=False,
    )
    every = 1 + layers // 10  # where there is no room for all names
    figure.update_xaxes(
        range=[-0.1, layers + 0.1],
        tickvals=np.arange(0, layers + 1, every),
        ticktext=[name.replace(" ", "<br>", 1) for name in depths(layers)[::every]],
        tickangle=0,
        zeroline=False,
    )


def _name_ends(
    figure: go.Figure, tokens: Sequence[Piece], last: np.ndarray, shares: np.ndarray, size: int
) -> None:
    """Each token's name, rank and probability at the end of its line, one below the other."""
    room = HEIGHT - figure.layout.margin.t - BOTTOM
    wanted = room * np.log10(last) / (1.04 * np.log10(size) + 0.15)
    places = apart(wanted, APART, room)
    for piece, rank, share, colour, y, own in zip(
        tokens, last, shares, theme.LINES, places, wanted, strict=False
    ):
        end = say("no. {rank}, {share}", rank=rank, share=escape(percent(share)))
        figure.add_annotation(
            x=1,
            xref="paper",
            y=np.log10(rank),
            yshift=own - y,
            xshift=10,
            text=legend([("■", colour, f"<b>{tick(piece, 12)}</b> {end}")]),
            font={"family": theme.MONO, "size": 12},
            xanchor="left",
            showarrow=False,
        )


def apart(wanted: np.ndarray, least: float, end: float) -> np.ndarray:
    """Places near the wanted ones, in their order, `least` or more from each other.

    None lies beyond `end`; the first ones give way.
    """
    order = np.argsort(wanted, kind="stable")
    steps = least * np.arange(len(wanted))
    pushed = np.maximum.accumulate(wanted[order] - steps) + steps
    pushed = np.minimum(pushed, end - steps[::-1])
    places = np.empty(len(wanted))
    places[order] = pushed
    return places


def _alt(read: str, tokens: Sequence[Piece], paths: np.ndarray, shares: np.ndarray) -> str:
    lines = [
        say(
            "“{token}” {ranks} (in the end {share})",
            token=label(piece),
            ranks=listed(number(rank) for rank in path),
            share=percent(share),
        )
        for piece, path, share in zip(tokens, paths, shares, strict=True)
    ]
    return say(
        "Ranks through the layers after {text}: {tokens}.",
        text=quoted(read),
        tokens="; ".join(lines),
    )
