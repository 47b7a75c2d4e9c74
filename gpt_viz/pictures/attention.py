"""Who looks at whom: one head's attention as a map, and what the first token hides."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.model.tokens import Piece
from gpt_viz.model.trace import Trace
from gpt_viz.pictures import theme
from gpt_viz.pictures.headings import head as write_heading
from gpt_viz.pictures.headings import short

CELL, SIDE = 36, 470  # pixels of a cell where there is room, and of a map at most
NAMED = 32  # of more tokens only some are named at the edges; hover names all
NUMBERED = 12  # up to so many tokens, each cell has its number
LETTERS = 12
ROOM = 104  # pixels for the names at the left and below


def attention_map(trace: Trace, layer: int, head: int, hide_first: bool = False) -> go.Figure:
    """One head as a table of shades: rows look, columns are looked at, dark is much weight.

    The scale is fixed from 0 to 1; sand-coloured cells may not be looked at. `hide_first` leaves
    out the first token as a place to look at and scales the rest of each row up to 1, which shows
    what a head does besides resting there. Hover for both names and the weight.
    """
    pattern = trace.attention(layer, head)
    weights = visible(pattern, trace.patterns[layer].allowed, hide_first)
    count = len(trace.pieces)
    side = min(CELL * count, SIDE)
    figure = theme.figure(
        [shades(weights)],
        title=f"Layer {layer}, head {head}: who looks at whom",
        alt=f"Layer {layer}, head {head}{' without the first token' if hide_first else ''}: "
        f"{in_words(trace.pieces, weights)}.",
        trained=trace.trained,
    )
    name_axes(figure, trace.pieces, NAMED)
    write_heading(figure, [_key(hide_first), first_token(pattern, hide_first)])
    height = side + ROOM + figure.layout.margin.t
    figure.update_layout(margin={"l": ROOM, "b": ROOM}, plot_bgcolor=theme.MASKED, height=height)
    return figure


def visible(pattern: np.ndarray, allowed: np.ndarray, hide_first: bool) -> np.ndarray:
    """A pattern ``(T, T)`` as a map shows it: NaN where there is nothing to see."""
    weights = without_first(pattern) if hide_first else pattern
    return np.where(allowed, weights, np.float32(np.nan))


def without_first(weights: np.ndarray) -> np.ndarray:
    """Attention ``(..., T, T)`` with the first column out (NaN) and the rest scaled up to 1.

    A row with nothing left (that of the first token, for one) is NaN all through.
    """
    rest = weights[..., 1:].sum(-1, keepdims=True)
    scaled = np.full_like(weights, np.nan)
    np.divide(weights, rest, out=scaled, where=rest > 1e-6)
    scaled[..., 0] = np.nan
    return scaled


def shades(weights: np.ndarray, axis: str = "") -> go.Heatmap:
    """Weights ``(T, T)`` as shades on the axes x and y with that number; NaN stays empty."""
    is_small = len(weights) <= NUMBERED
    numbers = [[_number(w) for w in row] for row in weights] if is_small else None
    return go.Heatmap(
        z=weights,
        colorscale=theme.ATTENTION,
        zmin=0,
        zmax=1,
        showscale=False,
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        xgap=1 if len(weights) <= NAMED else 0,
        ygap=1 if len(weights) <= NAMED else 0,
        text=numbers,
        texttemplate="%{text}" if is_small else None,
        textfont={"size": 11},
        hoverongaps=False,
        hovertemplate="%{y} looks at %{x}<br>weight %{z:.1%}<extra></extra>",
    )


def _number(weight: float) -> str:
    return "" if np.isnan(weight) else f"{100 * weight:.0f}"


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
    count, names = len(pieces), [short(piece, LETTERS) for piece in pieces]
    x, y, are_shown = f"x{axis}", f"y{axis}", count <= most
    shared = _ticks(names, range(count), 12) | {"constrain": "domain", "showticklabels": are_shown}
    rows = {"range": [count - 0.5, -0.5], "scaleanchor": x, "constraintoward": "top", "anchor": x}
    columns = {"range": [-0.5, count - 0.5], "tickangle": -90, "anchor": y}
    columns |= {"domain": [*domain], "constraintoward": "left"}
    axes = {f"yaxis{axis}": shared | rows, f"xaxis{axis}": shared | columns}
    if not are_shown:
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


def first_token(pattern: np.ndarray, hidden: bool) -> str:
    """A line (markup) on how much weight ``(T, T)`` goes to the first token."""
    if len(pattern) < 2:
        return "the only token can only look at itself"
    share = theme.escape(theme.percent(float(pattern[1:, 0].mean())))
    if hidden:
        return f"the first token is left out (the later ones give it {share} of their attention)"
    return f"the later tokens give the first one {share} of their attention"


def in_words(pieces: Sequence[Piece], weights: np.ndarray) -> str:
    """Where the first rows with something to see look most."""
    rows = [i for i in range(len(weights)) if not np.isnan(weights[i]).all()][:12]
    if not rows:
        return "nothing to see"
    best = [int(np.nanargmax(weights[i])) for i in rows]
    return ", ".join(
        f"“{theme.label(pieces[i])}” looks most at “{theme.label(pieces[j])}” "
        f"({theme.percent(float(weights[i, j]))})"
        for i, j in zip(rows, best, strict=True)
    )


def _key(hide_first: bool) -> str:
    empty = "not allowed" + (", or left out" if hide_first else "")
    colours = [theme.DATA, theme.ATTENTION[1][1], theme.ATTENTION[2][1], theme.MASKED]
    names = ["□</span> 0 %", "■</span> 50 %", "■</span> 100 %", f"■</span> {empty}"]
    squares = [f'<span style="color:{c}">{name}' for c, name in zip(colours, names, strict=True)]
    return f"rows look, columns are looked at: {'   '.join(squares)}"
