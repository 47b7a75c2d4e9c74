"""The logit lens: what every layer would predict, at every position."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import remainder
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import heading_line, legend, write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape, label, quoted, shortened, tick
from gpt_viz.ranges import check_whole, in_range
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import LensTop
from gpt_viz.words import listed, say, say_many, sentences

# lengths in pixels, as they are where the drawing is 740 pixels wide
WIDTH, LEFT, RIGHT, LETTER, INSIDE = 740, 112, 12, 7.3, 4
DARK = 0.9  # from this probability on, white letters stand out better than black ones
SHADES = [(0.0, theme.PAPER), (1.0, theme.PROBABILITY)]


def lens_map(lens: LensTop, position: int = 0, columns: int = 9) -> go.Figure:
    """A grid of layers and positions: the token that each would predict, on its probability.

    Above are the tokens that were read, below those that came next in the text; each row between
    reads the stream at one depth, and the last one is the model's own prediction. A cell has a
    frame where its token is the one that came. At most `columns` positions are shown, from
    `position` on. Hover for a cell's likeliest tokens.
    """
    check_whole("columns", columns, 1, 16)
    first = in_range("position", position, len(lens.pieces)) % len(lens.pieces)
    window = range(first, min(first + columns, len(lens.pieces)))
    layers = len(lens.ids) - 1
    figure = theme.figure(
        [_cells(lens, window), _frames(lens, window), *_labels(lens, window)],
        title=say("What each layer would predict: {text}", text=quoted(lens.text)),
        alt=_alt(lens, window),
        height=min(34, max(20, 560 // (layers + 3))) * (layers + 3) + 100,
        origin=lens.origin,
    )
    _arrange(figure, layers, window)
    write_heading(figure, [_heading(lens, window), _key()])
    return figure


def _key() -> str:
    """What shades and frames mean (markup)."""
    shades = say("the darker, the more probable")
    frame = legend([("□", theme.CHOSEN, say("the token that really came next"))])
    return f"{shades}   {frame}"


def _arrange(figure: go.Figure, layers: int, window: range) -> None:
    read, after = say("read"), say("came next")
    figure.update_layout(margin={"l": LEFT, "r": RIGHT, "b": 12})
    figure.update_xaxes(range=[window.start - 0.5, window.stop - 0.5], visible=False)
    figure.update_yaxes(
        range=[layers + 1.5, -1.5],
        tickvals=np.arange(-1, layers + 2),
        ticktext=[f"<b>{read}</b>", *depths(layers), f"<b>{after}</b>"],
        ticks="",
        ticklabelstandoff=6,
        automargin=False,
        showgrid=False,
        zeroline=False,
    )


def depths(layers: int) -> list[str]:
    """The names of the places where the stream is read: before block 0, after each block."""
    after = [say("after block {layer}", layer=layer) for layer in range(layers)]
    return [say("before block 0"), *after]


def came_next(lens: LensTop) -> np.ndarray:
    """Whether the likeliest token of each cell is the one that came: bool ``(L+1, T - 1)``."""
    ids = np.array([piece.id for piece in lens.pieces])
    right: np.ndarray = lens.ids[:, :-1, 0] == ids[1:]
    return right


def _cells(lens: LensTop, window: range) -> go.Heatmap:
    layers = zip(lens.ids, lens.probabilities, strict=True)
    facts = [[_facts(lens, ids[at], shares[at]) for at in window] for ids, shares in layers]
    return go.Heatmap(
        x=np.array(window),
        y=np.arange(len(lens.ids)),
        z=lens.probabilities[:, window.start : window.stop, 0],
        zmin=0,
        zmax=1,
        colorscale=SHADES,
        showscale=False,
        xgap=2,
        ygap=2,
        customdata=facts,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _labels(lens: LensTop, window: range) -> list[go.Scatter]:
    """The likeliest tokens in their cells, the tokens that were read, and those that came."""
    places = [(at, layer) for layer in range(len(lens.ids)) for at in window]
    best = [lens.vocabulary[int(lens.ids[layer, at, 0])] for at, layer in places]
    read = [_cut(lens.pieces[at], len(window)) for at in window]
    shades = [lens.probabilities[layer, at, 0] for at, layer in places]
    after = range(window.start, min(window.stop, len(lens.pieces) - 1))
    came = [f"<b>{_cut(lens.pieces[at + 1], len(window))}</b>" for at in after]
    return [
        _written(places, [_cut(piece, len(window)) for piece in best], shades),
        _written([(at, -1) for at in window], read),
        _written([(at, len(lens.ids)) for at in after], came),
    ]


def _written(
    places: Sequence[tuple[int, int]], texts: Sequence[str], shades: Sequence[float] = ()
) -> go.Scatter:
    """Texts (markup) at places; white where the shade behind is dark."""
    colours = [theme.PAPER if shade > DARK else theme.INK for shade in shades]
    return go.Scatter(
        x=np.array([x for x, _ in places]),
        y=np.array([y for _, y in places]),
        text=list(texts),
        mode="text",
        textfont={"family": theme.MONO, "size": 12, "color": colours or theme.INK},
        hoverinfo="skip",
    )


def _cut(piece: Piece, columns: int) -> str:
    """A token's label, as much of it as a column has room for."""
    room = (WIDTH - LEFT - RIGHT) / columns - INSIDE
    return escape(shortened(label(piece), int(room / LETTER)))


