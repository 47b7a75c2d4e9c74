"""All heads of a model at a glance, and one of them large."""

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.attention.map import (
    ROOM,
    first_token,
    in_words,
    name_axes,
    shades,
    visible,
    without_first,
)
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import write_heading
from gpt_viz.records.trace import Trace

BYTES = 600_000  # of all thumbnails together; the large map adds 260,000 at 256 tokens
SMALLEST = 8  # pixels
GRID, LARGE = [0.0, 0.46], [0.6, 1.0]  # where the two stand, as parts of the picture


def attention_grid(
    trace: Trace, layer: int = 0, head: int = 0, hide_first: bool = False
) -> go.Figure:
    """A thumbnail for every head, layers from top to bottom, and the chosen head large beside.

    All thumbnails are one image; one of a text longer than its pixels adds the columns that
    share a pixel and takes the mean of the rows. `hide_first` is that of `attention_map`. In a
    live picture with controls for `layer` and `head`, a click on a thumbnail chooses it.
    """
    pattern = trace.attention(layer, head)
    weights = visible(pattern, trace.patterns[layer].allowed, hide_first)
    sheet = thumbnails(trace, hide_first)
    layer, head = layer % sheet.layers, head % sheet.heads
    figure = theme.figure(
        [go.Image(z=sheet.image, hoverinfo="skip"), _points(sheet), shades(weights, "2")],
        title=f"All {sheet.layers} × {sheet.heads} heads; layer {layer}, head {head} is large",
        alt=f"Thumbnails of {sheet.layers} layers with {sheet.heads} heads each. "
        f"Large, layer {layer}, head {head}: {in_words(trace.pieces, weights)}.",
        origin=trace.origin,
    )
    name_axes(figure, trace.pieces, 20, "2", LARGE)
    _arrange(figure, sheet)
    _frame(figure, sheet, layer, head)
    lines = [
        "rows look, columns are looked at, dark is much · click on a head to see it large",
        first_token(pattern, hide_first),
    ]
    write_heading(figure, lines)
    return figure


@dataclass(frozen=True, eq=False)
class Sheet:
    """All heads as one image of bytes ``(rows, columns, 3)``: squares with gaps around them."""

    image: np.ndarray
    layers: int
    heads: int
    side: int
    gap: int

    def corner(self, layer: int, head: int) -> tuple[int, int]:
        """The row and the column at which a head's square begins."""
        step = self.side + self.gap
        return self.gap + layer * step, self.gap + head * step


@lru_cache(maxsize=2)  # a head change moves the frame, not the thumbnails
def thumbnails(trace: Trace, hide_first: bool) -> Sheet:
    """Every head of a trace as a square of at most as many pixels as tokens."""
    layers, heads = len(trace.patterns), len(trace.attention(0))
    side = min(len(trace.pieces), max(SMALLEST, isqrt(BYTES // (3 * layers * heads)) - 2))
    gap = max(1, side // 10)
    shape = [count * (side + gap) + gap for count in (layers, heads)]
    sheet = Sheet(np.full((*shape, 3), 255, np.uint8), layers, heads, side, gap)
    for layer in range(layers):
        allowed = coarse(trace.patterns[layer].allowed.astype(np.float32), side) > 0
        patterns = trace.attention(layer)
        if hide_first:
            patterns = np.nan_to_num(without_first(patterns))
        for head, pattern in enumerate(patterns):
            top, left = sheet.corner(layer, head)
            square = np.where(allowed[..., None], rgb(coarse(pattern, side)), _MASKED)
            sheet.image[top : top + side, left : left + side] = square
    return sheet


def coarse(pattern: np.ndarray, side: int) -> np.ndarray:
    """A pattern ``(T, T)`` in ``(side, side)`` cells: columns are added, rows averaged.

    A row of the result says how the tokens of that stretch share out their attention over the
    stretches: it adds to 1 as the rows of the pattern do.
    """
    count = len(pattern)
    if count <= side:
        return pattern
    edges = np.arange(side) * count // side
    columns = np.add.reduceat(pattern, edges, axis=1)
    means: np.ndarray = np.add.reduceat(columns, edges, axis=0)
    return means / np.diff([*edges, count])[:, None]


def rgb(weights: np.ndarray) -> np.ndarray:
    """Weights from 0 to 1 as bytes ``(..., 3)`` on the scale of the maps."""
    places = [place for place, _ in theme.ATTENTION]
    colours = np.array([rgb_of(colour) for _, colour in theme.ATTENTION])
    channels = [np.interp(weights, places, colours[:, i]) for i in range(3)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)


def rgb_of(colour: str) -> np.ndarray:
    """``#rrggbb`` as three bytes."""
    return np.array([*bytes.fromhex(colour[1:])], np.uint8)


_MASKED = rgb_of(theme.MASKED)


def _points(sheet: Sheet) -> go.Scatter:
    """An unseen point in the middle of each thumbnail: hover names it, a click chooses it."""
    places = [(layer, head) for layer in range(sheet.layers) for head in range(sheet.heads)]
    middles = np.array([sheet.corner(*place) for place in places]) + (sheet.side - 1) / 2
    return go.Scatter(
        x=middles[:, 1],
        y=middles[:, 0],
        mode="markers",
        marker={"size": 12, "opacity": 0},
        customdata=np.array(places),
        hovertemplate="layer %{customdata[0]}, head %{customdata[1]}<extra></extra>",
    )


def _arrange(figure: go.Figure, sheet: Sheet) -> None:
    """The grid at the left, numbered; the large map at the right."""
    height, width, _ = sheet.image.shape
    columns = {"domain": GRID, "range": [-0.5, width - 0.5]}
    rows = {"range": [height - 0.5, -0.5], "scaleanchor": "x", "constraintoward": "top"}
    figure.update_layout(
        xaxis=_numbered("head", sheet, sheet.heads) | columns,
        yaxis=_numbered("layer", sheet, sheet.layers) | rows,
        height=520,
        hoverdistance=-1,  # the nearest thumbnail, however far its middle
        margin={"l": 60, "r": 12, "b": ROOM},
        plot_bgcolor=theme.MASKED,
        meta=figure.layout.meta | {"clicks": ["layer", "head"]},
        overwrite=True,
    )


def _frame(figure: go.Figure, sheet: Sheet, layer: int, head: int) -> None:
    """A frame around a thumbnail, in the middle of the gaps."""
    top, left = np.subtract(sheet.corner(layer, head), sheet.gap / 2 + 0.5)
    size = sheet.side + sheet.gap
    places = {"x0": left, "x1": left + size, "y0": top, "y1": top + size}
    figure.add_shape(type="rect", **places, line={"color": theme.CHOSEN, "width": 3})


def _numbered(name: str, sheet: Sheet, count: int) -> dict[str, object]:
    """An axis with a number at each thumbnail (at some, where there are many)."""
    shown = range(0, count, -(-count // 16))
    return {
        "tickvals": np.array([sheet.corner(i, i)[0] for i in shown]) + (sheet.side - 1) / 2,
        "ticktext": [str(i) for i in shown],
        "title": {"text": name, "font": {"size": 13}, "standoff": 4},
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
        "constrain": "domain",
    }
