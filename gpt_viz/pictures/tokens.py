"""Pictures of lesson 02: what the model reads, how words are merged, what a language costs."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures import theme
from gpt_viz.pictures.chips import HEIGHT, as_drawing, draw, filled, outline, place
from gpt_viz.records.merges import Merge
from gpt_viz.records.pieces import Piece

STEP, SYMBOL = 34, 26  # pixels from one round of merging to the next, and of a symbol's height


def token_strip(pieces: Sequence[Piece]) -> go.Figure:
    """Every token as a chip, in reading order: its text large, its id and its bytes below.

    Neighbours have different tints. Special tokens have another colour and pointed ends. Pieces
    that hold only a part of a character are bracketed, and the character stands below them.
    """
    rows = list(place(pieces))
    title, height = _strip_title(pieces), sum(row.height for row in rows) or HEIGHT
    first = " | ".join(theme.label(piece) for piece in pieces[:40])
    figure = theme.figure(draw(rows), title=title, alt=f"{title}. {first}", height=int(height) + 60)
    as_drawing(figure, height)
    figure.update_layout(hovermode="closest", hoverdistance=40)
    return figure


def _strip_title(pieces: Sequence[Piece]) -> str:
    read = [piece for piece in pieces if not piece.special]
    control = _count(len(pieces) - len(read), "control token")
    if not read:
        return f"No text yet: {control}" if pieces else "No text yet: 0 tokens"
    text = b"".join(piece.bytes for piece in read).decode("utf-8", "replace")
    words = f"{_count(len(read), 'token')} for {_count(len(text), 'character')}"
    return f"{words}, and {control}" if len(read) < len(pieces) else words


def _count(n: int, thing: str) -> str:
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"


def merge_steps(merges: Sequence[Merge], total: int = 0) -> go.Figure:
    """Byte-pair encoding of one word: its bytes on top, each row joins one pair, tokens below.

    `merges` come from ``Tokenizer.merges``; the pair that is about to be joined stands out, and
    its number in the merge table stands at the right (1 was learned first, and the lowest number
    is joined first). `total` is ``Tokenizer.merge_count``, for the title.
    """
    data, tokens = b"".join(merges[0].symbols), len(merges[-1].symbols)
    cell = min(46.0, 590 / len(data))
    word = theme.shortened(theme.label(Piece(0, data)), 40)
    words = f"{_count(len(data), 'byte')}, {_count(len(merges) - 1, 'merge')}"
    title = f"“{word}”: {words}, {_count(tokens, 'token')}"
    last = " | ".join(theme.label(Piece(0, symbol)) for symbol in merges[-1].symbols)
    figure = theme.figure(
        [*_symbol_shapes(merges, cell), _symbol_texts(merges, cell), _ranks(merges, cell)],
        title=title + (f" (the table has {total:,} merges)" if total else ""),
        alt=f"{title}. In the end: {last}",
        height=STEP * len(merges) + 60,
    )
    as_drawing(figure, STEP * len(merges))
    return figure


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
    labels = [theme.tick(Piece(0, symbol)) for merge in merges for symbol in merge.symbols]
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
        "no pair left in the table" if merge.rank is None else f"merge no. {merge.rank + 1:,}"
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


def language_cost(sentences: Mapping[str, Sequence[Piece]]) -> go.Figure:
    """How many tokens each language pays for the same sentence, the cheapest on top.

    `sentences` maps a language to the pieces of the sentence in it. Each bar tells the count,
    how many times that of the first language given, and how many characters a token holds.
    Tokens that the tokenizer adds by itself (begin) are not counted.
    """
    counts = {name: sum(1 for p in pieces if p.bytes) for name, pieces in sentences.items()}
    names = sorted(counts, key=lambda name: counts[name])
    facts = [f"{name} {_count(counts[name], 'token')}" for name in names]
    figure = theme.figure(
        [_cost_bars(names, counts, sentences)],
        title=_cost_title(counts, names),
        alt=f"The same sentence in {_count(len(names), 'language')}. {', '.join(facts)}",
        height=38 * len(names) + 80,
    )
    ticks = {
        "tickvals": np.arange(len(names)),
        "ticktext": [_named(name) for name in names],
    }
    plain = {"showgrid": False, "zeroline": False, "ticks": "", "ticklabelstandoff": 6}
    figure.update_layout(
        margin={"l": 20, "r": 12, "t": 50, "b": 20},
        bargap=0.3,
        xaxis={"range": [0, 1.9 * max([1, *counts.values()])], "visible": False},
        yaxis={**ticks, **plain, "range": [len(names) - 0.5, -0.5]},
    )
    return figure


def _named(language: str) -> str:
    return theme.escape(theme.shortened(theme.plain(language), 24))


def _cost_title(counts: Mapping[str, int], names: Sequence[str]) -> str:
    if not names:
        return "No sentences yet"
    first, dearest = next(iter(counts)), names[-1]
    title = f"The same sentence: {_count(counts[first], 'token')} in {first}"
    return title if dearest == first else f"{title}, {counts[dearest]:,} in {dearest}"


def _cost(tokens: int, first: str, reference: int, pieces: Sequence[Piece]) -> str:
    length = len(b"".join(piece.bytes for piece in pieces).decode("utf-8", "replace"))
    parts = [_count(tokens, "token")]
    if reference and tokens != reference:
        parts.append(f"{tokens / reference:.1f} × {_named(first)}")
    if tokens:
        parts.append(f"{length / tokens:.1f} characters per token")
    return "   ".join(parts)


def _cost_bars(
    names: Sequence[str], counts: Mapping[str, int], sentences: Mapping[str, Sequence[Piece]]
) -> go.Bar:
    first = next(iter(counts), "")
    return go.Bar(
        x=np.array([counts[name] for name in names]),
        y=np.arange(len(names)),
        orientation="h",
        marker_color=[theme.INK if name == first else theme.DATA for name in names],
        text=[_cost(counts[name], first, counts[first], sentences[name]) for name in names],
        textposition="outside",
        cliponaxis=False,
        customdata=[_named(name) for name in names],
        hovertemplate="%{customdata}: %{x} tokens<extra></extra>",
    )
