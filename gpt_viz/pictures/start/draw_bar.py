"""The draw that decides: the bars laid end to end, and the marker on them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.shares import Shares, share_out
from gpt_viz.pictures.kit.text import bold, cells, label, quoted, shortened
from gpt_viz.pictures.start import boxes
from gpt_viz.pictures.start.next_bars import share_words
from gpt_viz.pictures.start.rows import LEFT, RIGHT, Row, axes, bars, rows
from gpt_viz.records.draws import Step
from gpt_viz.words import localised, say, sentences

STRIP = 3.4  # rows of room for the stretches and the draw
SCALE = (850 - LEFT - RIGHT) / 1.1  # pixels from 0 to 1 on the axis
LETTER = 8.2


def draw_bar(step: Step, top: int = 10) -> go.Figure:
    """One round: the bars, the same bars laid end to end from 0 to 1, and where the draw fell.

    Above are the `top` most likely tokens, the chosen one (with its place in the order) and all
    others. Below, their stretches in one row, and a marker at the draw. At temperature 0 the
    largest logit has it all, or shares it with those that tie with it, and nothing is drawn.
    """
    next_token, chosen = step.next_token, step.piece.id
    shares = share_out(step.probabilities, next_token.order, top, chosen)
    bar_rows = rows(next_token, shares, chosen, None if step.draw is None else step.kept)
    middle = len(bar_rows) + 1.9
    title = _title(step)
    figure = theme.figure(
        [
            bars(bar_rows),
            _bar(_stretches(step, shares, bar_rows), middle),
            _marker(step, middle),
        ],
        title=title,
        alt=sentences(f"{title}.", share_words(next_token, shares)),
        origin=next_token.origin,
    )
    axes(figure, bar_rows, STRIP)
    if step.draw is None:
        words = bold(say("no draw: the largest wins"))
        figure.add_annotation(boxes.note((0.5, middle - 1.3), words), bgcolor=theme.PAPER)
    labels = [*(row.label for row in bar_rows), say("laid end to end")]
    places = [*range(len(bar_rows)), middle]
    figure.update_yaxes(tickvals=np.array(places), ticktext=labels)
    return figure


def _title(step: Step) -> str:
    what = {"text": quoted(step.next_token.text), "token": shortened(label(step.piece), 24)}
    if step.draw is not None:
        draw = _digits(step.draw)
        return say("After {text}: the draw {draw} lands on “{token}”", draw=draw, **what)
    if step.next_token.tied == 1:
        return say("After {text}: no draw, the largest wins: “{token}”", **what)
    return say(
        "After {text}: no draw, the largest wins: “{token}” "
        "({count:d} tie: the lowest id is taken)",
        count=step.next_token.tied,
        **what,
    )


def _digits(draw: float) -> str:
    """Three digits of a draw, rounded down: it never reaches 1."""
    return localised(f"{math.floor(1000 * draw) / 1000:.3f}")


@dataclass(frozen=True)
class _Stretch:
    """A piece of the row from 0 to 1 that belongs to one bar."""

    row: Row
    start: float
    length: float


def _stretches(step: Step, shares: Shares, bar_rows: Sequence[Row]) -> list[_Stretch]:
    """The bars laid end to end; an unlikely chosen token lies among the others, and comes last."""
    *found, between, others = bar_rows
    ends = np.cumsum([0.0, *(row.height for row in found)])
    first = [_Stretch(row, start, row.height) for row, start in zip(found, ends, strict=False)]
    if shares.outside is None:
        return [*first, _Stretch(others, ends[-1], shares.not_shown)]
    kept = step.probabilities[step.kept]
    start = float(kept[: list(step.kept).index(shares.outside)].sum())
    end, others = start + shares.outside_height, replace(others, label=say("others"))
    around = [_Stretch(others, ends[-1], start - ends[-1]), _Stretch(others, end, 1 - end)]
    return [*first, *around, _Stretch(between, start, shares.outside_height)]


def _bar(stretches: Sequence[_Stretch], middle: float) -> go.Bar:
    seen = [stretch for stretch in stretches if stretch.length > 0]
    edges = {"color": [_edge(stretch) for stretch in seen], "width": 1}
    return go.Bar(
        base=np.array([stretch.start for stretch in seen]),
        x=np.array([stretch.length for stretch in seen]),
        y=np.full(len(seen), middle),
        orientation="h",
        width=1.4,
        marker={"color": [stretch.row.colour for stretch in seen], "line": edges},
        text=[_fitting(stretch) for stretch in seen],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"family": theme.MONO, "color": [_ink(stretch.row) for stretch in seen]},
        customdata=[stretch.row.facts for stretch in seen],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _edge(stretch: _Stretch) -> str:
    """White between the stretches; a thin stretch keeps its colour, or nothing would be left."""
    thin = stretch.length * SCALE < 4
    return stretch.row.colour if thin else theme.PAPER


def _ink(row: Row) -> str:
    return theme.PAPER if row.colour == theme.PROBABILITY else theme.INK


def _fitting(stretch: _Stretch) -> str:
    """A stretch's label where there is room for it."""
    name = stretch.row.label
    letters = cells(unescape(name.removeprefix("<b>").removesuffix("</b>")))
    return name if letters * LETTER + 6 < stretch.length * SCALE else ""


def _marker(step: Step, middle: float) -> go.Scatter:
    """A pointer down to the stretch in which the draw lies, and its number above."""
    draws = [] if step.draw is None else [step.draw, step.draw]
    return go.Scatter(
        x=np.array(draws),
        y=middle - np.array([1.35, 0.95])[: len(draws)],
        mode="lines+markers+text",
        line={"color": theme.INK, "width": 2},
        marker={"symbol": "triangle-down", "size": [0, 13], "opacity": 1, "color": theme.INK},
        text=[bold(say("draw {draw}", draw=_digits(draw))) for draw in draws[:1]],
        textposition="top center",
        cliponaxis=False,
        hoverinfo="skip",
    )
