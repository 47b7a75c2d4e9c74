"""The lens as a grid: every cell shows its own layer and position, and says what it leaves out."""

from html import unescape

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures import lens_map
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import cells, label
from gpt_viz.pictures.logits.lens_map import came_next, depths
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import LensTop
from tests.tiny import tiny_gpt

WORDS = ["the", " cat", " sat", " on", " a", " mat", " extraordinarily", "1", "1"]
VOCABULARY = [Piece(i, word.encode()) for i, word in enumerate(WORDS)]


def made_up(read: list[int], best: list[list[int]]) -> LensTop:
    """A lens over `read`; `best[layer][position]` is the favourite, the next id comes second."""
    ids = np.array(best)
    top = np.stack([ids, (ids + 1) % len(WORDS)], axis=-1)
    p = np.linspace(0.1, 0.6, ids.size).reshape(ids.shape)
    shares = np.stack([p, p / 3], axis=-1)
    return LensTop("a text", tuple(VOCABULARY[i] for i in read), top, shares, VOCABULARY)


SMALL = made_up([0, 1, 2, 3], [[0, 1, 2, 3], [6, 2, 2, 4], [1, 2, 5, 4]])


def labels(figure: go.Figure) -> dict[tuple[float, float], str]:
    """What is written where: (x, y) to text."""
    return {
        (float(x), float(y)): text
        for trace in figure.data[2:]
        for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)
    }


def check_cells(figure: go.Figure, lens: LensTop) -> None:
    """Each cell has its favourite's label, and the shade of its probability."""
    written, grid = labels(figure), figure.data[0]
    assert (grid.zmin, grid.zmax) == (0, 1)
    for column, x in enumerate(grid.x):
        for row, y in enumerate(grid.y):
            best = lens.vocabulary[lens.ids[int(y), int(x), 0]]
            start = unescape(written[x, y]).partition("…")[0]
            assert label(best).startswith(start) and start
            assert grid.z[row][column] == lens.probabilities[int(y), int(x), 0]


def test_each_cell_is_its_own_layer_and_position() -> None:
    figure = lens_map(SMALL)
    check_cells(figure, SMALL)
    assert figure.data[0].z.shape == (3, 4)
    assert [*figure.layout.yaxis.ticktext] == ["<b>read</b>", *depths(2), "<b>came next</b>"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # layer 0 on top


def test_cells_twin_two_that_are_swapped_are_seen() -> None:
    figure = lens_map(SMALL)
    texts = list(figure.data[2].text)
    texts[0], texts[1] = texts[1], texts[0]
    figure.data[2].text = texts
    with pytest.raises(AssertionError):
        check_cells(figure, SMALL)


def test_read_and_came_next_stand_above_and_below() -> None:
    written = labels(lens_map(SMALL))
    assert [written[x, -1.0] for x in range(4)] == ["the", "·cat", "·sat", "·on"]
    assert [written[x, 3.0] for x in range(3)] == ["<b>·cat</b>", "<b>·sat</b>", "<b>·on</b>"]
    assert (3.0, 3.0) not in written  # what comes after the last token, nobody knows


def framed(figure: go.Figure) -> set[tuple[int, int]]:
    """The cells with a frame, as (layer, position)."""
    x, y = figure.data[1].x, figure.data[1].y
    middles = [(y[i : i + 4].mean(), x[i : i + 4].mean()) for i in range(0, len(x), 6)]
    return {(round(layer), round(position)) for layer, position in middles}


def test_frames_stand_where_the_token_came() -> None:
    assert framed(lens_map(SMALL)) == {(1, 1), (2, 0), (2, 1)}
    assert came_next(SMALL).tolist() == [[False] * 3, [False, True, False], [True, True, False]]
    assert "the last row is right for 2 of 3 tokens" in lens_map(SMALL).layout.title.subtitle.text


def test_frames_twin_another_text_has_other_frames() -> None:
    other = made_up([0, 1, 3, 2], [[0, 1, 2, 3], [6, 2, 2, 4], [1, 2, 5, 4]])
    assert framed(lens_map(other)) == {(0, 2), (1, 2), (2, 0)}


@pytest.mark.parametrize("position", [0, 1, 3, -2])
def test_a_long_text_is_shown_from_a_position_on(position: int) -> None:
    figure = lens_map(SMALL, position, columns=2)
    first = position % 4
    assert figure.data[0].x.tolist() == [*range(first, min(first + 2, 4))]
    check_cells(figure, SMALL)
    heading = figure.layout.title.subtitle.text
    assert f"positions {first} to {min(first + 1, 3)} (of 0 to 3)" in heading
    assert "right for 2 of 3" in heading  # of the whole text, wherever one looks


def test_a_cell_says_what_its_tokens_leave_out() -> None:
    for layer, row in enumerate(lens_map(SMALL).data[0].customdata):
        for position, facts in enumerate(row):
            lines = unescape(facts).split("<br>")
            shown = [float(line.split(" %")[0]) for line in lines]
            assert lines[-1].endswith("7 others")
            assert abs(sum(shown) - 100) < 0.2
            best = SMALL.probabilities[layer, position, 0]
            assert lines[0].startswith(percent(best))


def test_equal_labels_do_not_merge() -> None:
    lens = made_up([7, 8, 7], [[7, 8, 7], [8, 8, 8]])
    figure = lens_map(lens)
    assert figure.data[0].z.shape == (2, 3)
    assert [labels(figure)[x, -1.0] for x in range(3)] == ["1", "1", "1"]
    assert framed(figure) == {(1, 0)}  # and are told apart by their ids


@pytest.mark.parametrize("columns", [1, 4, 9, 16])
def test_labels_are_cut_to_their_column(columns: int) -> None:
    lens = made_up([6] * 40, [[6] * 40] * 2)
    room = int(((740 - 112 - 12) / columns - 4) / 7.3)
    for text in labels(lens_map(lens, columns=columns)).values():
        assert cells(text.removeprefix("<b>").removesuffix("</b>")) <= room


def test_one_token_has_a_picture() -> None:
    figure = lens_map(made_up([0], [[0], [1]]))
    assert "nothing came after it" in figure.layout.title.subtitle.text
    assert framed(figure) == set()


@pytest.mark.parametrize("columns", [0, 17, 2.5])
def test_columns_out_of_range_are_refused(columns: object) -> None:
    with pytest.raises(ValueError, match="columns must be a whole number from 1 to 16, got"):
        lens_map(SMALL, columns=columns)  # type: ignore[arg-type]


@pytest.mark.parametrize("position", [4, -5, 1.5])
def test_positions_out_of_the_text_are_refused(position: object) -> None:
    with pytest.raises(IndexError, match="position must be from 0 to 3"):
        lens_map(SMALL, position)  # type: ignore[arg-type]


def test_the_last_row_is_the_models_own_prediction(mini: GPT) -> None:
    for gpt in (mini, tiny_gpt("gpt_neox")):
        trace = gpt.trace("Once upon a time, there was a king")
        figure = lens_map(gpt.lens_top(trace), columns=16)
        written, last = labels(figure), float(gpt.sizes.layers)
        for position, logits in enumerate(trace.logits):
            best = label(gpt.tokenizer[int(logits.argmax())])
            start, _, end = unescape(written[position, last]).partition("…")
            assert best.startswith(start) and best.endswith(end)


def test_words_for_those_who_cannot_see() -> None:
    alt = lens_map(SMALL).layout.meta["alt"]
    assert "A grid of 3 layers and 4 tokens" in alt
    assert "after block 1 “·a” 60.0 %" in alt
