"""The strip of tokens, from the bundled tokenizer's own pieces."""

from collections.abc import Sequence

import plotly.graph_objects as go
import pytest

from gpt_viz.pictures.kit.text import escape, tick, visible
from gpt_viz.pictures.tokens.token_strip import token_strip
from gpt_viz.records.pieces import Piece
from tests.safety import assert_no_markup
from tests.texts import FAMILY, MINI, TEXTS


def labels(figure: go.Figure) -> list[str]:
    """The large text on the chips."""
    return list(figure.data[5].text)


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_shown_literally(text: str) -> None:
    pieces = MINI.pieces(text)
    figure = token_strip(pieces)
    assert labels(figure) == [tick(piece) for piece in pieces]
    assert_no_markup(figure, text)


def test_each_of_equal_tokens_has_its_chip() -> None:
    pieces = MINI.pieces("the cat saw the cat on the mat")
    figure = token_strip(pieces)
    places = set(zip(figure.data[5].x, figure.data[5].y, strict=True))
    assert len(places) == len(pieces) > len(set(pieces))


def assert_characters_shown(figure: go.Figure, text: str) -> None:
    """Every character of `text` stands on a chip or under a bracket, and no U+FFFD anywhere."""
    visible_text = "".join([*labels(figure), *figure.data[8].text])
    assert "\ufffd" not in figure.to_json() and "ufffd" not in figure.to_json()
    assert [char for char in text if escape(visible(char)) not in visible_text] == []


@pytest.mark.parametrize("text", ["\U0001f917", "é", "日本", "שלום", FAMILY, "a \U0001f917 b"])
def test_pieces_of_a_character_are_bracketed(text: str) -> None:
    assert_characters_shown(token_strip(MINI.pieces(text)), text)


def test_a_missing_character_is_seen() -> None:
    pieces = [Piece(0, b"\xf0\x9f"), Piece(1, b"\xa4\x97")]
    figure = token_strip(pieces)
    assert_characters_shown(figure, "\U0001f917")
    figure.data[8].text = [""] * len(figure.data[8].text)
    with pytest.raises(AssertionError):
        assert_characters_shown(figure, "\U0001f917")


@pytest.mark.parametrize(
    ("pieces", "title"),
    [
        ([], "No text yet: 0 tokens"),
        (MINI.pieces(""), "No text yet: 1 control token"),
        ([Piece(0, b"a"), Piece(1, b" bc")], "2 tokens for 4 characters"),
        ([Piece(0, b"a")], "1 token for 1 character"),
        (MINI.pieces("a<|endoftext|>", special=True), "1 token for 1 character, and 1 control"),
    ],
)
def test_the_title_counts(pieces: Sequence[Piece], title: str) -> None:
    assert token_strip(pieces).layout.title.text.startswith(title)


def test_the_strip_grows_with_the_text() -> None:
    pieces = MINI.pieces("the cat sat on the mat " * 60)[:300]
    heights = [token_strip(pieces[:n]).layout.height for n in (1, 30, 300)]
    assert len(pieces) == 300
    assert heights == sorted(heights) and heights[0] < heights[2]


def test_hover_gives_label_id_and_bytes() -> None:
    figure = token_strip([Piece(7, b" <cat>"), Piece(8, b"-" * 200)])
    assert tuple(figure.data[5].customdata[0]) == ("·&lt;cat&gt;", 7, "20 3C 63 61 74 3E")
    assert all(len(str(fact)) <= 60 for fact in figure.data[5].customdata[1])
    assert len(labels(figure)[1]) <= 80
