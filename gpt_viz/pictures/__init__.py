"""Floor 2, the pictures: pure functions from numbers to a `go.Figure`."""

from gpt_viz.pictures.alignment import dot_product
from gpt_viz.pictures.analogies import analogy_bars
from gpt_viz.pictures.attention import attention_map
from gpt_viz.pictures.compared import compared_bars
from gpt_viz.pictures.continuations import continuation_columns
from gpt_viz.pictures.curves import temperature_curves
from gpt_viz.pictures.differences import difference_angles
from gpt_viz.pictures.directions import direction_line
from gpt_viz.pictures.embeddings import nearest_bars, weight_patch
from gpt_viz.pictures.heads import head_scores
from gpt_viz.pictures.lens import lens_map
from gpt_viz.pictures.looks import attention_row
from gpt_viz.pictures.maps import embedding_map
from gpt_viz.pictures.planes import analogy_plane
from gpt_viz.pictures.positions import every_position
from gpt_viz.pictures.ranks import rank_paths
from gpt_viz.pictures.sampling import sample_histogram
from gpt_viz.pictures.softmax import softmax_steps
from gpt_viz.pictures.start import draw_bar, model_map, next_bars
from gpt_viz.pictures.temperature import probability_bars
from gpt_viz.pictures.thumbnails import attention_grid
from gpt_viz.pictures.tokens import language_cost, merge_steps, token_strip
from gpt_viz.pictures.writes import attention_writes

__all__ = [
    "analogy_bars",
    "analogy_plane",
    "attention_grid",
    "attention_map",
    "attention_row",
    "attention_writes",
    "compared_bars",
    "continuation_columns",
    "difference_angles",
    "direction_line",
    "dot_product",
    "draw_bar",
    "embedding_map",
    "every_position",
    "head_scores",
    "language_cost",
    "lens_map",
    "merge_steps",
    "model_map",
    "nearest_bars",
    "next_bars",
    "probability_bars",
    "rank_paths",
    "sample_histogram",
    "softmax_steps",
    "temperature_curves",
    "token_strip",
    "weight_patch",
]
