"""How a word came together: its bytes, merged pair by pair."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import as_drawing, filled, outline
from gpt_viz.pictures.kit.text import label, shortened, tick
from gpt_viz.records.merges import Merge
from gpt_viz.records.pieces import Piece
from gpt_viz.words import say, say_many

STEP, SYMBOL = 34, 26  # pixels from one round of merging to the next, and of a symbol's height


def merge_steps(merges: Sequence[Merge], total: int = 0) -> go.Figure:
    """Byte-pair encoding of one word: its bytes on top, each row joins one pair, tokens below.

    `merges` come from ``Tokenizer.merges``; the pair that is about to be joined stands out, and
    its number in the merge table stands at the right (1 was learned first, and the lowest number
    is joined first). `total` is ``Tokenizer.merge_count``, for the title.
    """
    cell = min(46.0, 590 / sum(map(len, merges[0].symbols)))
    last = " | ".join(label(Piece(0, symbol)) for symbol in merges[-1].symbols)
    figure = theme.figure(
        [*_symbol_shapes(merges, cell), _symbol_texts(merges, cell), _ranks(merges, cell)],
        title=_title(merges, total),
        alt=say("{title}. In the end: {symbols}", title=_title(merges), symbols=last),
        height=STEP * len(merges) + 60,
    )
    as_drawing(figure, STEP * len(merges))
    return figure


def _title(merges: Sequence[Merge], total: int = 0) -> str:
    data = b"".join(merges[0].symbols)
    counts = {
        "word": shortened(label(Piece(0, data)), 40),
        "bytes": say_many("{count} byte", "{count} bytes", len(data)),
        "merges": say_many("{count} merge", "{count} merges", len(merges) - 1),
        "tokens": say_many("{count} token", "{count} tokens", len(merges[-1].symbols)),
    }
    if total:
        return say(
            "“{word}”: {bytes}, {merges}, {tokens} (the table has {total} merges)",
            **counts,
            total=total,
        )
    return say("“{word}”: {bytes}, {merges}, {tokens}", **counts)


def _ends(symbols: Sequence[bytes], cell: float) -> np.ndarray:
    """Where the symbols begin and end, in pixels ``(n + 1,)``: one cell for each byte."""
    return cell * np.cumsum([0, *map(len, symbols)])


def _symbol_shapes(merges: Sequence[Merge], cell: float) -> list[go.Scatter]:
    waiting: list[np.ndarray] = []
    pairs: list[np.ndarray] = []
    tokens: list[np.ndarray] = []
    for round, merge in enumerate(merges):
        ends, top = _ends(merge.symbols, cell), STEP * round
        for i, left in enumerate(ends[:-1]):
            shape = outline(left + 1, top, ends[i + 1] - left - 2, SYMBOL)
            if merge.index is None:
                tokens.append(shape)
            else:
                (pairs if i in (merge.index, merge.index + 1) else waiting).append(shape)
    return [
        filled(waiting, theme.PAPER, theme.FAINT),
        filled(pairs, theme.CHOSEN, theme.CHOSEN),
        filled(tokens, theme.CHIPS[0], theme.DATA),
    ]


def _symbol_texts(merges: Sequence[Merge], cell: float) -> go.Scatter:
    ends = [_ends(merge.symbols, cell) for merge in merges]
    labels = [tick(Piece(0, symbol)) for merge in merges for symbol in merge.symbols]
    return go.Scatter(
        x=np.concatenate([(e[:-1] + e[1:]) / 2 for e in ends]),
        y=np.concatenate([np.full(len(e) - 1, STEP * n + SYMBOL / 2) for n, e in enumerate(ends)]),
        text=labels,
        mode="text",
        textfont={"family": theme.MONO, "size": min(15, cell / 1.7), "color": theme.INK},
        customdata=labels,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _ranks(merges: Sequence[Merge], cell: float) -> go.Scatter:
    """At the right of each round, the number of its merge; at the end, why there is no other."""
    texts = [
        say("no pair left in the table")
        if merge.rank is None
        else say("merge no. {number}", number=merge.rank + 1)
        for merge in merges
    ]
    return go.Scatter(
        x=np.full(len(merges), cell * sum(map(len, merges[0].symbols)) + 18),
        y=STEP * np.arange(len(merges)) + SYMBOL / 2,
        text=texts,
        mode="text",
        textposition="middle right",
        textfont={"color": [theme.DATA if m.rank is None else theme.INK for m in merges]},
        hoverinfo="skip",
    )
