"""Pictures of lesson 00: what may come next, the draw that decides, the map of the model."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import softmax
from gpt_viz.pictures import boxes, network, theme
from gpt_viz.pictures.chips import as_drawing
from gpt_viz.pictures.headings import called
from gpt_viz.pictures.shares import LEFT, RIGHT, Row, Shares, axes, bars, rows, share_out
from gpt_viz.records.draws import Step
from gpt_viz.records.predictions import NextToken
from gpt_viz.records.trace import Sizes

STRIP = 3.4  # rows of room for the stretches and the draw
SCALE = (850 - LEFT - RIGHT) / 1.1  # pixels from 0 to 1 on the axis
LETTER = 8.2


def next_bars(next_token: NextToken, temperature: float = 1.0, top: int = 10) -> go.Figure:
    """The prediction: a bar for each of the `top` most likely tokens, and one for all others.

    The probabilities are those at the temperature, from a softmax over the whole vocabulary, and
    add to 1; at temperature 1 they are the model's own. The rows stand where those of `draw_bar`
    stand.
    """
    shares = share_out(softmax(next_token.logits, temperature), next_token.order, top)
    after = f"After {theme.quoted(next_token.text)}"
    at = "" if temperature == 1 else f" at {called(temperature)}"
    figure = theme.figure(
        [bars(rows(next_token, shares))],
        title=f"{after}: what comes next{at}?",
        alt=f"{after}{at}: {_in_words(next_token, shares)}",
        trained=next_token.trained,
    )
    axes(figure, rows(next_token, shares))
    figure.update_xaxes(ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"])
    return figure


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
    title = f"After {theme.quoted(next_token.text)}: {_verdict(step)}"
    figure = theme.figure(
        [
            bars(bar_rows),
            _stretches(_laid(step, shares, bar_rows), middle),
            _marker(step, middle),
        ],
        title=title,
        alt=f"{title}. {_in_words(next_token, shares)}",
        trained=next_token.trained,
    )
    axes(figure, bar_rows, STRIP)
    if step.draw is None:
        words = "<b>no draw: the largest wins</b>"
        figure.add_annotation(boxes.note((0.5, middle - 1.3), words), bgcolor=theme.PAPER)
    labels = [*(row.label for row in bar_rows), "laid end to end"]
    places = [*range(len(bar_rows)), middle]
    figure.update_yaxes(tickvals=np.array(places), ticktext=labels)
    return figure


def model_map(sizes: Sizes, name: str = "mini") -> go.Figure:
    """The whole network as boxes, from text to next token, with the shapes of this model.

    The line below the blocks is the residual stream: each block adds to it twice. Boxes whose
    lesson exists hold a link to it. Where the sizes do not tell what the matrices inside a block
    look like (shared keys and values, gated MLPs), their shapes are left out.
    """
    s, parts = sizes, network.boxes(sizes)
    figure = theme.figure(
        [
            *boxes.stack(network.FRAME),
            *boxes.shapes(parts),
            boxes.line(network.stream(sizes)),
            boxes.circles(network.sums(sizes)),
        ],
        title=f"{name}: {s.parameters:,} parameters, from text to the next token",
        alt=f"{name}, with {s.parameters:,} parameters: text, tokenizer, an embedding of "
        f"{s.vocabulary:,} tokens, {s.layers} blocks with {s.heads} attention heads and an MLP "
        f"of {s.neurons:,} neurons each, final norm, unembedding, softmax, next token.",
        height=network.HEIGHT + 60,
    )
    as_drawing(figure, network.HEIGHT, network.WIDTH)
    figure.update_layout(
        annotations=[
            *(boxes.words(part) for part in parts),
            *(boxes.note(place, markup) for place, markup in network.notes(sizes)),
            *(boxes.arrow(start, end) for start, end in network.wires(sizes)),
        ]
    )
    return figure


def _in_words(next_token: NextToken, shares: Shares) -> str:
    parts = [
        f"“{theme.label(next_token.vocabulary[int(id)])}” {theme.percent(height)}"
        for id, height in zip(shares.ids, shares.heights, strict=True)
    ]
    return f"{', '.join(parts)}; {shares.others:,} others {theme.percent(shares.not_shown)}"


def _verdict(step: Step) -> str:
    label = f"“{theme.shortened(theme.label(step.piece), 24)}”"
    if step.draw is not None:
        return f"the draw {_digits(step.draw)} lands on {label}"
    tied = step.next_token.tied
    tie = f" ({tied} tie: the lowest id is taken)" if tied > 1 else ""
    return f"no draw, the largest wins: {label}{tie}"


def _digits(draw: float) -> str:
    """Three digits of a draw, rounded down: it never reaches 1."""
    return f"{math.floor(1000 * draw) / 1000:.3f}"


@dataclass(frozen=True)
class _Stretch:
    """A piece of the row from 0 to 1 that belongs to one bar."""

    row: Row
    start: float
    length: float


def _laid(step: Step, shares: Shares, bar_rows: Sequence[Row]) -> list[_Stretch]:
    """The bars laid end to end; an unlikely chosen token lies among the others, and comes last."""
    *found, between, others = bar_rows
    ends = np.cumsum([0.0, *(row.height for row in found)])
    laid = [_Stretch(row, start, row.height) for row, start in zip(found, ends, strict=False)]
    if shares.outside is None:
        return [*laid, _Stretch(others, ends[-1], shares.not_shown)]
    kept = step.probabilities[step.kept]
    start = float(kept[: list(step.kept).index(shares.outside)].sum())
    end, others = start + shares.outside_height, replace(others, label="others")
    around = [_Stretch(others, ends[-1], start - ends[-1]), _Stretch(others, end, 1 - end)]
    return [*laid, *around, _Stretch(between, start, shares.outside_height)]


def _stretches(laid: Sequence[_Stretch], middle: float) -> go.Bar:
    laid = [stretch for stretch in laid if stretch.length > 0]
    edges = {"color": [_edge(stretch) for stretch in laid], "width": 1}
    return go.Bar(
        base=np.array([stretch.start for stretch in laid]),
        x=np.array([stretch.length for stretch in laid]),
        y=np.full(len(laid), middle),
        orientation="h",
        width=1.4,
        marker={"color": [stretch.row.colour for stretch in laid], "line": edges},
        text=[_fitting(stretch) for stretch in laid],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"family": theme.MONO, "color": [_ink(stretch.row) for stretch in laid]},
        customdata=[stretch.row.facts for stretch in laid],
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
    label = stretch.row.label
    letters = theme.cells(unescape(label.removeprefix("<b>").removesuffix("</b>")))
    return label if letters * LETTER + 6 < stretch.length * SCALE else ""


def _marker(step: Step, middle: float) -> go.Scatter:
    """A pointer down to the stretch in which the draw lies, and its number above."""
    draws = [] if step.draw is None else [step.draw, step.draw]
    return go.Scatter(
        x=np.array(draws),
        y=middle - np.array([1.35, 0.95])[: len(draws)],
        mode="lines+markers+text",
        line={"color": theme.INK, "width": 2},
        marker={"symbol": "triangle-down", "size": [0, 13], "opacity": 1, "color": theme.INK},
        text=[f"<b>draw {_digits(draw)}</b>" for draw in draws[:1]],
        textposition="top center",
        cliponaxis=False,
        hoverinfo="skip",
    )
