"""Floor 2, the pictures: pure functions from numbers to a `go.Figure`.

start/        a model's parts, its next token, a draw
tokens/       how a text is cut into tokens
vectors/      words as points: neighbours, analogies, directions
attention/    which tokens each head looks at
logits/       what is predicted at every position and after every layer
temperature/  what the temperature does to the probabilities
generation/   texts that go on from one prompt
kit/          what pictures of all subjects share
"""

from gpt_viz.pictures.attention.grid import attention_grid
from gpt_viz.pictures.attention.head_tables import head_tables
from gpt_viz.pictures.attention.map import attention_map
from gpt_viz.pictures.attention.row import attention_row
from gpt_viz.pictures.attention.writes import attention_writes
from gpt_viz.pictures.generation.continuation_columns import continuation_columns
from gpt_viz.pictures.logits.every_position import every_position
from gpt_viz.pictures.logits.lens_map import lens_map
from gpt_viz.pictures.logits.rank_paths import rank_paths
from gpt_viz.pictures.start.draw_bar import draw_bar
from gpt_viz.pictures.start.model_map import model_map
from gpt_viz.pictures.start.next_bars import next_bars
from gpt_viz.pictures.temperature.compared_bars import compared_bars
from gpt_viz.pictures.temperature.curves import temperature_curves
from gpt_viz.pictures.temperature.probability_bars import probability_bars
from gpt_viz.pictures.temperature.sample_histogram import sample_histogram
from gpt_viz.pictures.temperature.softmax_steps import softmax_steps
from gpt_viz.pictures.tokens.language_cost import language_cost
from gpt_viz.pictures.tokens.merge_steps import merge_steps
from gpt_viz.pictures.tokens.token_strip import token_strip
from gpt_viz.pictures.vectors.analogy_bars import analogy_bars
from gpt_viz.pictures.vectors.analogy_plane import analogy_plane
from gpt_viz.pictures.vectors.difference_angles import difference_angles
from gpt_viz.pictures.vectors.direction_line import direction_line
from gpt_viz.pictures.vectors.dot_product import dot_product
from gpt_viz.pictures.vectors.embedding_map import embedding_map
from gpt_viz.pictures.vectors.nearest_bars import nearest_bars
from gpt_viz.pictures.vectors.weight_patch import weight_patch

head_scores = head_tables  # its former name

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
    "head_tables",
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
