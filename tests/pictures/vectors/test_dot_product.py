"""Two arrows: the shadow, the arithmetic and the sign are those of the formula."""

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.pictures import dot_product
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.vectors.dot_product import cosine

CASES = [((3, 1), (1, 2)), ((3, 1), (-2, -1.5)), ((2, 0), (0, 3)), ((0.5, -2), (4, 4))]


def check_shadow(figure: go.Figure, a: tuple[float, float], b: tuple[float, float]) -> None:
    """The shadow ends on the line through a, where the line from b meets it at a right angle."""
    _, _, shadow = figure.data
    end = np.array([shadow.x[1], shadow.y[1]])
    assert end[0] * a[1] == pytest.approx(end[1] * a[0])  # on the line
    assert (np.array(b) - end) @ a == pytest.approx(0, abs=1e-9)  # a right angle
    dot = a[0] * b[0] + a[1] * b[1]
    assert math.hypot(*a) * math.hypot(*end) == pytest.approx(abs(dot))
    assert (shadow.line.color == theme.POSITIVE) == (dot > 0)


@pytest.mark.parametrize(("a", "b"), CASES)
def test_the_shadow_is_the_projection(a, b) -> None:
    check_shadow(dot_product(a, b), a, b)


def test_the_shadow_twin() -> None:
    with pytest.raises(AssertionError):
        check_shadow(dot_product((3, 1), (1, 2)), (3, 1), (1, 2.1))
    figure = dot_product((3, 1), (1, 2))
    figure.data[2].line.color = theme.NEGATIVE
    with pytest.raises(AssertionError):
        check_shadow(figure, (3, 1), (1, 2))


@pytest.mark.parametrize(("a", "b"), CASES)
def test_the_cosine_is_that_of_the_angle(a, b) -> None:
    angle = math.atan2(a[1], a[0]) - math.atan2(b[1], b[0])
    assert cosine(a, b) == pytest.approx(math.cos(angle))


def test_the_heading_holds_the_arithmetic() -> None:
    figure = dot_product((3, 1), (-2, 1.5))
    assert figure.layout.title.text == "a · b = −4.5: more against than with each other"
    assert "3 × −2 + 1 × 1.5 = −4.5" in figure.layout.title.subtitle.text
    assert "3.16 × 2.50 × −0.57 = −4.5 · the angle is 125°" in figure.layout.title.subtitle.text


@pytest.mark.parametrize(
    ("b", "words"),
    [
        ((6, 2), "they point the same way"),
        ((1, 3), "more with than against each other"),
        ((0.01, 0), "more with than against each other"),
        ((-1, 3), "neither with nor against each other"),
        ((0, 0), "neither with nor against each other"),
        ((-2, 1), "more against than with each other"),
        ((-0.3, -0.1), "they point against each other"),
    ],
)
def test_only_a_cosine_of_1_is_the_same_way(b: tuple[float, float], words: str) -> None:
    figure = dot_product((3, 1), b)
    assert figure.layout.title.text.endswith(f": {words}")
    assert words in figure.layout.meta["alt"]


def test_a_vector_of_no_length_has_no_cosine() -> None:
    for a, b in (((3, 1), (0, 0)), ((0, 0), (3, 1))):
        assert cosine(a, b) is None
        figure = dot_product(a, b)
        assert "it has no cosine" in figure.layout.title.subtitle.text
        assert "nan" not in figure.to_json().lower()


def test_long_arrows_fit() -> None:
    figure = dot_product((30, 1), (2, -50))
    assert figure.layout.yaxis.range[0] < -50
    assert figure.layout.xaxis.range[1] > 30
    assert figure.layout.yaxis.scaleanchor == "x"


@pytest.mark.parametrize("bad", [(1,), (1, 2, 3), (1, math.nan)])
def test_two_numbers_each(bad) -> None:
    with pytest.raises(ValueError, match="a and b must be two numbers each"):
        dot_product((3, 1), bad)
