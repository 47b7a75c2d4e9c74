"""Lists of words and of pairs, read as one types them."""

import pytest

from gpt_viz import lists


def test_words_stand_between_commas_spaces_and_lines() -> None:
    assert lists.words("one, two three,\n four") == ["one", "two", "three", "four"]


def test_pairs_have_a_stroke_between_them() -> None:
    assert lists.pairs("cat/cats, dog/dogs\nowl/owls") == [
        ("cat", "cats"),
        ("dog", "dogs"),
        ("owl", "owls"),
    ]


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (lists.words, " , ", "the list of words is empty: write words such as one, two, three"),
        (lists.pairs, "", "the list of words is empty"),
        (lists.pairs, "cat/cats dog", "written like cat/cats, dog/dogs; got 'dog'"),
        (lists.pairs, "cat/cats/x", "got 'cat/cats/x'"),
        (lists.pairs, "cat/", "got 'cat/'"),
        (lists.pairs, "/cats", "got '/cats'"),
    ],
)
def test_errors_show_what_is_odd(read, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(text)
