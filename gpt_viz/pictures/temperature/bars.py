"""The bars of one temperature: their numbers, their traces, and what top-k and top-p cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import entropy, remainder, softmax, warp
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import temperature_words
from gpt_viz.pictures.kit.numbers import number, percent
from gpt_viz.pictures.kit.text import label, quoted, tick
from gpt_viz.ranges import check_whole
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken

ROW = 23  # pixels from one bar to the next
PROBABILITY_AXIS = {"text": "probability", "font": {"size": 13}, "standoff": 8}


@dataclass(frozen=True, eq=False)
class Bars:
    """The bars of one temperature: the n most likely tokens, and the rest in one number.

    `ids`, `probabilities` (after temperature, top-k and top-p), `uncut` (after temperature
    alone), `at_one` (the model's own, at T = 1) and `kept` are ``(n,)``, most likely first.
    `not_shown` is what the `others` remaining tokens hold, so that it and the probabilities add
    to 1; `not_shown_uncut` is the same after temperature alone, `not_shown_at_one` at T = 1.
    `kept_by_k` and `kept_count` are counted over the whole vocabulary. `tied` tokens share the
    largest logit. `bits` is the entropy.
    """

    ids: np.ndarray
    probabilities: np.ndarray
    uncut: np.ndarray
    at_one: np.ndarray
    kept: np.ndarray
    others: int
    not_shown: float
    not_shown_uncut: float
    not_shown_at_one: float
    kept_by_k: int
    kept_count: int
    tied: int
    bits: float


def heights(
    next_token: NextToken,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    top: int = 12,
) -> Bars:
    """The numbers behind the bars, from a softmax over the whole vocabulary."""
    check_whole("top", top, 1, 100)
    logits, order, ids = next_token.logits, next_token.order, next_token.top(top)
    probabilities, kept = warp(logits, temperature, top_k, top_p, order)
    is_cut = top_k > 0 or top_p < 1
    uncut = softmax(logits, temperature) if is_cut else probabilities
    at_one, rest_at_one = _at_one(next_token, ids.size)
    edge = logits[order[min(top_k, logits.size) - 1]] if top_k > 0 else -np.inf
    return Bars(
        ids=ids,
        probabilities=probabilities[ids],
        uncut=uncut[ids],
        at_one=at_one,
        kept=kept[ids],
        others=logits.size - ids.size,
        not_shown=remainder(probabilities[ids]),
        not_shown_uncut=remainder(uncut[ids]),
        not_shown_at_one=rest_at_one,
        kept_by_k=int(np.count_nonzero(logits >= edge)),
        kept_count=int(np.count_nonzero(kept)),
        tied=next_token.tied,
        bits=entropy(probabilities),
    )


@lru_cache(maxsize=8)  # stays as it is while the temperature is dragged
def _at_one(next_token: NextToken, top: int) -> tuple[np.ndarray, float]:
    """The probabilities at T = 1 of the likeliest tokens, and what the others hold together."""
    shown = softmax(next_token.logits)[next_token.top(top)]
    return shown, remainder(shown)


def traces(b: Bars, next_token: NextToken, panel: int = 1) -> list[go.Bar | go.Scatter]:
    """Four traces: the bars at T = 1, those that were cut, those of now, and their numbers."""
    rows = places(b)
    four = [
        _bars_at_one(b, rows),
        _bars_cut(b, rows),
        _bars_now(b, rows, pieces_of(b, next_token), next_token),
        _numbers(b, rows),
    ]
    return [trace.update(xaxis=f"x{panel}") for trace in four]


def places(b: Bars) -> np.ndarray:
    """Where each row stands ``(n + 1,)``; the last, for what is not shown, a little apart."""
    return np.append(np.arange(b.ids.size), b.ids.size + 0.6)


def pieces_of(b: Bars, next_token: NextToken) -> list[Piece]:
    """The tokens that have a row of their own."""
    return [next_token.vocabulary[int(i)] for i in b.ids]


def name_rows(figure: go.Figure, b: Bars, next_token: NextToken) -> None:
    """Write the tokens on the left."""
    rows, names = places(b), [tick(piece, 20) for piece in pieces_of(b, next_token)]
    names.append(f"not shown:<br>{b.others:,} tokens")
    figure.update_yaxes(tickmode="array", tickvals=rows, ticktext=names, tickfont_family=theme.MONO)
    figure.update_yaxes(range=[rows[-1] + 1, -0.7], showgrid=False, zeroline=False)
    figure.update_yaxes(ticklabelstandoff=4)
    figure.update_layout(barmode="overlay", height=int(ROW * (b.ids.size + 2)) + 150)


def _bars_at_one(b: Bars, rows: np.ndarray) -> go.Bar:
    return go.Bar(
        x=np.append(b.at_one, b.not_shown_at_one),
        y=rows,
        orientation="h",
        width=0.86,
        marker={"color": "#ffffff", "line": {"color": theme.DATA, "width": 1}},
        hoverinfo="skip",
        name="T = 1",
    )


def _bars_cut(b: Bars, rows: np.ndarray) -> go.Bar:
    hatch = {"shape": "/", "fgcolor": theme.DATA, "bgcolor": "#ffffff", "size": 5}
    return go.Bar(
        x=np.append(np.where(b.kept, 0.0, b.uncut), b.not_shown_uncut * _rest_is_cut(b)),
        y=rows,
        orientation="h",
        width=0.5,
        marker={"color": "#ffffff", "pattern": hatch},
        hoverinfo="skip",
        name="cut",
    )


def _bars_now(b: Bars, rows: np.ndarray, pieces: Sequence[Piece], next_token: NextToken) -> go.Bar:
    shares = np.append(b.probabilities, b.not_shown)
    names = [*map(tick, pieces), "all others"]
    logits = [*map(number, next_token.logits[b.ids]), "various"]
    exact = [
        [f"{number(100 * p)} %" for p in column]
        for column in (shares, np.append(b.at_one, b.not_shown_at_one))
    ]
    return go.Bar(
        x=shares,
        y=rows,
        orientation="h",
        width=0.5,
        marker_color=[theme.PROBABILITY] * len(pieces) + [theme.DATA],
        customdata=np.array([names, logits, *exact], dtype=object).T,
        hovertemplate="%{customdata[0]}<br>logit %{customdata[1]}"
        "<br>now %{customdata[2]}, at T = 1 %{customdata[3]}<extra></extra>",
        name="now",
    )


def _rest_is_cut(b: Bars) -> bool:
    """Whether the cuts left nothing of what is not shown."""
    return bool(b.kept_count <= np.count_nonzero(b.kept)) and b.others > 0


def _numbers(b: Bars, rows: np.ndarray) -> go.Scatter:
    """The percentages, in a column where the bars could end at most."""
    kept = np.append(b.kept, not _rest_is_cut(b))
    shown = np.append(b.probabilities, b.not_shown), np.append(b.uncut, b.not_shown_uncut)
    texts = [
        percent(p) if is_kept else f"cut, was {percent(q)}"
        for p, q, is_kept in zip(*shown, kept, strict=True)
    ]
    return go.Scatter(
        x=np.ones(rows.size),
        y=rows,
        mode="text",
        text=[f"  {text}" for text in texts],
        textposition="middle right",
        textfont={"size": 12, "color": np.where([*b.kept, False], theme.PROBABILITY, theme.INK)},
        cliponaxis=False,
        hoverinfo="skip",
    )


def draw_cuts(
    figure: go.Figure, b: Bars, top_k: int, top_p: float, panel: int = 1, end: float = 1.0
) -> None:
    """A line under the last row that each cut keeps, if there is something to cut below it.

    The bars of a panel end at most at `end`, a share of its width.
    """
    cuts: dict[int, list[str]] = {}
    if top_k > 0:
        cuts.setdefault(b.kept_by_k, []).append(f"top-k {top_k:,}")
    if top_p < 1:
        cuts.setdefault(b.kept_count, []).append(f"top-p {top_p:g}")
    for kept, names in cuts.items():
        if kept <= b.ids.size and kept < b.others + b.ids.size:
            y, across = kept - 0.5, f"x{panel if panel > 1 else ''} domain"
            line = {"color": theme.INK, "width": 1, "dash": "dash"}
            figure.add_shape(type="line", xref=across, x0=0, x1=end, y0=y, y1=y, line=line)
            figure.add_annotation(
                xref=across,
                x=end,
                y=y,
                text=f"{' and '.join(names)} cuts what is below",
                showarrow=False,
                font={"size": 12},
                xanchor="right",
                yanchor="top",
                bgcolor=theme.PAPER,
            )


def what_was_cut(b: Bars, size: int, top_k: int, top_p: float) -> str:
    """How many tokens each cut leaves, in words."""
    cuts = []
    if top_k > size:
        cuts.append(f"top-k {top_k:,} is more than the vocabulary: all {size:,} are kept")
    elif top_k > 0:
        cuts.append(f"top-k {top_k:,} keeps {b.kept_by_k:,} of {size:,}")
    if top_p < 1:
        cuts.append(f"top-p {top_p:g} keeps {b.kept_count:,} of {b.kept_by_k:,}")
    return " · ".join(cuts) or "nothing is cut: top-k and top-p are off"


def in_words(b: Bars, next_token: NextToken, temperature: float) -> str:
    """The bars as a sentence."""
    best = [
        f"{label(piece)} {percent(p)}"
        for piece, p in zip(pieces_of(b, next_token)[:3], b.probabilities, strict=False)
    ]
    tie = f"; {b.tied} tokens tie for the first place" if b.tied > 1 else ""
    return (
        f"Bars of the {b.ids.size} most likely tokens after {quoted(next_token.text)} at "
        f"{temperature_words(temperature)}: {', '.join(best)} and so on{tie}. {b.others:,} tokens "
        f"that are not shown hold {percent(b.not_shown)}; the entropy is {b.bits:.2f} bits, "
        f"{b.kept_count:,} tokens can be drawn."
    )


def legend_entries(b: Bars, temperature: str) -> list[tuple[str, str, str]]:
    """What the kinds of bars mean, for a legend."""
    both: list[tuple[str, str, str]] = [
        ("■", theme.PROBABILITY, f"at {temperature}"),
        ("□", theme.DATA, "at T = 1"),
    ]
    is_whole = b.kept_count == b.ids.size + b.others
    return both if is_whole else [*both, ("▨", theme.DATA, "cut off, as long as it was")]
