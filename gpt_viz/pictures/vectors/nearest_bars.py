"""The words nearest to a word, by two measures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import legend, write_heading
from gpt_viz.pictures.kit.numbers import number
from gpt_viz.pictures.kit.text import label, quoted, tick
from gpt_viz.pictures.kit.theme import ticks
from gpt_viz.ranges import check_whole
from gpt_viz.records.vectors import Measure, Neighbours, Vectors
from gpt_viz.words import listed, say, say_many

ROW = 24  # pixels from one bar to the next
BOTH = theme.LINES[2]


def nearest_bars(
    vectors: Vectors, word: str, beside: Measure = "euclidean", top: int = 10
) -> go.Figure:
    """The words nearest to a word by cosine, and beside them those by another measure.

    Words that stand in both lists have a colour. A cosine or a dot product is larger where the
    word is nearer, a Euclidean distance is smaller. The word itself does not count, nor do tokens
    that are not written like words or were hardly trained.
    """
    check_whole("top", top, 1, 30)
    vector = vectors.of(word)
    measures: list[Measure] = ["cosine", beside]
    lists = [vectors.nearest(vector, top, measure, without=[word]) for measure in measures]
    shared = {*lists[0].ids.tolist()} & {*lists[1].ids.tolist()}
    figure = theme.figure(
        [_nearest(found, shared, panel) for panel, found in enumerate(lists)],
        title=say("What stands nearest to {word}", word=quoted(word.strip())),
        alt=_nearest_alt(word, lists, beside, len(shared)),
        height=ROW * top + 150,
        origin=vectors.origin,
    )
    for panel, (found, measure) in enumerate(zip(lists, measures, strict=True)):
        _arrange_panel(figure, panel, found, measure)
    words = int(vectors.whole_words.sum()) - 1
    among = say("among {count} learned tokens written like words", count=words)
    both = say("in both lists: {count} of {top}", count=len(shared), top=top)
    write_heading(figure, [f"{among} · {legend([('■', BOTH, both)])}"], room=14)
    return figure


def measure_name(measure: Measure) -> str:
    """What a measure is called on the screen."""
    names = {"cosine": say("cosine"), "euclidean": say("distance"), "dot": say("dot product")}
    return names[measure]


def _axis_name(measure: Measure) -> str:
    """A measure's name, and which of its ends is the near one."""
    if measure == "cosine":
        return say("cosine (larger is nearer)")
    if measure == "dot":
        return say("dot product (larger is nearer)")
    return say("distance (smaller is nearer)")


def _nearest(found: Neighbours, shared: set[int], panel: int) -> go.Bar:
    return go.Bar(
        x=found.scores,
        y=np.arange(len(found.ids)),
        xaxis=f"x{panel + 1}",
        yaxis=f"y{panel + 1}",
        orientation="h",
        width=0.6,
        marker_color=[BOTH if id in shared else theme.DATA for id in found.ids.tolist()],
        text=[f" {number(score)}" for score in found.scores],
        textposition="outside",
        cliponaxis=False,
        customdata=[tick(piece) for piece in found.pieces],
        hovertemplate="%{customdata}: %{x:.4f}<extra></extra>",
    )


def _arrange_panel(figure: go.Figure, panel: int, found: Neighbours, measure: Measure) -> None:
    """One list: its words at the left, its measure below."""
    least, most = min(0.0, found.scores.min()), max(0.0, found.scores.max())
    limits = (-1.0 if least < 0 else 0.0, 1.0) if measure == "cosine" else (least, 1.2 * most)
    bottom: dict[str, Any] = {"range": limits, "anchor": f"y{panel + 1}"}
    bottom |= {"domain": [[0, 0.42], [0.6, 1]][panel], "zerolinecolor": theme.INK, "nticks": 6}
    bottom |= {"title": {"text": _axis_name(measure), "font": {"size": 13}}}
    side: dict[str, Any] = ticks(found.pieces) | {"anchor": f"x{panel + 1}"}
    side |= {"range": [len(found.ids) - 0.4, -0.6], "showgrid": False, "zeroline": False}
    side |= {"ticktext": [tick(piece, 16) for piece in found.pieces], "ticklabelstandoff": 4}
    figure.update_layout({f"xaxis{panel + 1}": bottom, f"yaxis{panel + 1}": side})


def _nearest_alt(word: str, lists: Sequence[Neighbours], beside: Measure, shared: int) -> str:
    nearest, others = map(_scores, lists)
    return say_many(
        "The {top} words nearest to {word}, by cosine {nearest}; by {measure} {others} and so on; "
        "{count} word is in both lists.",
        "The {top} words nearest to {word}, by cosine {nearest}; by {measure} {others} and so on; "
        "{count} words are in both lists.",
        shared,
        top=len(lists[0].ids),
        word=quoted(word.strip()),
        nearest=nearest,
        measure=measure_name(beside),
        others=others,
    )


def _scores(neighbours: Neighbours) -> str:
    """The first words of a list and how near they are."""
    return listed(
        say("{word} {score}", word=label(piece).strip("·"), score=number(score))
        for piece, score in zip(neighbours.pieces[:5], neighbours.scores, strict=False)
    )
