"""Rows of bars that add to 1: the likeliest tokens, a chosen one, and all others as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.shares import Shares, others_words
from gpt_viz.pictures.kit.text import escape, tick
from gpt_viz.records.predictions import NextToken
from gpt_viz.words import say

# lengths in pixels, as they are where the drawing is 850 pixels wide
ROW, HEAD, FOOT, LEFT, RIGHT = 24, 50, 34, 150, 12
LONGEST = 16  # letters of a label; hover shows the whole


@dataclass(frozen=True)
class Row:
    """One bar. `label`, `end` (the words behind the bar) and `facts` (for hover) are markup."""

    height: float
    label: str
    end: str
    facts: str
    colour: str


def rows(
    next_token: NextToken,
    shares: Shares,
    chosen: int | None = None,
    kept: np.ndarray | None = None,
) -> list[Row]:
    """The n likeliest tokens, a row for the chosen one where it is not among them, all others.

    There are always n + 2 rows, so that nothing moves when an unlikely token is chosen. Where
    the ids that truncation left are given as `kept`, the rows of the others say so.
    """
    cut_off = say("cut off")
    found = []
    for rank, (id, height) in enumerate(zip(shares.ids, shares.heights, strict=True), start=1):
        share = percent(height) if kept is None or id in kept else cut_off
        found.append(_row(next_token, int(id), float(height), share, rank, id == chosen))
    is_cut = (
        kept is not None and shares.others > 0 and not np.setdiff1d(kept, shares.with_rows).size
    )
    share = cut_off if is_cut else percent(shares.not_shown)
    name = others_words(shares.others)
    facts = say("{name}: {share}", name=name, share=share)
    others = Row(shares.not_shown, name, escape(share), escape(facts), theme.DATA)
    return [*found, _between(next_token, shares), others]


def _between(next_token: NextToken, shares: Shares) -> Row:
    """The chosen token where it is not among the likeliest, with its place in the order."""
    if shares.outside is None:
        return Row(0.0, "⋮", "", "", theme.FAINT)
    rank = int(np.flatnonzero(next_token.order == shares.outside)[0]) + 1
    share = percent(shares.outside_height)
    row = _row(next_token, shares.outside, shares.outside_height, share, rank, True)
    place = say("no. {rank} of {count}", rank=rank, count=len(next_token.order))
    return replace(row, end=f"{row.end}, {place}")


def _row(next_token: NextToken, id: int, height: float, share: str, rank: int, chosen: bool) -> Row:
    piece, share = next_token.vocabulary[id], escape(share)
    name = tick(piece, LONGEST)
    place = say("no. {rank} in likelihood, id {id:d}", rank=rank, id=id)
    facts = f"<b>{tick(piece)}</b><br>{share}<br>{place}"
    if chosen:
        return Row(height, f"<b>{name}</b>", f"<b>{share}</b>", facts, theme.CHOSEN)
    return Row(height, name, share, facts, theme.PROBABILITY)


def bars(rows: Sequence[Row]) -> go.Bar:
    """The rows as horizontal bars, the first one at 0."""
    return go.Bar(
        x=np.array([row.height for row in rows]),
        y=np.arange(len(rows)),
        orientation="h",
        width=0.72,
        marker_color=[row.colour for row in rows],
        text=[row.end for row in rows],
        textposition="outside",
        cliponaxis=False,
        customdata=[row.facts for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
    )


def axes(figure: go.Figure, rows: Sequence[Row], below: float = 0) -> None:
    """Labels at the left, 0 to 1 at the foot; `below` rows of room follow the bars."""
    count = len(rows)
    figure.update_layout(
        height=int(HEAD + ROW * (count + below) + FOOT),
        barmode="overlay",
        margin={"l": LEFT, "r": RIGHT, "t": HEAD, "b": FOOT},
        xaxis={"range": [0, 1.1], "tickvals": [0, 0.25, 0.5, 0.75, 1], "zeroline": False},
        yaxis={
            "range": [count + below - 0.5, -0.5],
            "tickvals": np.arange(count),
            "ticktext": [row.label for row in rows],
            "tickfont": {"family": theme.MONO},
            "ticklabelstandoff": 6,
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
            "automargin": False,
        },
    )
