"""Tokens' names on both axes of a map."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import tick
from gpt_viz.records.pieces import Piece

LETTERS = 12
ROOM = 104  # pixels for the names at the left and below


def name_axes(
    figure: go.Figure,
    pieces: Sequence[Piece],
    most: int,
    axis: str = "",
    domain: Sequence[float] = (0.0, 1.0),
) -> None:
    """Square cells with the tokens' names on both axes, the first row on top.

    The names belong to numbers (equal ones must not merge), and the hover text takes them from
    the axes. Where there are more than `most`, a second pair of axes shows some of them.
    """
    count, names = len(pieces), [tick(piece, LETTERS) for piece in pieces]
    x, y, all_fit = f"x{axis}", f"y{axis}", count <= most
    both = _ticks(names, range(count), 12) | {"constrain": "domain", "showticklabels": all_fit}
    rows = {"range": [count - 0.5, -0.5], "scaleanchor": x, "constraintoward": "top", "anchor": x}
    columns = {"range": [-0.5, count - 0.5], "tickangle": -90, "anchor": y}
    columns |= {"domain": [*domain], "constraintoward": "left"}
    axes = {f"yaxis{axis}": both | rows, f"xaxis{axis}": both | columns}
    if not all_fit:
        few = _ticks(names, range(0, count, -(-count // most)), 10)
        axes["yaxis3"] = few | {"overlaying": y, "matches": y, "anchor": x}
        axes["xaxis3"] = few | {"overlaying": x, "matches": x, "anchor": y, "tickangle": -90}
        figure.add_scatter(x=[None], y=[None], xaxis="x3", yaxis="y3", hoverinfo="skip")
    figure.update_layout(axes, overwrite=True)  # to merge takes ten times as long


def _ticks(names: Sequence[str], places: range, size: int) -> dict[str, object]:
    return {
        "tickmode": "array",
        "tickvals": np.array(places),
        "ticktext": [names[i] for i in places],
        "ticks": "",
        "ticklabelstandoff": 4,
        "tickfont": {"family": theme.MONO, "size": size},
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
    }
