"""The words nearest to a word, by two measures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import number
from gpt_viz.pictures.kit.text import label, quoted, tick
from gpt_viz.pictures.kit.theme import ticks
from gpt_viz.ranges import check_whole
from gpt_viz.records.vectors import Measure, Neighbours, Vectors

ROW = 24  # pixels from one bar to the next
NAMES: dict[Measure, str] = {"cosine": "cosine", "euclidean": "distance", "dot": "dot product"}
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
        title=f"What stands nearest to {quoted(word.strip())}",
        alt=_nearest_alt(word, lists, measures, len(shared)),
        height=ROW * top + 150,
        origin=vectors.origin,
    )
    for panel, (found, measure) in enumerate(zip(lists, measures, strict=True)):
        _arrange_panel(figure, panel, found, measure)
    key = f'<span style="color:{BOTH}">■</span> in both lists: {len(shared)} of {top}'
    words = int(vectors.whole_words.sum()) - 1
    write_heading(figure, [f"among {words:,} learned tokens written like words · {key}"], room=14)
    return figure


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
    near = "smaller is nearer" if measure == "euclidean" else "larger is nearer"
    bottom: dict[str, Any] = {"range": limits, "anchor": f"y{panel + 1}"}
    bottom |= {"domain": [[0, 0.42], [0.6, 1]][panel], "zerolinecolor": theme.INK, "nticks": 6}
    bottom |= {"title": {"text": f"{NAMES[measure]} ({near})", "font": {"size": 13}}}
    side: dict[str, Any] = ticks(found.pieces) | {"anchor": f"x{panel + 1}"}
    side |= {"range": [len(found.ids) - 0.4, -0.6], "showgrid": False, "zeroline": False}
    side |= {"ticktext": [tick(piece, 16) for piece in found.pieces], "ticklabelstandoff": 4}
    figure.update_layout({f"xaxis{panel + 1}": bottom, f"yaxis{panel + 1}": side})


def _nearest_alt(
    word: str, lists: Sequence[Neighbours], measures: Sequence[Measure], shared: int
) -> str:
    told = [
        f"by {NAMES[measure]} "
        + ", ".join(
            f"{label(piece).strip('·')} {number(score)}"
            for piece, score in zip(found.pieces[:5], found.scores, strict=False)
        )
        for found, measure in zip(lists, measures, strict=True)
    ]
    return (
        f"The {len(lists[0].ids)} words nearest to {quoted(word.strip())}, "
        f"{'; '.join(told)} and so on; {shared} words are in both lists."
    )
