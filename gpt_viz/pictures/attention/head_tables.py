"""What each head does, in numbers: its scores as four tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape
from gpt_viz.records.heads import HeadScores, highest
from gpt_viz.words import localised, say

GAP = 0.05  # between two tables, as a part of the picture
WIDTH = (1 - 3 * GAP) / 4
WRITTEN = 8  # with more heads in a layer, the numbers do not fit and stand in the hover text alone
BITS = [(0.0, "#ffffff"), (1.0, theme.DATA)]


def head_tables(scores: HeadScores) -> go.Figure:
    """Four tables, a cell for each head: layers are rows, heads columns.

    Three shares of attention, in per cent (to the token before, to the first token, to what
    followed this token's last occurrence), and the entropy in bits. The highest of each table
    has a frame, and its name above.
    """
    tables = _tables(scores)
    layers, heads = scores.previous.shape
    figure = theme.figure(
        [_heatmap(i, table) for i, table in enumerate(tables)],
        title=say("What each head does on random tokens that come twice"),
        alt=_alt(tables),
        height=175 + max(90, min(38, 400 // layers) * layers),
        origin=scores.origin,
    )
    for i, table in enumerate(tables):
        _arrange(figure, i, layers, heads)
        _frame(figure, i, *table.place)
        _write_name(figure, i, f"<b>{table.name}</b><br>{escape(_highest(table))}")
    line = say("previous, first, induction: how many % of its attention a head gives there")
    write_heading(figure, [line], room=44)
    figure.update_layout(margin={"l": 60, "r": 15, "b": 45})
    return figure


@dataclass(frozen=True, eq=False)
class _Table:
    """One score of all heads ``(L, H)``, a share of attention or a number of bits."""

    name: str
    values: np.ndarray
    is_share: bool = True

    @property
    def place(self) -> tuple[int, int]:
        """The layer and the head with the highest value."""
        return highest(self.values)


def _tables(scores: HeadScores) -> list[_Table]:
    return [
        _Table(say("previous"), scores.previous),
        _Table(say("first"), scores.first),
        _Table(say("induction"), scores.induction),
        _Table(say("entropy"), scores.entropy, is_share=False),
    ]


def _heatmap(i: int, table: _Table) -> go.Heatmap:
    values, is_share = table.values, table.is_share
    numbers = [[f"{100 * v:.0f}" if is_share else f"{v:.1f}" for v in row] for row in values]
    are_written = values.shape[1] <= WRITTEN
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
        text=[[localised(number) for number in row] for row in numbers] if are_written else None,
        texttemplate="%{text}" if are_written else None,
        textfont={"size": 11},
        hovertemplate=_hover(table),
    )


def _hover(table: _Table) -> str:
    place = say("layer {layer}, head {head}", layer="%{y}", head="%{x}")
    value = "%{z:.1%}" if table.is_share else say("{bits} bits", bits="%{z:.2f}")
    score = say("{score} {value}", score=table.name, value=value)
    return f"{place}<br>{score}<extra></extra>"


def _highest(table: _Table) -> str:
    layer, head = table.place
    most = float(table.values[layer, head])
    value = percent(most) if table.is_share else say("{bits:.1f} bits", bits=most)
    return say("layer {layer}, head {head}: {value}", layer=layer, head=head, value=value)


def _alt(tables: Sequence[_Table]) -> str:
    best = [
        say("{score}: highest in {place}", score=table.name, place=_highest(table))
        for table in tables
    ]
    return say("Scores of all heads. {scores}.", scores="; ".join(best))


def _arrange(figure: go.Figure, i: int, layers: int, heads: int) -> None:
    start = i * (WIDTH + GAP)
    plain = {"showgrid": False, "zeroline": False, "automargin": False}
    columns = {
        "domain": [start, min(1.0, start + WIDTH)],
        "range": [-0.5, heads - 0.5],
        "tickvals": np.arange(0, heads, -(-heads // 12)),
        "title": {"text": say("head"), "font": {"size": 13}, "standoff": 4},
        "anchor": f"y{i + 1}",
    }
    rows = {
        "range": [layers - 0.5, -0.5],
        "tickvals": np.arange(0, layers, -(-layers // 16)),
        "title": {"text": say("layer") if i == 0 else "", "font": {"size": 13}},
        "showticklabels": i == 0,
        "ticks": "outside" if i == 0 else "",
        "anchor": f"x{i + 1}",
    }
    figure.update_layout({f"xaxis{i + 1}": plain | columns, f"yaxis{i + 1}": plain | rows})


def _frame(figure: go.Figure, i: int, layer: int, head: int) -> None:
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


def _write_name(figure: go.Figure, i: int, text: str) -> None:
    place = {"x": i * (WIDTH + GAP), "xanchor": "left", "y": 1, "yanchor": "bottom"}
    style = {"showarrow": False, "align": "left", "font": {"size": 12}}
    figure.add_annotation(text=text, xref="paper", yref="paper", **place, **style)
