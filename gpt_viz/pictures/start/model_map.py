"""The map of a model: the whole network as boxes, with its real shapes."""

import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import as_drawing
from gpt_viz.pictures.start import boxes, network
from gpt_viz.records.trace import Sizes


def model_map(sizes: Sizes, name: str = "mini") -> go.Figure:
    """The whole network as boxes, from text to next token, with the shapes of this model.

    The line below the blocks is the residual stream: each block adds to it twice. Boxes whose
    lesson exists hold a link to it. Where the sizes do not tell what the matrices inside a block
    look like (shared keys and values, gated MLPs), their shapes are left out.
    """
    s, parts = sizes, network.boxes(sizes)
    figure = theme.figure(
        [
            *boxes.stack(network.FRAME),
            *boxes.shapes(parts),
            boxes.line(network.stream(sizes)),
            boxes.circles(network.sums(sizes)),
        ],
        title=f"{name}: {s.parameters:,} parameters, from text to the next token",
        alt=f"{name}, with {s.parameters:,} parameters: text, tokenizer, an embedding of "
        f"{s.vocabulary:,} tokens, {s.layers} blocks with {s.heads} attention heads and an MLP "
        f"of {s.neurons:,} neurons each, final norm, unembedding, softmax, next token.",
        height=network.HEIGHT + 60,
    )
    as_drawing(figure, network.HEIGHT, network.WIDTH)
    figure.update_layout(
        annotations=[
            *(boxes.words(part) for part in parts),
            *(boxes.note(place, markup) for place, markup in network.notes(sizes)),
            *(boxes.arrow(start, end) for start, end in network.wires(sizes)),
        ]
    )
    return figure
