"""Hostile token text through every picture, and through the package's source."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

import gpt_viz
from gpt_viz.pictures import theme
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
from gpt_viz.records.draws import Step, choose
from gpt_viz.records.heads import HeadScores
from gpt_viz.records.merges import Merge
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import LensTop, NextToken
from gpt_viz.records.trace import Sizes, Trace
from gpt_viz.records.vectors import Vectors
from tests.safety import HOSTILE, assert_no_markup, hostile_pieces, markup_from_text
from tests.source_gates import pictures
from tests.traces import random_trace

SOURCE = Path(gpt_viz.__file__).parent
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
    return Trace(text, tuple(PIECES), np.zeros((size, 2)), None, {"logits": logits}, ())


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
    "head_scores": lambda _: head_scores(HeadScores(*np.full((4, 2, 3), 0.5))),
    "every_position": lambda text: every_position(trace(text), PIECES),
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


def all_pictures() -> set[str]:
    modules = (SOURCE / "pictures").glob("*.py")
    return {function.name for path in modules for function in pictures(path.read_text("utf-8"))}


def test_every_picture_has_a_case() -> None:
    assert all_pictures() - {"figure"} == CASES.keys()


@pytest.mark.parametrize("case", CASES)
def test_s1_s3_hostile_texts_are_shown_literally(case: str) -> None:
    for text in PROMPTS.values():
        assert_no_markup(CASES[case](text), *HOSTILE, WORDS)


def test_s3_a_hostile_draw_at_every_place_of_the_draw_bar() -> None:
    for step in [*steps(WORDS), choose(scores(WORDS), temperature=0)]:
        assert_no_markup(draw_bar(step, top=2), *HOSTILE)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["text", "ticktext", "customdata", "title", "hovertemplate"])
def test_s1_s3_twin_a_text_that_was_not_escaped_is_seen(text: str, place: str) -> None:
    if text == "\"q'":
        return  # quotation marks do nothing where plotly draws; they count in HTML attributes
    planted = theme.figure([], title="q", alt="q")
    if place == "title":
        planted.update_layout(title_text=text)
    elif place == "ticktext":
        planted.update_xaxes(tickvals=[0], ticktext=[text])
    else:
        planted.add_scatter(x=[0], y=[0], **{place: [text]})
    with pytest.raises(AssertionError):
        assert_no_markup(planted, text)


def test_s3_the_houses_own_markup_passes() -> None:
    figure = theme.figure([], title="q", alt="<plain> $text$")
    figure.add_scatter(x=[0], y=[0], hovertemplate="<b>%{customdata[0]}</b><extra></extra>")
    figure.add_annotation(text='<a href="02_tokens.ipynb" target="_self">q</a>, < 0.1 %')
    assert_no_markup(figure)


# --- S4, the source -----------------------------------------------------------------------------


def sources() -> dict[str, str]:
    """The modules that may make HTML. Pictures make none: their figures are checked above."""
    paths = [path for path in SOURCE.rglob("*.py") if path.parent.name != "pictures"]
    return {str(path.relative_to(SOURCE)): path.read_text("utf-8") for path in paths}


def test_s4_markup_is_made_of_escaped_text_only() -> None:
    found = sources()
    assert any("escape(" in text for text in found.values())
    assert {path: markup_from_text(text) for path, text in found.items()} == {
        path: [] for path in found
    }


def test_s4_pictures_make_no_html_widgets() -> None:
    for path in (SOURCE / "pictures").glob("*.py"):
        assert "HTML(" not in path.read_text("utf-8"), path


PLANTED = [
    "box = HTML(f'{piece.name}')",
    "box = widgets.HTML(value=text)",
    "box.value = f'<b>{label(piece)}</b>'",
    "box.value = '<b>' + text",
    "box.value = 'the word ' + word",
    "def page(words):\n    return f'<ul>{words}</ul>'",
    "def page(words):\n    rows = ''.join(f'<li>{w}</li>' for w in words)\n    return rows",
    "def page(text):\n    shown = text.strip()\n    return f'<p>{shown}</p>'",
    "def page(text):\n    return '<p>{}</p>'.format(text)",
    "def page(text):\n    return '<p>%s</p>' % text",
    "def page(text):\n    return f'<p>{inner(text)}</p>'\ndef inner(text):\n    return text",
    "box = HTML(f'<p>{theme.escape(a)}{b}</p>')",
]


@pytest.mark.parametrize("planted", PLANTED)
def test_s4_twin_unescaped_text_is_seen(planted: str) -> None:
    assert markup_from_text(planted)


@pytest.mark.parametrize(
    "good",
    [
        "box.value = f'<b>{theme.tick(piece)}</b> {p:.2f} {theme.percent(p)}'",
        "slider.value = start",
        "box = HTML(f'<p style=\"{_STYLE}\">{len(words)} words</p>')",
        "def page(text):\n    shown = escape(text)\n    return f'<p>{shown}</p>' if text else ''",
        "def page(words):\n    return '<br>'.join(theme.escape(word) for word in words)",
        "def page(text):\n    return f'<p>{inner(text)}</p>'\ndef inner(t):\n    return tick(t)",
        "raise ValueError(f'temperature must be 0 or more, got {value}')",
    ],
)
def test_s4_escaped_text_passes(good: str) -> None:
    assert markup_from_text(good) == []


def test_modules_of_pictures_import() -> None:
    for path in (SOURCE / "pictures").glob("[a-z]*.py"):
        import_module(f"gpt_viz.pictures.{path.stem}")


def test_hostile_pieces_are_what_they_should_be() -> None:
    assert Piece(0, HOSTILE[0].encode()) == PIECES[0]
    assert PIECES[-1].special
