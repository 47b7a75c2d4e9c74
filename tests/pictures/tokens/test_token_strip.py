"""Pictures of lesson 02, from the bundled tokenizer's own pieces and merges."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import escape, tick, visible
from gpt_viz.pictures.tokens.language_cost import language_cost
from gpt_viz.pictures.tokens.merge_steps import merge_steps
from gpt_viz.pictures.tokens.token_strip import token_strip
from gpt_viz.records.merges import Merge
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
    shown = "".join([*labels(figure), *figure.data[8].text])
    assert "\ufffd" not in figure.to_json() and "ufffd" not in figure.to_json()
    assert [char for char in text if escape(visible(char)) not in shown] == []


@pytest.mark.parametrize("text", ["\U0001f917", "é", "日本", "שלום", FAMILY, "a \U0001f917 b"])
def test_pieces_of_a_character_are_bracketed(text: str) -> None:
    assert_characters_shown(token_strip(MINI.pieces(text)), text)


def test_twin_a_missing_character_is_seen() -> None:
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


# --- merges ---------------------------------------------------------------------------------------


def test_each_round_is_a_row_of_symbols_with_its_pair_marked() -> None:
    merges = (Merge((b"a", b"b", b"c"), 1, 4), Merge((b"a", b"bc"), None, None))
    waiting, pair, tokens, texts, ranks = merge_steps(merges, 9).data
    assert list(texts.text) == ["a", "b", "c", "a", "bc"]
    assert [int(np.isnan(trace.x).sum()) for trace in (waiting, pair, tokens)] == [1, 2, 2]
    assert pair.fillcolor == theme.CHOSEN
    assert list(ranks.text) == ["merge no. 5", "no pair left in the table"]


@pytest.mark.parametrize("word", [" Banana", " unbelievably", "日本", " \U0001f917", "a"])
def test_the_last_row_shows_the_tokens(word: str) -> None:
    merges = MINI.merges(word)
    figure = merge_steps(merges, MINI.merge_count)
    tokens = [tick(piece) for piece in MINI.pieces(word)]
    assert list(figure.data[3].text)[-len(tokens) :] == tokens
    assert f"{len(merges) - 1} merge" in figure.layout.title.text
    assert_no_markup(figure, word)


def test_symbols_keep_to_the_columns_of_their_bytes() -> None:
    merges = MINI.merges(" Banana")
    figure = merge_steps(merges)
    x, y = np.array(figure.data[3].x), np.array(figure.data[3].y)
    rows = [x[y == height] for height in np.unique(y)]
    assert [len(row) for row in rows] == [len(merge.symbols) for merge in merges]
    assert all((np.diff(row) > 0).all() for row in rows)


def test_long_words_stay_inside_the_drawing() -> None:
    figure = merge_steps(MINI.merges("antidisestablishmentarianisms" * 2))
    assert np.nanmax(figure.data[0].x) <= 600


# --- languages ------------------------------------------------------------------------------------


def some(n: int) -> list[Piece]:
    return [Piece(i, b"ab") for i in range(n)]


def test_languages_are_sorted_and_compared_with_the_first() -> None:
    figure = language_cost({"German": some(6), "English": some(4), "Hindi": some(15)})
    assert list(figure.layout.yaxis.ticktext) == ["English", "German", "Hindi"]
    assert list(figure.data[0].x) == [4, 6, 15]
    assert list(figure.data[0].text) == [
        "4 tokens   0.7 × German   2.0 characters per token",
        "6 tokens   2.0 characters per token",
        "15 tokens   2.5 × German   2.0 characters per token",
    ]
    assert figure.layout.title.text == "The same sentence: 6 tokens in German, 15 in Hindi"


def test_a_begin_token_costs_no_language_anything() -> None:
    begin = Piece(0, b"", special=True, name="<s>")
    assert list(language_cost({"English": [begin, *some(3)]}).data[0].x) == [3]


def test_no_sentences_and_empty_sentences_are_pictures_too() -> None:
    assert language_cost({}).layout.title.text == "No sentences yet"
    assert list(language_cost({"A": [], "B": some(1)}).data[0].x) == [0, 1]
