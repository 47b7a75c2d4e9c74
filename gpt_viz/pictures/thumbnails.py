"""All heads of a model at a glance, and one of them large."""

from functools import lru_cache
from math import isqrt

import numpy as np
import plotly.graph_objects as go

from gpt_viz.model.trace import Trace, in_range
from gpt_viz.pictures import theme
from gpt_viz.pictures.attention import (
    ROOM,
    first_token,
    in_words,
    name_axes,
    shades,
    visible_weights,
    without_first,
)
from gpt_viz.pictures.headings import head as write_heading

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
    layers, heads = len(trace.patterns), len(trace.attention(layer))
    layer, head = in_range("layer", layer, layers), in_range("head", head, heads)
    weights = visible_weights(trace, layer, head, hide_first)
    image, step = thumbnails(trace, hide_first)
    figure = theme.figure(
        [go.Image(z=image, hoverinfo="skip"), _points(layers, heads, step), shades(weights, "2")],
        title=f"All {layers} × {heads} heads; layer {layer}, head {head} is the large one",
        alt=f"Thumbnails of {layers} layers with {heads} heads each. "
        f"Large, layer {layer}, head {head}: {in_words(trace.pieces, weights)}.",
    )
    name_axes(figure, trace.pieces, "2")
    _arrange(figure, layers, heads, step)
    corner = {"x0": head * step - 1, "y0": layer * step - 1, "xref": "x", "yref": "y"}
    opposite = {"x1": (head + 1) * step - 1, "y1": (layer + 1) * step - 1}
    frame = {"color": theme.CHOSEN, "width": 3}
    figure.add_shape(type="rect", line=frame, **corner, **opposite)
    lines = [
        "rows look, columns are looked at, dark is much · click on a head to see it large",
        f"in the large one, {first_token(pattern, hide_first)}",
    ]
    write_heading(figure, lines)
    return figure


@lru_cache(maxsize=2)  # a head change moves the frame, not the thumbnails
def thumbnails(trace: Trace, hide_first: bool) -> tuple[np.ndarray, int]:
    """All heads as one image of bytes ``(rows, columns, 3)``, and the pixels from one to the next.

    The head h of layer l stands at row ``l * step`` and column ``h * step``.
    """
    layers, heads = len(trace.patterns), len(trace.attention(0))
    side = min(len(trace.pieces), max(SMALLEST, isqrt(BYTES // (3 * layers * heads)) - 2))
    gap = max(1, side // 10)
    step = side + gap
    image = np.full((layers * step - gap, heads * step - gap, 3), 255, np.uint8)
    for layer in range(layers):
        allowed = coarse(trace.patterns[layer].allowed.astype(np.float32), side) > 0
        patterns = trace.attention(layer)
        if hide_first:
            patterns = np.nan_to_num(without_first(patterns))
        for head, pattern in enumerate(patterns):
            top, left = layer * step, head * step
            tile = np.where(allowed[..., None], rgb(coarse(pattern, side)), rgb_of(theme.MASKED))
            image[top : top + side, left : left + side] = tile
    return image, step


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


def _points(layers: int, heads: int, step: int) -> go.Scatter:
    """An unseen point in the middle of each thumbnail: hover names it, a click chooses it."""
    layer, head = np.divmod(np.arange(layers * heads), heads)
    middle = step / 2 - 1
    return go.Scatter(
        x=head * step + middle,
        y=layer * step + middle,
        mode="markers",
        marker={"size": 12, "opacity": 0},
        customdata=np.stack([layer, head], axis=1),
        hovertemplate="layer %{customdata[0]}, head %{customdata[1]}<extra></extra>",
    )


def _arrange(figure: go.Figure, layers: int, heads: int, step: int) -> None:
    """The grid at the left, numbered; the large map at the right."""
    figure.update_layout(
        height=560,
        hoverdistance=-1,  # the nearest thumbnail, however far its middle
        margin={"l": 60, "r": 12, "b": ROOM},
        plot_bgcolor=theme.MASKED,
        meta=figure.layout.meta | {"clicks": ["layer", "head"]},
        xaxis=_numbered("head", heads, step)
        | {"domain": GRID, "range": [-1.5, heads * step], "side": "top"},
        yaxis=_numbered("layer", layers, step)
        | {"range": [layers * step, -1.5], "scaleanchor": "x", "constraintoward": "top"},
        xaxis2={"domain": LARGE, "anchor": "y2", "constraintoward": "left"},
        yaxis2={"anchor": "x2"},
    )


def _numbered(name: str, count: int, step: int) -> dict[str, object]:
    """An axis with a number at each thumbnail (at some, where there are many)."""
    shown = np.arange(0, count, -(-count // 16))
    return {
        "tickvals": shown * step + step / 2 - 1,
        "ticktext": [str(i) for i in shown],
        "title": {"text": name, "font": {"size": 13}, "standoff": 4},
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
        "constrain": "domain",
    }
