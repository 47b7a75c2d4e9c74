"""Pictures of lesson 03: a patch of the embedding matrix, and what stands near a word."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures import theme
from gpt_viz.pictures.headings import head, short
from gpt_viz.ranges import check_whole
from gpt_viz.records.vectors import Measure, Neighbours, Vectors

ROWS, COLUMNS = 12, 12  # of a patch
FULL = 3.0  # the colour is full at so many times the usual size of an entry
ROW = 24  # pixels from one bar to the next
NAMES: dict[Measure, str] = {"cosine": "cosine", "euclidean": "distance", "dot": "dot product"}
BOTH = theme.LINES[2]


def weight_patch(vectors: Vectors, row: int = 0, column: int = 0) -> go.Figure:
    """A patch of the matrix, 12 rows by 12 columns from one entry on, with its numbers.

    Blue is above zero, red below. The same colour means the same number on every patch: it is
    full at three times the usual size of an entry of the whole matrix.
    """
    rows, columns = vectors.matrix.shape
    check_whole("row", row, 0, rows - 1)
    check_whole("column", column, 0, columns - 1)
    weights = vectors.matrix[row : row + ROWS, column : column + COLUMNS]
    pieces = vectors.names[row : row + ROWS]
    last_row, last_column = row + len(weights) - 1, column + weights.shape[1] - 1
    place = f"rows {row:,} to {last_row:,}, columns {column:,} to {last_column:,}"
    figure = theme.figure(
        [_patch(weights, column, FULL * vectors.spread)],
        title=f"A patch of the {rows:,} × {columns:,} matrix: {place}",
        alt=_patch_alt(weights, [theme.label(piece) for piece in pieces], place),
        height=30 * len(weights) + 130,
        trained=vectors.trained,
    )
    figure.update_yaxes(theme.ticks(pieces), range=[len(weights) - 0.5, -0.5], showgrid=False)
    figure.update_yaxes(ticktext=[short(piece, 16) for piece in pieces], ticklabelstandoff=6)
    figure.update_xaxes(side="top", dtick=1, showgrid=False, zeroline=False)
    figure.update_layout(margin_b=15)
    head(figure, [f"{rows:,} × {columns:,} = {rows * columns:,} learned numbers, {_key()}"], 26)
    return figure


def _key() -> str:
    colours = ((theme.POSITIVE, "above zero"), (theme.NEGATIVE, "below"))
    spans = [f'<span style="color:{colour}">■</span> {text}' for colour, text in colours]
    return " ".join(spans)


def _patch(weights: np.ndarray, column: int, full: float) -> go.Heatmap:
    return go.Heatmap(
        z=weights,
        x=np.arange(column, column + weights.shape[1]),
        y=np.arange(len(weights)),
        zmin=-full,
        zmax=full,
        colorscale=theme.WEIGHTS,
        xgap=1,
        ygap=1,
        texttemplate="%{z:.2f}",
        textfont={"size": 11},
        hovertemplate="column %{x}: %{z:.4f}<extra></extra>",
        colorbar={"thickness": 12, "outlinewidth": 0, "nticks": 5},
    )


def _patch_alt(weights: np.ndarray, names: Sequence[str], place: str) -> str:
    return (
        f"A heat map of {weights.size} weights, {place}, from {weights.min():.2f} to "
        f"{weights.max():.2f}; the rows belong to the tokens {', '.join(names)}."
    )


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
        title=f"What stands nearest to {theme.quoted(word.strip())}",
        alt=_nearest_alt(word, lists, measures, len(shared)),
        height=ROW * top + 150,
        trained=vectors.trained,
    )
    for panel, (found, measure) in enumerate(zip(lists, measures, strict=True)):
        _arrange_panel(figure, panel, found, measure)
    key = f'<span style="color:{BOTH}">■</span> in both lists: {len(shared)} of {top}'
    words = int(vectors.whole_words.sum()) - 1
    head(figure, [f"among {words:,} learned tokens written like words · {key}"], room=14)
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
        text=[f" {theme.number(score)}" for score in found.scores],
        textposition="outside",
        cliponaxis=False,
        customdata=[theme.tick(piece) for piece in found.pieces],
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
    side: dict[str, Any] = theme.ticks(found.pieces) | {"anchor": f"x{panel + 1}"}
    side |= {"range": [len(found.ids) - 0.4, -0.6], "showgrid": False, "zeroline": False}
    side |= {"ticktext": [short(piece, 16) for piece in found.pieces], "ticklabelstandoff": 4}
    figure.update_layout({f"xaxis{panel + 1}": bottom, f"yaxis{panel + 1}": side})


def _nearest_alt(
    word: str, lists: Sequence[Neighbours], measures: Sequence[Measure], shared: int
) -> str:
    told = [
        f"by {NAMES[measure]} "
        + ", ".join(
            f"{theme.label(piece).strip('·')} {theme.number(score)}"
            for piece, score in zip(found.pieces[:5], found.scores, strict=False)
        )
        for found, measure in zip(lists, measures, strict=True)
    ]
    return (
        f"The {len(lists[0].ids)} words nearest to {theme.quoted(word.strip())}, "
        f"{'; '.join(told)} and so on; {shared} words are in both lists."
    )
