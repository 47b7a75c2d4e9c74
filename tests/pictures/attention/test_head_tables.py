"""The scores of all heads as tables: each number in its cell, the highest framed and named."""

import numpy as np
import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.attention.head_tables import WRITTEN, head_tables
from gpt_viz.records.heads import HeadScores

NAMES = ["previous", "first", "induction", "entropy"]


def scores(layers: int = 3, heads: int = 4) -> HeadScores:
    rng = np.random.default_rng(0)
    shares = rng.random((3, layers, heads))
    return HeadScores(*shares, rng.random((layers, heads)) * 6)


def check_tables(figure, given: HeadScores) -> None:
    for i, name in enumerate(NAMES):
        values, table, frame = getattr(given, name), figure.data[i], figure.layout.shapes[i]
        assert np.array_equal(table.z, values)
        layer, head = divmod(int(values.argmax()), values.shape[1])
        assert ((frame.x0 + frame.x1) / 2, (frame.y0 + frame.y1) / 2) == (head, layer)
        note = figure.layout.annotations[i].text
        assert note.startswith(f"<b>{name}</b>") and f"layer {layer}, head {head}: " in note
        assert f"{name}: highest in layer {layer}, head {head}" in figure.layout.meta["alt"]
        assert frame.xref == table.xaxis and frame.yref == table.yaxis


def test_each_table_shows_its_score():
    given = scores()
    figure = head_tables(given)
    check_tables(figure, given)
    figure.data[0].z, figure.data[1].z = figure.data[1].z, figure.data[0].z
    with pytest.raises(AssertionError):
        check_tables(figure, given)


def test_the_models_own(mini: GPT):
    given = mini.head_scores(length=20)
    check_tables(head_tables(given), given)


def test_numbers_are_written_where_they_fit():
    given = scores()
    figure = head_tables(given)
    assert figure.data[0].text[1][2] == f"{100 * given.previous[1, 2]:.0f}"
    assert figure.data[3].text[0][0] == f"{given.entropy[0, 0]:.1f}"
    wide = head_tables(scores(2, WRITTEN + 1))
    assert all(table.text is None for table in wide.data)
    assert all("%{z" in table.hovertemplate for table in wide.data)


def test_shares_have_a_fixed_range():
    tables = head_tables(scores()).data
    assert [(t.zmin, t.zmax) for t in tables[:3]] == [(0, 1)] * 3
    assert tables[3].zmin == 0 and tables[3].zmax >= tables[3].z.max()


@pytest.mark.parametrize("size", [(1, 1), (12, 12), (48, 32)])
def test_any_size(size):
    figure = head_tables(scores(*size))
    assert figure.layout.height < 700
    assert figure.layout.yaxis.range == (size[0] - 0.5, -0.5)
    assert len(figure.layout.xaxis.tickvals) <= 12
