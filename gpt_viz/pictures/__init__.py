"""Floor 2, the pictures: pure functions from numbers to a `go.Figure`."""

from gpt_viz.pictures.attention import attention_map
from gpt_viz.pictures.continuations import continuation_columns
from gpt_viz.pictures.curves import temperature_curves
from gpt_viz.pictures.heads import head_scores
from gpt_viz.pictures.looks import attention_row
from gpt_viz.pictures.sampling import sample_histogram
from gpt_viz.pictures.softmax import softmax_steps
from gpt_viz.pictures.start import draw_bar, model_map, next_bars
from gpt_viz.pictures.temperature import probability_bars
from gpt_viz.pictures.thumbnails import attention_grid
from gpt_viz.pictures.tokens import language_cost, merge_steps, token_strip
from gpt_viz.pictures.writes import attention_writes

__all__ = [
    "attention_grid",
    "attention_map",
    "attention_row",
    "attention_writes",
    "continuation_columns",
    "draw_bar",
    "head_scores",
    "language_cost",
    "merge_steps",
    "model_map",
    "next_bars",
    "probability_bars",
    "sample_histogram",
    "softmax_steps",
    "temperature_curves",
    "token_strip",
]
