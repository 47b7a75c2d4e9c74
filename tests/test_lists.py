"""Lists are read as they are written, and an odd entry is shown."""

import pytest

from gpt_viz.lists import pairs_in, words_in


def test_lists_of_words_and_of_pairs_are_read_as_they_are_written() -> None:
    assert words_in("one, two three,\n four") == ["one", "two", "three", "four"]
    assert pairs_in("cat/cats, dog/dogs\nowl/owls") == [
        ("cat", "cats"),
        ("dog", "dogs"),
        ("owl", "owls"),
    ]


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (pairs_in, "cat/cats dog", "written like cat/cats, dog/dogs; got 'dog'"),
        (pairs_in, "cat/cats/x", "got 'cat/cats/x'"),
        (pairs_in, "cat/", "got 'cat/'"),
        (words_in, " , ", "the list of words is empty"),
    ],
)
def test_an_odd_entry_is_shown(read, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(text)
