"""How token text is written on the screen, and numbers beside it."""

import html
import unicodedata

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import number, percent, percent_ticks
from gpt_viz.pictures.kit.text import cells, escape, label, plain, quoted, shortened, tick, visible
from gpt_viz.pictures.kit.theme import ticks
from gpt_viz.records.origin import Origin
from gpt_viz.records.pieces import Piece
from tests.safety import HOSTILE, assert_no_markup

SHOWN = {
    b" cat": "·cat",
    b"\n": "⏎",
    b"a\tb": "a⇥b",
    b"\xf0\x9f": "F0 9F",
    b"\x00": "␀",
    b"\x7f": "␡",
    "\u202e".encode(): "U+202E",
    "\u200d".encode(): "U+200D",
    "\u00a0x".encode(): "U+00A0x",
    "\u0301".encode(): "◌\u0301",
    "e\u0301".encode(): "e\u0301",
    "\u2764\ufe0f".encode(): "\u2764U+FE0F",
    "\u3164".encode(): "U+3164",
    "हिन्दी".encode(): "हिन्दी",
    "日本".encode(): "日本",
    b"<b>": "<b>",
}


@pytest.mark.parametrize("data", SHOWN)
def test_u3_labels(data: bytes) -> None:
    assert label(Piece(0, data)) == SHOWN[data]


def test_u3_the_name_of_a_special_token_is_made_visible_too() -> None:
    assert label(Piece(0, b"", special=True, name="<\u202e|end|>")) == "<U+202E|end|>"


def assert_visible(text: str) -> None:
    """No character of `text` is invisible, changes the direction, or is missing from UTF-8."""
    unseen = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
    assert not [char for char in text if unicodedata.category(char) in unseen]


@given(st.binary(max_size=12))
def test_u3_no_bytes_bring_an_invisible_character(data: bytes) -> None:
    assert_visible(label(Piece(0, data)).replace(" ", ""))  # spaces stand between hex bytes


@given(st.text(max_size=12))
def test_u3_visible_text(text: str) -> None:
    assert_visible(visible(text))
    assert_visible(plain(text).replace(" ", ""))


def test_u3_twin_a_raw_character_is_seen() -> None:
    for text in ["a\x00b", "a\u202eb", "a\u200bb", "\ud83d"]:
        with pytest.raises(AssertionError):
            assert_visible(text)


@given(st.text("<>&\"'$%{}xé", max_size=12))
def test_s3_escape_leaves_nothing_to_obey(text: str) -> None:
    escaped = escape(text)
    assert not set(escaped) & set("<>\"'$")
    assert "%{" not in escaped
    assert html.unescape(escaped) == text


def test_s3_fields_are_escaped_and_percent_signs_stay() -> None:
    assert escape("%{x} 50 %") == "&#37;{x} 50 %"


@pytest.mark.parametrize("text", HOSTILE)
def test_s3_ticks_titles_and_hover_texts(text: str) -> None:
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
def test_u8_repeated_and_numeric_tokens_keep_their_places(words: list[str]) -> None:
    pieces = [Piece(0, word.encode()) for word in words]
    figure = theme.figure([go.Heatmap(z=np.zeros((len(words),) * 2))], title="q", alt="q")
    figure.update_xaxes(ticks(pieces))
    assert_nothing_merges(figure.layout.xaxis, len(words))


def test_u8_twin_names_as_places_are_seen() -> None:
    axis = go.layout.XAxis(tickvals=[0, 1, 0], ticktext=["the", " cat", "the"])
    with pytest.raises(AssertionError):
        assert_nothing_merges(axis, 3)
    with pytest.raises(AssertionError):
        assert_nothing_merges(go.layout.XAxis(type="category", tickvals=[0], ticktext=["1"]), 1)


def test_quoted_shows_the_end_of_a_prompt() -> None:
    assert quoted("") == "“”"
    assert quoted("Once upon a time") == "“Once upon a time”"
    long = "Once upon a time, there was a little girl who"
    assert quoted(long) == "“… there was a little girl who”"
    assert quoted("x" * 50) == f"“…{'x' * 32}”"
    assert quoted("a\nb ") == "“a⏎b ”"


def test_shortened_keeps_both_ends() -> None:
    assert shortened("short", 8) == "short"
    assert shortened("0123456789", 5) == "01…89"
    assert cells(shortened("日本語日本語日本語", 8)) <= 8


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.03123, "0.0312"), (12.41, "12.4"), (1.23e-8, "1.23e-08"), (999.7, "1,000"), (-0.8, "-0.8")],
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0, "0.0 %"), (0.0004, "< 0.1 %"), (0.1234, "12.3 %"), (0.9999, "> 99.9 %"), (1, "100.0 %")],
)
def test_percent(probability: float, text: str) -> None:
    assert percent(probability) == text


def test_percent_takes_a_sum_of_floats_for_one() -> None:
    assert percent(sum([0.1] * 10)) == "100.0 %"


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


@pytest.mark.parametrize(
    ("highest", "told"),
    [
        (1.0, ["0 %", "25 %", "50 %", "75 %", "100 %"]),
        (0.11, ["0 %", "5 %", "10 %"]),
        (0.004, ["0 %", "0.1 %", "0.2 %", "0.3 %", "0.4 %"]),
        (0.0, ["0 %"]),
    ],
)
def test_ticks_of_shares_are_written_like_all_percentages(highest: float, told: list[str]) -> None:
    found = percent_ticks(highest)
    assert found["ticktext"] == told
    assert found["tickvals"] == pytest.approx([float(text[:-2]) / 100 for text in told])
