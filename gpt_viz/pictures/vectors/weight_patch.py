"""A patch of the embedding matrix, with its numbers."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.text import coloured, label, tick
from gpt_viz.pictures.kit.theme import ticks
from gpt_viz.ranges import check_whole
from gpt_viz.records.vectors import Vectors
from gpt_viz.words import listed, say

ROWS, COLUMNS = 12, 12  # of a patch
FULL = 3.0  # the colour is full at so many times the usual size of an entry


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
    place = _place(row, column, weights)
    figure = theme.figure(
        [_patch(weights, column, FULL * vectors.spread)],
        title=say(
            "A patch of the {rows} × {columns} matrix: {place}",
            rows=rows,
            columns=columns,
            place=place,
        ),
        alt=_patch_alt(weights, [label(piece) for piece in pieces], place),
        height=30 * len(weights) + 130,
        origin=vectors.origin,
    )
    figure.update_yaxes(ticks(pieces), range=[len(weights) - 0.5, -0.5], showgrid=False)
    figure.update_yaxes(ticktext=[tick(piece, 16) for piece in pieces], ticklabelstandoff=6)
    figure.update_xaxes(side="top", dtick=1, showgrid=False, zeroline=False)
    figure.update_layout(margin_b=15)
    write_heading(figure, [_heading(rows, columns)], 26)
    return figure


def _place(row: int, column: int, weights: np.ndarray) -> str:
    """Which rows and columns of the matrix the patch holds."""
    return say(
        "rows {row} to {last_row}, columns {column} to {last_column}",
        row=row,
        last_row=row + len(weights) - 1,
        column=column,
        last_column=column + weights.shape[1] - 1,
    )


def _heading(rows: int, columns: int) -> str:
    """How many numbers the matrix has, and what their colours mean."""
    return say(
        "{rows} × {columns} = {count} learned numbers, {blue} above zero {red} below",
        rows=rows,
        columns=columns,
        count=rows * columns,
        blue=coloured("■", theme.POSITIVE),
        red=coloured("■", theme.NEGATIVE),
    )


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
        hovertemplate=say("column {column}: {weight}", column="%{x}", weight="%{z:.4f}")
        + "<extra></extra>",
        colorbar={"thickness": 12, "outlinewidth": 0, "nticks": 5},
    )


def _patch_alt(weights: np.ndarray, names: Sequence[str], place: str) -> str:
    return say(
        "A heat map of {count} weights, {place}, from {least:.2f} to {most:.2f}; "
        "the rows belong to the tokens {names}.",
        count=weights.size,
        place=place,
        least=weights.min(),
        most=weights.max(),
        names=listed(names),
    )
