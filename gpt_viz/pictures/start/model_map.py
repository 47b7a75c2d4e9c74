"""The map of a model: the whole network as boxes, with its real shapes."""

from collections.abc import Mapping

import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import as_drawing
from gpt_viz.pictures.start import boxes, network
from gpt_viz.records.trace import Sizes
from gpt_viz.words import say


def model_map(
    sizes: Sizes, name: str = "mini", links: Mapping[str, str] | None = None
) -> go.Figure:
    """The whole network as boxes, from text to next token, with the shapes of this model.

    The line below the blocks is the residual stream: each block adds to it twice. Boxes whose
    lesson is in `links` (its number, and what to open: see `lesson_links`) hold a link. Where the
    sizes do not tell what the matrices inside a block look like (shared keys and values, gated
    MLPs), their shapes are left out.
    """
    s, parts = sizes, network.boxes(sizes, links or {})
    figure = theme.figure(
        [
            *boxes.stack(network.FRAME),
            *boxes.shapes(parts),
            boxes.line(network.stream(sizes)),
            boxes.circles(network.sums(sizes)),
        ],
        title=say(
            "{name}: {parameters} parameters, from text to the next token",
            name=name,
            parameters=s.parameters,
        ),
        alt=_alt(sizes, name),
        height=network.HEIGHT + 60,
    )
    as_drawing(figure, network.HEIGHT, network.WIDTH)
    figure.update_layout(
        annotations=[
            *(boxes.words(part) for part in parts),
            *(boxes.note(place, markup) for place, markup in network.notes(sizes, links or {})),
            *(boxes.arrow(start, end) for start, end in network.wires(sizes)),
        ]
    )
    return figure


def _alt(sizes: Sizes, name: str) -> str:
    return say(
        "{name}, with {parameters} parameters: text, tokenizer, an embedding of {vocabulary} "
        "tokens, {layers} blocks with {heads} attention heads and an MLP of {neurons} neurons "
        "each, final norm, unembedding, softmax, next token.",
        name=name,
        parameters=sizes.parameters,
        vocabulary=sizes.vocabulary,
        layers=sizes.layers,
        heads=sizes.heads,
        neurons=sizes.neurons,
    )
