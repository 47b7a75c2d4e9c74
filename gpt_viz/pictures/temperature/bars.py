"""The bars of one temperature: their numbers and their traces."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import entropy, softmax, warp
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import temperature_words
from gpt_viz.pictures.kit.numbers import number, percent
from gpt_viz.pictures.kit.shares import Shares, share_out
from gpt_viz.pictures.kit.text import label, quoted, tick
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from gpt_viz.words import listed, say, say_many, sentences

ROW = 23  # pixels from one bar to the next


def probability_axis() -> dict[str, object]:
    """The title of an axis of probabilities."""
    return {"text": say("probability"), "font": {"size": 13}, "standoff": 8}


@dataclass(frozen=True, eq=False)
class Bars:
    """The bars of one temperature: the n most likely tokens, and the rest in one number.

    `now` are the probabilities after temperature, top-k and top-p, `uncut` after temperature
    alone, `at_one` the model's own, at T = 1. `kept` ``(n,)`` says which of the tokens are not
    cut, `kept_by_k` and `kept_count` are counted over the whole vocabulary. `tied` tokens share
    the largest logit. `bits` is the entropy.
    """

    now: Shares
    uncut: Shares
    at_one: Shares
    kept: np.ndarray
    kept_by_k: int
    kept_count: int
    tied: int
    bits: float

    @property
    def ids(self) -> np.ndarray:
        """The tokens that have a row of their own ``(n,)``, most likely first."""
        return self.now.ids

    @property
    def others(self) -> int:
        """How many tokens have none."""
        return self.now.others


def heights(
    next_token: NextToken,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    top: int = 12,
) -> Bars:
    """The numbers behind the bars, from a softmax over the whole vocabulary."""
    logits, order = next_token.logits, next_token.order
    probabilities, kept = warp(logits, temperature, top_k, top_p, order)
    now = share_out(probabilities, order, top)
    is_cut = top_k > 0 or top_p < 1
    uncut = share_out(softmax(logits, temperature), order, top) if is_cut else now
    edge = logits[order[min(top_k, logits.size) - 1]] if top_k > 0 else -np.inf
    return Bars(
        now=now,
        uncut=uncut,
        at_one=_at_one(next_token, top),
        kept=kept[now.ids],
        kept_by_k=int(np.count_nonzero(logits >= edge)),
        kept_count=int(np.count_nonzero(kept)),
        tied=next_token.tied,
        bits=entropy(probabilities),
    )


@lru_cache(maxsize=8)  # stays as it is while the temperature is dragged
def _at_one(next_token: NextToken, top: int) -> Shares:
    return share_out(softmax(next_token.logits), next_token.order, top)


def traces(bars: Bars, next_token: NextToken, panel: int = 1) -> list[go.Bar | go.Scatter]:
    """Four traces: the bars at T = 1, those that were cut, those of now, and their numbers."""
    rows = places(bars)
    four = [
        _bars_at_one(bars, rows),
        _bars_cut(bars, rows),
        _bars_now(bars, rows, pieces_of(bars, next_token), next_token),
        _numbers(bars, rows),
    ]
    return [trace.update(xaxis=f"x{panel}") for trace in four]


def places(bars: Bars) -> np.ndarray:
    """Where each row stands ``(n + 1,)``; the last, for what is not shown, a little apart."""
    return np.append(np.arange(bars.ids.size), bars.ids.size + 0.6)


def pieces_of(bars: Bars, next_token: NextToken) -> list[Piece]:
    """The tokens that have a row of their own."""
    return [next_token.vocabulary[int(i)] for i in bars.ids]


def name_rows(figure: go.Figure, bars: Bars, next_token: NextToken) -> None:
    """Write the tokens on the left."""
    rows, names = places(bars), [tick(piece, 20) for piece in pieces_of(bars, next_token)]
    names.append(
        say_many(
            "not shown:{line_break}{count} token",
            "not shown:{line_break}{count} tokens",
            bars.others,
            line_break="<br>",
        )
    )
    figure.update_yaxes(tickmode="array", tickvals=rows, ticktext=names, tickfont_family=theme.MONO)
    figure.update_yaxes(range=[rows[-1] + 1, -0.7], showgrid=False, zeroline=False)
    figure.update_yaxes(ticklabelstandoff=4)
    figure.update_layout(barmode="overlay", height=int(ROW * (bars.ids.size + 2)) + 150)


def _bars_at_one(bars: Bars, rows: np.ndarray) -> go.Bar:
    return go.Bar(
        x=_column(bars.at_one),
        y=rows,
        orientation="h",
        width=0.86,
        marker={"color": "#ffffff", "line": {"color": theme.DATA, "width": 1}},
        hoverinfo="skip",
    )


def _bars_cut(bars: Bars, rows: np.ndarray) -> go.Bar:
    hatch = {"shape": "/", "fgcolor": theme.DATA, "bgcolor": "#ffffff", "size": 5}
    return go.Bar(
        x=np.where(_are_kept(bars), 0.0, _column(bars.uncut)),
        y=rows,
        orientation="h",
        width=0.5,
        marker={"color": "#ffffff", "pattern": hatch},
        hoverinfo="skip",
    )


def _bars_now(
    bars: Bars, rows: np.ndarray, pieces: Sequence[Piece], next_token: NextToken
) -> go.Bar:
    shares = _column(bars.now)
    names = [*map(tick, pieces), say("all others")]
    logits = [*map(number, next_token.logits[bars.ids]), say("various")]
    exact = [
        [say("{number} %", number=number(100 * p)) for p in column]
        for column in (shares, _column(bars.at_one))
    ]
    return go.Bar(
        x=shares,
        y=rows,
        orientation="h",
        width=0.5,
        marker_color=[theme.PROBABILITY] * len(pieces) + [theme.DATA],
        customdata=np.array([names, logits, *exact], dtype=object).T,
        hovertemplate="<br>".join(["%{customdata[0]}", *_hover_lines()]) + "<extra></extra>",
    )


def _hover_lines() -> list[str]:
    now_and_at_one = {"now": "%{customdata[2]}", "at_one": "%{customdata[3]}"}
    return [
        say("logit {logit}", logit="%{customdata[1]}"),
        say("now {now}, at T = 1 {at_one}", **now_and_at_one),
    ]


def _column(shares: Shares) -> np.ndarray:
    """The heights of all rows ``(n + 1,)``, the last of them what is not shown."""
    return np.append(shares.heights, shares.not_shown)


def _are_kept(bars: Bars) -> np.ndarray:
    """Which rows the cuts left, bool ``(n + 1,)``."""
    return np.append(bars.kept, not _rest_is_cut(bars))


def _rest_is_cut(bars: Bars) -> bool:
    """Whether the cuts left nothing of what is not shown."""
    return bool(bars.kept_count <= np.count_nonzero(bars.kept)) and bars.others > 0


def _numbers(bars: Bars, rows: np.ndarray) -> go.Scatter:
    """The percentages, in a column where the bars could end at most."""
    columns = _column(bars.now), _column(bars.uncut), _are_kept(bars)
    texts = [
        percent(p) if is_kept else say("cut, was {share}", share=percent(q))
        for p, q, is_kept in zip(*columns, strict=True)
    ]
    return go.Scatter(
        x=np.ones(rows.size),
        y=rows,
        mode="text",
        text=[f"  {text}" for text in texts],
        textposition="middle right",
        textfont={"size": 12, "color": np.where([*bars.kept, False], theme.PROBABILITY, theme.INK)},
        cliponaxis=False,
        hoverinfo="skip",
    )


def description(bars: Bars, next_token: NextToken, temperature: float) -> str:
    """The bars in words, for screen readers."""
    best = listed(
        say("{token} {share}", token=label(piece), share=percent(p))
        for piece, p in zip(pieces_of(bars, next_token)[:3], bars.now.heights, strict=False)
    )
    start = say(
        "Bars of the {count} most likely tokens after {text} at {temperature}: {tokens} and so on.",
        count=bars.ids.size,
        text=quoted(next_token.text),
        temperature=temperature_words(temperature),
        tokens=best,
    )
    tie = say("{count} tokens tie for the first place.", count=bars.tied) if bars.tied > 1 else ""
    rest = say(
        "{others} tokens that are not shown hold {share}; the entropy is {bits:.2f} bits, {kept} "
        "tokens can be drawn.",
        others=bars.others,
        share=percent(bars.now.not_shown),
        bits=bars.bits,
        kept=bars.kept_count,
    )
    return sentences(start, tie, rest)


def legend_entries(bars: Bars, temperature: str) -> list[tuple[str, str, str]]:
    """What the kinds of bars mean, for a legend."""
    entries: list[tuple[str, str, str]] = [
        ("■", theme.PROBABILITY, say("at {temperature}", temperature=temperature)),
        ("□", theme.DATA, say("at T = 1")),
    ]
    if bars.kept_count < bars.ids.size + bars.others:
        entries.append(("▨", theme.DATA, say("cut off, as long as it was")))
    return entries
