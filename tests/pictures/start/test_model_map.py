"""The map of a model: its own shapes and its own name."""

import plotly.graph_objects as go

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.start.model_map import model_map


def written(figure: go.Figure) -> str:
    return "\n".join(note.text for note in figure.layout.annotations)


def test_the_map_shows_the_models_own_shapes(mini: GPT) -> None:
    s, text = mini.sizes, written(model_map(mini.sizes, mini.name))
    shapes = {tuple(weight.shape) for weight in mini.model.parameters() if weight.dim() == 2}
    assert (s.vocabulary, s.width) in shapes
    assert (s.width, 3 * s.width) in shapes  # queries, keys and values side by side
    assert (s.width, s.neurons) in shapes
    for rows, columns in [(s.vocabulary, s.width), (s.width, s.neurons), (s.width, s.width)]:
        assert f"{rows:,} × {columns:,}" in text
    assert f"× {s.layers}" in text


def test_the_map_names_the_model_and_its_parameters(mini: GPT) -> None:
    figure = model_map(mini.sizes, "<b>mine</b>")
    assert figure.layout.title.text.startswith("&lt;b&gt;mine&lt;/b&gt;: ")
    assert f"{sum(w.numel() for w in mini.model.parameters()):,} parameters" in (
        figure.layout.title.text
    )
    assert figure.layout.height <= 520
