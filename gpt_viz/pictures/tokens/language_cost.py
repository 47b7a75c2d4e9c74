"""What each language pays, in tokens, for the same sentence."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import escape, plain, shortened
from gpt_viz.pictures.tokens.token_strip import _count
from gpt_viz.records.pieces import Piece


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
    quiet = {"showgrid": False, "zeroline": False, "ticks": "", "ticklabelstandoff": 6}
    figure.update_layout(
        margin={"l": 20, "r": 12, "t": 50, "b": 20},
        bargap=0.3,
        xaxis={"range": [0, 1.9 * max([1, *counts.values()])], "visible": False},
        yaxis={**ticks, **quiet, "range": [len(names) - 0.5, -0.5]},
    )
    return figure


def _named(language: str) -> str:
    return escape(shortened(plain(language), 24))


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
