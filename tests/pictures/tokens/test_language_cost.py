"""What a sentence costs in each language: counts, their order, and what they are compared with."""

from gpt_viz.pictures.tokens.language_cost import language_cost
from gpt_viz.records.pieces import Piece


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
