"""The house style: titles, axes of tokens, what is said of the model."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import tick
from gpt_viz.pictures.kit.theme import ticks
from gpt_viz.records.origin import Origin
from gpt_viz.records.pieces import Piece
from tests.safety import HOSTILE, assert_no_markup


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_no_markup_in_ticks_titles_and_hover_texts(text: str) -> None:
    pieces = [Piece(0, text.encode())] * 3
    figure = theme.figure(
        [go.Bar(x=[1, 2, 3], customdata=[tick(piece) for piece in pieces])],
        title=text,
        alt=text,
    )
    figure.update_xaxes(ticks(pieces))
    assert_no_markup(figure, text)


def assert_nothing_merges(axis: go.layout.XAxis, n: int) -> None:
    """n ticks at n different numbers, on an axis that plotly takes for one of numbers."""
    assert len({float(place) for place in axis.tickvals}) == n == len(axis.ticktext)
    assert axis.type in (None, "linear")


@pytest.mark.parametrize(
    "words", [["the", " cat", " sat", "the", " cat"], ["1", "2024-01", "1", "1e3"]]
)
def test_repeated_and_numeric_tokens_keep_their_places(words: list[str]) -> None:
    pieces = [Piece(0, word.encode()) for word in words]
    figure = theme.figure([go.Heatmap(z=np.zeros((len(words),) * 2))], title="q", alt="q")
    figure.update_xaxes(ticks(pieces))
    assert_nothing_merges(figure.layout.xaxis, len(words))


def test_twin_names_as_places_are_seen() -> None:
    axis = go.layout.XAxis(tickvals=[0, 1, 0], ticktext=["the", " cat", "the"])
    with pytest.raises(AssertionError):
        assert_nothing_merges(axis, 3)
    with pytest.raises(AssertionError):
        assert_nothing_merges(go.layout.XAxis(type="category", tickvals=[0], ticktext=["1"]), 1)


def test_figure_has_a_title_a_text_and_the_house_style() -> None:
    figure = theme.figure([go.Scatter(x=[1], y=[2])], title="a & b", alt="one point", height=123)
    assert figure.layout.title.text == "a &amp; b"
    assert (figure.layout.meta["alt"], figure.layout.height) == ("one point", 123)
    assert figure.layout.paper_bgcolor == theme.PAPER


def test_a_figure_of_an_untrained_model_says_so() -> None:
    figure = theme.figure([], title="a & b", alt="one point", origin=Origin(trained=False))
    assert figure.layout.title.text == "<b>untrained</b> · a &amp; b"
    assert figure.layout.meta["alt"] == "Untrained model. one point"
    assert_no_markup(figure)


def test_a_figure_says_what_the_model_ran_without() -> None:
    origin = Origin(trained=False, without=("layer 5, head 3 switched off", "<i>"))
    figure = theme.figure([], title="a", alt="One point.", origin=origin)
    title, alt = figure.layout.title.text, figure.layout.meta["alt"]
    assert title.startswith("<b>untrained</b> · <b>layer 5, head 3 switched off</b> · <b>&lt;i&gt;")
    assert alt == "Untrained model. layer 5, head 3 switched off. <i>. One point."
