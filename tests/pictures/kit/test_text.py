"""How a token's text is written: every character can be seen, and none is markup."""

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpt_viz.pictures.kit.text import (
    cells,
    coloured,
    escape,
    label,
    plain,
    quoted,
    shortened,
    tick,
    visible,
)
from gpt_viz.records.pieces import Piece

LABELS = {
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


@pytest.mark.parametrize("data", LABELS)
def test_labels(data: bytes) -> None:
    assert label(Piece(0, data)) == LABELS[data]


def test_the_name_of_a_special_token_is_made_visible_too() -> None:
    assert label(Piece(0, b"", special=True, name="<\u202e|end|>")) == "<U+202E|end|>"


def assert_visible(text: str) -> None:
    """No character of `text` is invisible, changes the direction, or is missing from UTF-8."""
    unseen = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
    assert not [char for char in text if unicodedata.category(char) in unseen]


@given(st.binary(max_size=12))
def test_no_bytes_bring_an_invisible_character(data: bytes) -> None:
    assert_visible(label(Piece(0, data)).replace(" ", ""))  # spaces stand between hex bytes


@given(st.text(max_size=12))
def test_visible_text_is_visible(text: str) -> None:
    assert_visible(visible(text))
    assert_visible(plain(text).replace(" ", ""))


def test_twin_a_raw_character_is_seen() -> None:
    for text in ["a\x00b", "a\u202eb", "a\u200bb", "\ud83d"]:
        with pytest.raises(AssertionError):
            assert_visible(text)


@given(st.text("<>&\"'$%{}xé", max_size=12))
def test_escape_leaves_nothing_to_obey(text: str) -> None:
    escaped = escape(text)
    assert not set(escaped) & set("<>\"'$")
    assert "%{" not in escaped
    assert html.unescape(escaped) == text


def test_fields_are_escaped_and_percent_signs_stay() -> None:
    assert escape("%{x} 50 %") == "&#37;{x} 50 %"


def test_quoted_shows_the_end_of_a_prompt() -> None:
    assert quoted("") == "“”"
    assert quoted("Once upon a time") == "“Once upon a time”"
    long = "Once upon a time, there was a little girl who"
    assert quoted(long) == "“… there was a little girl who”"
    assert quoted("x" * 50) == f"“…{'x' * 32}”"
    assert quoted("a\nb ") == "“a⏎b ”"


def test_shortened_loses_the_end() -> None:
    assert shortened("short", 8) == "short"
    assert shortened("0123456789", 5) == "0123…"
    assert shortened("日本語日本語", 8) == "日本語日…"
    assert cells(shortened("日本語日本語日本語", 8)) <= 8


def test_a_very_long_token_does_not_take_the_picture() -> None:
    assert tick(Piece(0, b"-" * 64), 20) == "-" * 19 + "…"
    assert tick(Piece(0, b"<b>")) == escape("<b>")


def test_coloured_text_has_its_colour_and_stays_as_it_is() -> None:
    assert coloured("<b>·a</b>", "#123456") == '<span style="color:#123456"><b>·a</b></span>'
