"""What each head does, in numbers: its scores as four tables."""

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape
from gpt_viz.records.heads import HeadScores

GAP = 0.05  # between two tables, as a part of the picture
WIDTH = (1 - 3 * GAP) / 4
WRITTEN = 8  # with more heads in a layer, the numbers do not fit and stand in the hover text alone
BITS = [(0.0, "#ffffff"), (1.0, theme.DATA)]


def head_scores(scores: HeadScores) -> go.Figure:
    """Four tables, a cell for each head: layers are rows, heads columns.

    Three shares of attention, in per cent (to the token before, to the first token, to what
    followed this token's last occurrence), and the entropy in bits. The highest of each table
    has a frame, and its name above.
    """
    tables = {
        "previous": scores.previous,
        "first": scores.first,
        "induction": scores.induction,
        "entropy": scores.entropy,
    }
    layers, heads = scores.previous.shape
    figure = theme.figure(
        [_table(i, name, values) for i, (name, values) in enumerate(tables.items())],
        title="What each head does on random tokens that come twice",
        alt="Scores of all heads. "
        + "; ".join(f"{name}: highest in {_best(name, v)}" for name, v in tables.items())
        + ".",
        height=175 + max(90, min(38, 400 // layers) * layers),
        origin=scores.origin,
    )
    for i, (name, values) in enumerate(tables.items()):
        _arrange(figure, i, layers, heads)
        _frame(figure, i, values)
        _write_head(figure, i, f"<b>{name}</b><br>{_best(name, values)}")
    line = "previous, first, induction: how many % of its attention a head gives there"
    write_heading(figure, [line], room=44)
    figure.update_layout(margin={"l": 60, "r": 15, "b": 45})
    return figure


def _table(i: int, name: str, values: np.ndarray) -> go.Heatmap:
    is_share = name != "entropy"
    unit = "%{z:.1%}" if is_share else "%{z:.2f} bits"
    written = [[f"{100 * v:.0f}" if is_share else f"{v:.1f}" for v in row] for row in values]
    return go.Heatmap(
        z=values,
        xaxis=f"x{i + 1}",
        yaxis=f"y{i + 1}",
        colorscale=theme.ATTENTION if is_share else BITS,
        zmin=0,
        zmax=1 if is_share else max(1.0, float(values.max())),
        showscale=False,
        xgap=1,
        ygap=1,
        text=written if values.shape[1] <= WRITTEN else None,
        texttemplate="%{text}" if values.shape[1] <= WRITTEN else None,
        textfont={"size": 11},
        hovertemplate=f"layer %{{y}}, head %{{x}}<br>{name} {unit}<extra></extra>",
    )


def _place(values: np.ndarray) -> tuple[int, int]:
    """The layer and the head with the highest value."""
    layer, head = np.unravel_index(int(values.argmax()), values.shape)
    return int(layer), int(head)


def _best(name: str, values: np.ndarray) -> str:
    layer, head = _place(values)
    highest = float(values[layer, head])
    told = f"{highest:.1f} bits" if name == "entropy" else percent(highest)
    return f"layer {layer}, head {head}: {escape(told)}"


def _arrange(figure: go.Figure, i: int, layers: int, heads: int) -> None:
    start = i * (WIDTH + GAP)
    plain = {"showgrid": False, "zeroline": False, "automargin": False}
    columns = {
        "domain": [start, min(1.0, start + WIDTH)],
        "range": [-0.5, heads - 0.5],
        "tickvals": np.arange(0, heads, -(-heads // 12)),
        "title": {"text": "head", "font": {"size": 13}, "standoff": 4},
        "anchor": f"y{i + 1}",
    }
    rows = {
        "range": [layers - 0.5, -0.5],
        "tickvals": np.arange(0, layers, -(-layers // 16)),
        "title": {"text": "layer" if i == 0 else "", "font": {"size": 13}},
        "showticklabels": i == 0,
        "ticks": "outside" if i == 0 else "",
        "anchor": f"x{i + 1}",
    }
    figure.update_layout({f"xaxis{i + 1}": plain | columns, f"yaxis{i + 1}": plain | rows})


def _frame(figure: go.Figure, i: int, values: np.ndarray) -> None:
    layer, head = _place(values)
    figure.add_shape(
        type="rect",
        x0=head - 0.5,
        x1=head + 0.5,
        y0=layer - 0.5,
        y1=layer + 0.5,
        xref=f"x{i + 1}",
        yref=f"y{i + 1}",
        line={"color": theme.CHOSEN, "width": 3},
    )


def _write_head(figure: go.Figure, i: int, text: str) -> None:
    place = {"x": i * (WIDTH + GAP), "xanchor": "left", "y": 1, "yanchor": "bottom"}
    style = {"showarrow": False, "align": "left", "font": {"size": 12}}
    figure.add_annotation(text=text, xref="paper", yref="paper", **place, **style)
