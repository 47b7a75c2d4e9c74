"""Every position predicts: how well each token of a text was foreseen by those before it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import losses, ranks, remainder, softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent, percent_ticks
from gpt_viz.pictures.kit.text import escape, label, quoted, tick
from gpt_viz.ranges import check_whole, in_range
from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Trace

ROW = 24  # pixels from one token to the next
KEY = (
    f'<span style="color:{theme.PROBABILITY}">■</span> the token that came   '
    f'<span style="color:{theme.DATA}">□</span> the favourite at that place'
)


@dataclass(frozen=True, eq=False)
class Foreseen:
    """How each token after the first was foreseen; all arrays are ``(T - 1,)``.

    `ranks` (1: the favourite) and `probabilities` belong to the token that came, `losses` are
    ``-log`` of these. `favourites` are the ids of the likeliest tokens, with their probability
    in `best`.
    """

    ranks: np.ndarray
    probabilities: np.ndarray
    losses: np.ndarray
    favourites: np.ndarray
    best: np.ndarray


def foresee(trace: Trace) -> Foreseen:
    """The numbers of `every_position`, each from a softmax over the whole vocabulary."""
    logits, came = trace.logits[:-1], trace.ids[1:]
    surprise = losses(logits, came)
    favourites = logits.argmax(axis=-1)
    return Foreseen(
        ranks=ranks(logits, came),
        probabilities=np.exp(-surprise),
        losses=surprise,
        favourites=favourites,
        best=np.exp(-losses(logits, favourites)),
    )


def every_position(
    trace: Trace, vocabulary: Sequence[Piece], position: int = 0, rows: int = 32
) -> go.Figure:
    """The whole text, a row for each token: its rank and probability, given the tokens above it.

    A bar is the probability of the token that came, the outline that of the favourite at its
    place, which is named where it is another one. The last row is the token that would come
    next. At most `rows` rows are shown, from `position` on; the line below the title counts over
    the whole text. `vocabulary` names the tokens.
    """
    check_whole("rows", rows, 2, 60)
    count = len(trace.pieces)
    first = in_range("position", position, count) % count
    shown = range(first, min(first + rows, count + 1))
    found = foresee(trace)
    lines = _lines(trace, vocabulary, found)[shown.start : shown.stop]
    figure = theme.figure(
        [_outlines(lines, shown), _came(lines, shown), _words(lines, shown)],
        title=f"Every position predicts: {quoted(trace.text)}",
        alt=_alt(trace, found),
        height=ROW * len(shown) + 140,
        origin=trace.origin,
    )
    _arrange(figure, lines, shown)
    cut = f"rows {first} to {shown.stop - 1} of {count + 1}   " if len(shown) <= count else ""
    write_heading(figure, [_heading(trace, found), f"{cut}{KEY}"])
    return figure


@dataclass(frozen=True)
class _Line:
    """One token's row: its label, its probability and the favourite's, the words at the end.

    `others` is what all further tokens hold together. `label` and `words` are markup.
    """

    label: str
    came: float
    best: float
    words: str
    others: float

    @property
    def facts(self) -> str:
        """For hover."""
        return f"{self.words}<br>all others {escape(percent(self.others))}"


def _lines(trace: Trace, vocabulary: Sequence[Piece], found: Foreseen) -> list[_Line]:
    """A row for each token of the text, and one for the token to come."""
    labels = [tick(piece, 16) for piece in trace.pieces]
    lines = [_Line(labels[0], 0.0, 0.0, "the first token: nothing came before it", 1.0)]
    for i, name in enumerate(labels[1:]):
        rank, came, best = int(found.ranks[i]), float(found.probabilities[i]), float(found.best[i])
        words = f"<b>no. {rank:,}</b>, {escape(percent(came))}"
        shown = [came] if rank == 1 else [came, best]
        if rank > 1:
            words += f"   favourite {_named(vocabulary, found.favourites[i], best)}"
        lines.append(_Line(name, came, best, words, remainder(np.array(shown))))
    following = softmax(trace.logits[-1])
    id, best = int(following.argmax()), float(following.max())
    words = f"favourite {_named(vocabulary, id, best)}"
    return [*lines, _Line("<b>next?</b>", 0.0, best, words, 1 - best)]


def _named(vocabulary: Sequence[Piece], id: int, probability: float) -> str:
    return f"“{tick(vocabulary[int(id)], 14)}” {escape(percent(probability))}"


def _outlines(lines: Sequence[_Line], shown: range) -> go.Bar:
    line = {"color": theme.DATA, "width": 1}
    return _bars(np.array([row.best for row in lines]), lines, shown, 0.8, theme.PAPER, line)


def _came(lines: Sequence[_Line], shown: range) -> go.Bar:
    came = np.array([row.came for row in lines])
    return _bars(came, lines, shown, 0.5, theme.PROBABILITY, {"width": 0})


def _bars(
    lengths: np.ndarray,
    lines: Sequence[_Line],
    shown: range,
    width: float,
    colour: str,
    border: dict[str, object],
) -> go.Bar:
    return go.Bar(
        x=lengths,
        y=np.array(shown),
        orientation="h",
        width=width,
        marker={"color": colour, "line": border},
        customdata=[row.facts for row in lines],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _words(lines: Sequence[_Line], shown: range) -> go.Scatter:
    return go.Scatter(
        x=np.array([max(row.best, row.came) for row in lines]),
        y=np.array(shown),
        mode="text",
        text=[f" {row.words}" for row in lines],
        textposition="middle right",
        textfont={"size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _arrange(figure: go.Figure, lines: Sequence[_Line], shown: range) -> None:
    figure.update_layout(barmode="overlay", margin={"l": 150, "r": 24, "b": 44})
    figure.update_xaxes(percent_ticks(), range=[0, 1.75], zeroline=False)
    figure.update_yaxes(
        range=[shown.stop - 0.4, shown.start - 0.6],
        tickvals=np.array(shown),
        ticktext=[row.label for row in lines],
        tickfont={"family": theme.MONO},
        ticks="",
        ticklabelstandoff=6,
        automargin=False,
        showgrid=False,
        zeroline=False,
    )


def _heading(trace: Trace, found: Foreseen) -> str:
    size = trace.logits.shape[1]
    if not found.ranks.size:
        return "one token: nothing to foresee yet"
    favourites = int((found.ranks == 1).sum())
    return (
        f"{favourites} of {found.ranks.size} tokens were the favourite of {size:,} · mean of −log "
        f"p: {found.losses.mean():.2f} (a blind guess has {np.log(size):.2f})"
    )


def _alt(trace: Trace, found: Foreseen) -> str:
    rows = [
        f"“{label(piece)}” no. {rank:,} with {percent(p)}"
        for piece, rank, p in zip(trace.pieces[1:], found.ranks, found.probabilities, strict=True)
    ]
    more = ", and so on" if len(rows) > 12 else ""
    return f"{_heading(trace, found)}. {', '.join(rows[:12])}{more}."