def _facts(lens: LensTop, ids: np.ndarray, probabilities: np.ndarray) -> str:
    """A cell's likeliest tokens with their probabilities, a line for each, and all others."""
    names = [tick(lens.vocabulary[int(id)], 40) for id in ids]
    names.append(say_many("{count} other", "{count} others", len(lens.vocabulary) - len(ids)))
    shares = [*map(percent, [*probabilities, remainder(probabilities)])]
    return "<br>".join(f"{escape(share)} {name}" for share, name in zip(shares, names, strict=True))


def _frames(lens: LensTop, window: range) -> go.Scatter:
    """A frame around each cell whose token came next."""
    right = came_next(lens)[:, window.start : window.stop]
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1), (np.nan, np.nan)]) * 0.46
    places = [np.array([at + window.start, layer]) + corners for layer, at in np.argwhere(right)]
    points = np.concatenate([np.empty((0, 2)), *places])
    line = {"color": theme.CHOSEN, "width": 2.5}
    return go.Scatter(x=points[:, 0], y=points[:, 1], mode="lines", line=line, hoverinfo="skip")


def _heading(lens: LensTop, window: range) -> str:
    right = came_next(lens)[-1]
    if not right.size:
        return say("one token: nothing came after it")
    counts = {"right": int(right.sum()), "count": right.size}
    if len(window) == len(lens.pieces):
        return say("the last row is right for {right} of {count} tokens", **counts)
    return heading_line(
        say(
            "positions {first:d} to {last:d} (of 0 to {end:d})",
            first=window.start,
            last=window.stop - 1,
            end=len(lens.pieces) - 1,
        ),
        say("in the whole text the last row is right for {right} of {count} tokens", **counts),
    )


def _alt(lens: LensTop, window: range) -> str:
    last, layers = window.stop - 1, len(lens.ids)
    best, shares = lens.ids[:, last, 0], lens.probabilities[:, last, 0]
    steps = listed(
        say(
            "{depth} “{token}” {share}", depth=depth, token=label(lens.vocabulary[int(id)]), share=p
        )
        for depth, id, p in zip(depths(layers - 1), best, map(percent, shares), strict=True)
    )
    return sentences(
        say(
            "A grid of {layers} layers and {count} tokens, with the token that each would predict.",
            layers=layers,
            count=len(window),
        ),
        say("After “{token}”: {steps}.", token=label(lens.pieces[last]), steps=steps),
        say("{facts}.", facts=_heading(lens, window)),
    )
