"""The patch shows the matrix's own numbers, their place and their colours."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.pictures import weight_patch
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import tick
from gpt_viz.records.vectors import Vectors
from tests.points import random_vectors

VECTORS = random_vectors(20)


def check_patch(figure: go.Figure, vectors: Vectors, row: int, column: int) -> None:
    """The numbers, the names and the places are those of the matrix from this entry on."""
    patch = figure.data[0]
    expected = [line[column : column + 12] for line in vectors.matrix[row : row + 12].tolist()]
    assert patch.z.tolist() == expected
    assert patch.x.tolist() == [*range(column, column + len(expected[0]))]
    names = [tick(piece) for piece in vectors.names[row : row + 12]]
    assert [*figure.layout.yaxis.ticktext] == names
    assert patch.zmin == -patch.zmax
    assert patch.zmax == pytest.approx(3 * np.sqrt(np.mean(vectors.matrix.astype(float) ** 2)))


@pytest.mark.parametrize(("row", "column"), [(0, 0), (3, 5), (15, 17)])
def test_a_patch_is_the_matrixs_own(row: int, column: int) -> None:
    check_patch(weight_patch(VECTORS, row, column), VECTORS, row, column)


def test_a_patch_twin() -> None:
    with pytest.raises(AssertionError):
        check_patch(weight_patch(VECTORS, 3, 5), VECTORS, 3, 4)
    with pytest.raises(AssertionError):  # a colour that means something else on every patch
        own = weight_patch(VECTORS, 3, 5)
        own.data[0].zmax = own.data[0].z.max()
        check_patch(own, VECTORS, 3, 5)


def test_a_patch_is_of_weights_and_says_where() -> None:
    figure = weight_patch(VECTORS, 15, 17)
    assert [tuple(stop) for stop in figure.data[0].colorscale] == theme.WEIGHTS
    assert "20 × 20 matrix: rows 15 to 19, columns 17 to 19" in figure.layout.title.text
    assert "20 × 20 = 400 learned numbers" in figure.layout.title.subtitle.text
    for bad in ({"row": 20}, {"row": -1}, {"column": 20}, {"column": 1.5}):
        with pytest.raises(ValueError, match=f"{next(iter(bad))} must be a whole number"):
            weight_patch(VECTORS, **bad)
