"""All heads of a model at a glance, and one of them large."""

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.attention.axes import ROOM, name_axes
from gpt_viz.pictures.attention.description import description
from gpt_viz.pictures.attention.first_token import first_token_words
from gpt_viz.pictures.attention.shades import map_weights, shades
from gpt_viz.pictures.attention.thumbnails import Sheet, thumbnails
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import heading_line, write_heading
from gpt_viz.records.trace import Trace
from gpt_viz.words import say, sentences

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
    weights = map_weights(pattern, trace.patterns[layer].allowed, hide_first)
    sheet = thumbnails(trace, hide_first)
    layer, head = layer % sheet.layers, head % sheet.heads
    figure = theme.figure(
        [go.Image(z=sheet.image, hoverinfo="skip"), _points(sheet), shades(weights, "2")],
        title=_title(sheet, layer, head),
        alt=_alt(sheet, layer, head, description(trace.pieces, weights)),
        origin=trace.origin,
    )
    name_axes(figure, trace.pieces, 20, "2", LARGE)
    _arrange(figure, sheet)
    _frame(figure, sheet, layer, head)
    write_heading(figure, [_key(), first_token_words(pattern, hide_first)])
    return figure


def _title(sheet: Sheet, layer: int, head: int) -> str:
    return say(
        "All {layers} × {heads} heads; layer {layer}, head {head} is large",
        layers=sheet.layers,
        heads=sheet.heads,
        layer=layer,
        head=head,
    )


def _alt(sheet: Sheet, layer: int, head: int, looks: str) -> str:
    return sentences(
        say(
            "Thumbnails of {layers} layers with {heads} heads each.",
            layers=sheet.layers,
            heads=sheet.heads,
        ),
        say("Large, layer {layer}, head {head}: {looks}.", layer=layer, head=head, looks=looks),
    )


def _key() -> str:
    return heading_line(
        say("rows look, columns are looked at, dark is much"),
        say("click on a head to see it large"),
    )


def _points(sheet: Sheet) -> go.Scatter:
    """An unseen point in the middle of each thumbnail: hover names it, a click chooses it."""
    name = say("layer {layer}, head {head}", layer="%{customdata[0]}", head="%{customdata[1]}")
    places = [(layer, head) for layer in range(sheet.layers) for head in range(sheet.heads)]
    middles = np.array([sheet.corner(*place) for place in places]) + (sheet.side - 1) / 2
    return go.Scatter(
        x=middles[:, 1],
        y=middles[:, 0],
        mode="markers",
        marker={"size": 12, "opacity": 0},
        customdata=np.array(places),
        hovertemplate=f"{name}<extra></extra>",
    )


def _arrange(figure: go.Figure, sheet: Sheet) -> None:
    """The grid at the left, numbered; the large map at the right."""
    height, width, _ = sheet.image.shape
    columns = {"domain": GRID, "range": [-0.5, width - 0.5]}
    rows = {"range": [height - 0.5, -0.5], "scaleanchor": "x", "constraintoward": "top"}
    figure.update_layout(
        xaxis=_numbered(say("head"), sheet, sheet.heads) | columns,
        yaxis=_numbered(say("layer"), sheet, sheet.layers) | rows,
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
    some = range(0, count, -(-count // 16))
    return {
        "tickvals": np.array([sheet.corner(i, i)[0] for i in some]) + (sheet.side - 1) / 2,
        "ticktext": [str(i) for i in some],
        "title": {"text": name, "font": {"size": 13}, "standoff": 4},
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
        "constrain": "domain",
    }
