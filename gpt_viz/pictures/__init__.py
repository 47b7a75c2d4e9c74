"""Floor 2, the pictures: pure functions from numbers to a `go.Figure`."""

from gpt_viz.pictures.continuations import continuation_columns
from gpt_viz.pictures.curves import temperature_curves
from gpt_viz.pictures.lens import lens_map
from gpt_viz.pictures.positions import every_position
from gpt_viz.pictures.ranks import rank_paths
from gpt_viz.pictures.sampling import sample_histogram
from gpt_viz.pictures.softmax import softmax_steps
from gpt_viz.pictures.start import draw_bar, model_map, next_bars
from gpt_viz.pictures.temperature import probability_bars
from gpt_viz.pictures.tokens import language_cost, merge_steps, token_strip

__all__ = [
    "continuation_columns",
    "draw_bar",
    "every_position",
    "language_cost",
    "lens_map",
    "merge_steps",
    "model_map",
    "next_bars",
    "probability_bars",
    "rank_paths",
    "sample_histogram",
    "softmax_steps",
    "temperature_curves",
    "token_strip",
]
