"""What each language pays, in tokens, for the same sentence."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import escape, plain, shortened
from gpt_viz.records.pieces import Piece
from gpt_viz.words import listed, say, say_many


def language_cost(sentences: Mapping[str, Sequence[Piece]]) -> go.Figure:
    """How many tokens each language pays for the same sentence, the cheapest on top.

    `sentences` maps a language to the pieces of the sentence in it. Each bar tells the count,
    how many times that of the first language given, and how many characters a token holds.
    Tokens that the tokenizer adds by itself (begin) are not counted.
    """
    counts = {name: sum(1 for p in pieces if p.bytes) for name, pieces in sentences.items()}
    names = sorted(counts, key=lambda name: counts[name])
    figure = theme.figure(
        [_cost_bars(names, counts, sentences)],
        title=_cost_title(counts, names),
        alt=_alt(counts, names),
        height=38 * len(names) + 80,
    )
    ticks = {
        "tickvals": np.arange(len(names)),
        "ticktext": [_name(name) for name in names],
    }
    quiet = {"showgrid": False, "zeroline": False, "ticks": "", "ticklabelstandoff": 6}
    figure.update_layout(
        margin={"l": 20, "r": 12, "t": 50, "b": 20},
        bargap=0.3,
        xaxis={"range": [0, 1.9 * max([1, *counts.values()])], "visible": False},
        yaxis={**ticks, **quiet, "range": [len(names) - 0.5, -0.5]},
    )
    return figure


def _name(language: str) -> str:
    return escape(shortened(plain(language), 24))


def _cost_title(counts: Mapping[str, int], names: Sequence[str]) -> str:
    if not names:
        return say("No sentences yet")
    first, dearest = next(iter(counts)), names[-1]
    if dearest == first:
        return say_many(
            "The same sentence: {count} token in {language}",
            "The same sentence: {count} tokens in {language}",
            counts[first],
            language=first,
        )
    return say_many(
        "The same sentence: {count} token in {language}, {most} in {dearest}",
        "The same sentence: {count} tokens in {language}, {most} in {dearest}",
        counts[first],
        language=first,
        most=counts[dearest],
        dearest=dearest,
    )


def _alt(counts: Mapping[str, int], names: Sequence[str]) -> str:
    costs = listed(
        say_many(
            "{language} {count} token", "{language} {count} tokens", counts[name], language=name
        )
        for name in names
    )
    return say_many(
        "The same sentence in {count} language. {costs}",
        "The same sentence in {count} languages. {costs}",
        len(names),
        costs=costs,
    )


def _cost(tokens: int, first: str, reference: int, pieces: Sequence[Piece]) -> str:
    length = len(b"".join(piece.bytes for piece in pieces).decode("utf-8", "replace"))
    parts = [say_many("{count} token", "{count} tokens", tokens)]
    if reference and tokens != reference:
        ratio = tokens / reference
        parts.append(say("{ratio:.1f} × {language}", ratio=ratio, language=_name(first)))
    if tokens:
        parts.append(say("{ratio:.1f} characters per token", ratio=length / tokens))
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
        customdata=[_name(name) for name in names],
        hovertemplate=say("{language}: {count} tokens", language="%{customdata}", count="%{x}")
        + "<extra></extra>",
    )
