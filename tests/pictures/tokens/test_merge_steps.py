"""The rounds of merging, from the bundled tokenizer's own merges."""

import numpy as np
import pytest

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import tick
from gpt_viz.pictures.tokens.merge_steps import merge_steps
from gpt_viz.records.merges import Merge
from tests.safety import assert_no_markup
from tests.texts import MINI


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
