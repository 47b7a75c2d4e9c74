"""Every position predicts: how well each token of a text was foreseen by those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import losses, ranks, remainder, softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import heading_line, legend, write_heading
from gpt_viz.pictures.kit.numbers import percent, percent_ticks
from gpt_viz.pictures.kit.text import escape, label, quoted, tick
from gpt_viz.ranges import check_whole, in_range
from gpt_viz.records.trace import Trace
from gpt_viz.words import listed, say, sentences

ROW = 24  # pixels from one token to the next


@dataclass(frozen=True, eq=False)
class Foresight:
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


def foresight(trace: Trace) -> Foresight:
    """The numbers of `every_position`, each from a softmax over the whole vocabulary."""
    logits, ids = trace.logits[:-1], trace.ids[1:]
    surprise = losses(logits, ids)
    favourites = logits.argmax(axis=-1)
    return Foresight(
        ranks=ranks(logits, ids),
        probabilities=np.exp(-surprise),
        losses=surprise,
        favourites=favourites,
        best=np.exp(-losses(logits, favourites)),
    )


def every_position(trace: Trace, position: int = 0, rows: int = 32) -> go.Figure:
    """The whole text, a row for each token: its rank and probability, given the tokens above it.

    A bar is the probability of the token that came, the outline that of the favourite at its
    place, which is named where it is another one. The last row is the token that would come
    next. At most `rows` rows are shown, from `position` on; the line below the title counts over
    the whole text.
    """
    check_whole("rows", rows, 2, 60)
    count = len(trace.pieces)
    first = in_range("position", position, count) % count
    window = range(first, min(first + rows, count + 1))
    numbers = foresight(trace)
    lines = [_line(trace, numbers, at) for at in window]
    figure = theme.figure(
        [_outlines(lines, window), _bars_of_tokens(lines, window), _words(lines, window)],
        title=say("Every position predicts: {text}", text=quoted(trace.text)),
        alt=_alt(trace, numbers),
        height=ROW * len(window) + 140,
        origin=trace.origin,
    )
    _arrange(figure, lines, window)
    write_heading(figure, [_heading(trace, numbers), _key(window, count + 1)])
    return figure


@dataclass(frozen=True)
class _Line:
    """One token's row: its label, its probability and the favourite's, the words at the end.

    `others` is what all further tokens hold together. `label` and `words` are markup.
    """

    label: str
    words: str
    probability: float
    best: float
    others: float

    @property
    def facts(self) -> str:
        """For hover."""
        others = say("all others {share}", share=percent(self.others))
        return f"{self.words}<br>{escape(others)}"


def _line(trace: Trace, numbers: Foresight, at: int) -> _Line:
    """The row of the token at a position; after the last, that of the token to come."""
    if at == len(trace.pieces):
        return _next_line(trace)
    name, i = tick(trace.pieces[at], 16), at - 1
    if at == 0:
        return _Line(name, say("the first token: nothing came before it"), 0.0, 0.0, 1.0)
    probability, best = float(numbers.probabilities[i]), float(numbers.best[i])
    rank = say("no. {rank}", rank=numbers.ranks[i])
    words, shares = listed([f"<b>{rank}</b>", escape(percent(probability))]), [probability]
    if numbers.ranks[i] > 1:
        words += f"   {_favourite(trace, numbers.favourites[i], best)}"
        shares.append(best)
    return _Line(name, words, probability, best, remainder(np.array(shares)))


def _next_line(trace: Trace) -> _Line:
    following = softmax(trace.logits[-1])
    best, name = float(following.max()), say("next?")
    words = _favourite(trace, following.argmax(), best)
    return _Line(f"<b>{name}</b>", words, 0.0, best, 1 - best)


def _favourite(trace: Trace, id: int | np.integer, probability: float) -> str:
    token, share = tick(trace.vocabulary[int(id)], 14), escape(percent(probability))
    return say("favourite “{token}” {share}", token=token, share=share)


def _outlines(lines: Sequence[_Line], window: range) -> go.Bar:
    line = {"color": theme.DATA, "width": 1}
    return _bars(np.array([row.best for row in lines]), lines, window, 0.8, theme.PAPER, line)


def _bars_of_tokens(lines: Sequence[_Line], window: range) -> go.Bar:
    probabilities = np.array([row.probability for row in lines])
    return _bars(probabilities, lines, window, 0.5, theme.PROBABILITY, {"width": 0})


def _bars(
    lengths: np.ndarray,
    lines: Sequence[_Line],
    window: range,
    width: float,
    colour: str,
    border: dict[str, object],
) -> go.Bar:
    return go.Bar(
        x=lengths,
        y=np.array(window),
        orientation="h",
        width=width,
        marker={"color": colour, "line": border},
        customdata=[row.facts for row in lines],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _words(lines: Sequence[_Line], window: range) -> go.Scatter:
    return go.Scatter(
        x=np.array([max(row.best, row.probability) for row in lines]),
        y=np.array(window),
        mode="text",
        text=[f" {row.words}" for row in lines],
        textposition="middle right",
        textfont={"size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _arrange(figure: go.Figure, lines: Sequence[_Line], window: range) -> None:
    figure.update_layout(barmode="overlay", margin={"l": 150, "r": 24, "b": 44})
    figure.update_xaxes(percent_ticks(), range=[0, 1.75], zeroline=False)
    figure.update_yaxes(
        range=[window.stop - 0.4, window.start - 0.6],
        tickvals=np.array(window),
        ticktext=[row.label for row in lines],
        tickfont={"family": theme.MONO},
        ticks="",
        ticklabelstandoff=6,
        automargin=False,
        showgrid=False,
        zeroline=False,
    )


def _key(window: range, count: int) -> str:
    """What bars and outlines mean and, where some are left out, which rows are here (markup)."""
    entries = legend(
        [
            ("■", theme.PROBABILITY, say("the token that came")),
            ("□", theme.DATA, say("the favourite at that place")),
        ]
    )
    if len(window) == count:
        return entries
    first, last = window.start, window.stop - 1
    rows = say("rows {first:d} to {last:d} of {count:d}", first=first, last=last, count=count)
    return f"{rows}   {entries}"


def _heading(trace: Trace, numbers: Foresight) -> str:
    count, size = numbers.ranks.size, trace.logits.shape[1]
    if not count:
        return say("one token: nothing to foresee yet")
    return heading_line(
        say(
            "{favourites} of {count} tokens were the favourite of {size}",
            favourites=int((numbers.ranks == 1).sum()),
            count=count,
            size=size,
        ),
        say(
            "mean of −log p: {loss:.2f} (a blind guess has {blind:.2f})",
            loss=float(numbers.losses.mean()),
            blind=float(np.log(size)),
        ),
    )


def _alt(trace: Trace, numbers: Foresight) -> str:
    facts = say("{facts}.", facts=_heading(trace, numbers))
    rows = zip(trace.pieces[1:], numbers.ranks, numbers.probabilities, strict=True)
    tokens = listed(
        say("“{token}” no. {rank} with {share}", token=label(piece), rank=rank, share=percent(p))
        for piece, rank, p in islice(rows, 12)
    )
    if numbers.ranks.size > 12:
        return sentences(facts, say("{tokens}, and so on.", tokens=tokens))
    return sentences(facts, say("{tokens}.", tokens=tokens)) if tokens else facts
