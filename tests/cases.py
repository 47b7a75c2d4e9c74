"""Every picture with hostile texts in it: a picture that is not here is found by the tests."""

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

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
from gpt_viz.records.draws import Step, choose
from gpt_viz.records.heads import HeadScores
from gpt_viz.records.merges import Merge
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import LensTop, NextToken
from gpt_viz.records.trace import Sizes, Trace
from gpt_viz.records.vectors import Vectors
from tests.safety import HOSTILE, hostile_pieces
from tests.traces import random_trace

PIECES = hostile_pieces()
WORDS = " ".join(HOSTILE)
TRACE = random_trace(PIECES)
LAST = len(PIECES) - 1
SIZES = Sizes(2, 2, 8, 32, 14, 16, 2000, True, "learned")


def scores(text: str) -> NextToken:
    return NextToken(text, np.linspace(2, 0, len(PIECES), dtype=np.float32), PIECES)


def steps(text: str) -> list[Step]:
    return [choose(scores(text), seed=seed) for seed in range(30)]


def trace(text: str) -> Trace:
    """Every hostile piece was read; each position scores them in another order."""
    size = len(PIECES)
    logits = np.stack([np.roll(np.linspace(2, 0, size), i) for i in range(size)])
    kept = {"logits": logits}
    return Trace(text, tuple(PIECES), np.zeros((size, 2)), None, kept, (), vocabulary=PIECES)


def lens(text: str) -> LensTop:
    """Three layers, in each of which every hostile piece is a favourite."""
    ids = np.stack([np.roll(np.arange(len(PIECES)), 3 * layer) for layer in range(3)])
    top = np.stack([ids, ids[:, ::-1]], axis=-1)
    return LensTop(text, tuple(PIECES), top, np.full(top.shape, 0.3), PIECES)


def merges() -> tuple[Merge, ...]:
    data = [text.encode() for text in HOSTILE]
    joined = (data[0] + data[1], *data[2:])
    return Merge(tuple(data), 0, 3), Merge(joined, None, None)


def hostile_vectors() -> Vectors:
    """The hostile texts as words of a model: every row counts as one, whatever is asked for."""
    pieces = [Piece(id, text.encode()) for id, text in enumerate(HOSTILE)]
    matrix = np.random.default_rng(0).standard_normal((len(pieces), 6)).astype(np.float32)
    vectors = Vectors(matrix, pieces, lambda text: [p for p in pieces if p.bytes == text.encode()])
    vectors.__dict__["whole_words"] = np.ones(len(pieces), dtype=bool)
    return vectors


def known(text: str) -> str:
    """The text itself if it is one of the hostile ones, else the first of them."""
    return text if text in HOSTILE else HOSTILE[0]


def four(text: str) -> list[str]:
    """Four different hostile words, the text first."""
    return [known(text), *(word for word in HOSTILE if word != known(text))][:4]


VECTORS = hostile_vectors()
TYPED = [text for text in HOSTILE if not {*" /,\t\n"} & {*text}]  # what a list of words can hold
LIST = f"{TYPED[0]}/{TYPED[1]}, {TYPED[2]}/{TYPED[3]}"


CASES: dict[str, Callable[[str], go.Figure]] = {
    "token_strip": lambda _: token_strip(PIECES),
    "merge_steps": lambda _: merge_steps(merges(), 10),
    "language_cost": lambda text: language_cost({text: PIECES, "q": PIECES[:2], "&lt;q": []}),
    "next_bars": lambda text: next_bars(scores(text)),
    "draw_bar": lambda text: draw_bar(choose(scores(text), seed=3), top=5),
    "model_map": lambda text: model_map(SIZES, text),
    "probability_bars": lambda text: probability_bars(scores(text), 0.7, 3),
    "compared_bars": lambda text: compared_bars(scores(text), [0.7, 2], 3, draws=10),
    "temperature_curves": lambda text: temperature_curves(scores(text)),
    "softmax_steps": lambda _: softmax_steps([3.0, 2.0, 1.0], HOSTILE[:3]),
    "sample_histogram": lambda text: sample_histogram(scores(text), draws=100),
    "attention_row": lambda _: attention_row(TRACE, 1, 2, LAST),
    "attention_map": lambda _: attention_map(TRACE, 1, 2, True),
    "attention_grid": lambda _: attention_grid(TRACE, 1, 2),
    "attention_writes": lambda _: attention_writes(TRACE, np.ones((4, 8)), 1, 2, LAST),
    "head_tables": lambda _: head_tables(HeadScores(*np.full((4, 2, 3), 0.5))),
    "every_position": lambda text: every_position(trace(text)),
    "lens_map": lambda text: lens_map(lens(text), columns=len(PIECES)),
    "rank_paths": lambda text: rank_paths(trace(text), trace(text).logits[:4], PIECES[:7]),
    "continuation_columns": lambda text: continuation_columns(text, {1.0: steps(text)}),
    "weight_patch": lambda _: weight_patch(VECTORS),
    "nearest_bars": lambda text: nearest_bars(VECTORS, known(text), top=12),
    "dot_product": lambda _: dot_product((1, 2), (3, 4)),
    "embedding_map": lambda text: embedding_map(
        VECTORS, {text: HOSTILE}, [(HOSTILE[0], HOSTILE[1])], dimensions=2 + len(text) % 2
    ),
    "analogy_bars": lambda text: analogy_bars(VECTORS, *four(text), top=4),
    "analogy_plane": lambda text: analogy_plane(VECTORS, *four(text)),
    "direction_line": lambda _: direction_line(VECTORS, f"{TYPED[4]}/{TYPED[5]}", LIST, TYPED[0]),
    "difference_angles": lambda _: difference_angles(VECTORS, LIST),
}
PROMPTS = {"all": WORDS} | {str(i): text for i, text in enumerate(HOSTILE)}
