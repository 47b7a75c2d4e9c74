"""Byte-pair encoding on tables small enough for the head."""

from gpt_viz.records.merges import Merge, letters_to_bytes, replay


def test_the_pair_that_was_learned_first_is_joined_first() -> None:
    ranks = {("b", "c"): 0, ("a", "b"): 1, ("a", "bc"): 2}
    assert replay("abc", ranks) == (
        Merge((b"a", b"b", b"c"), 1, 0),
        Merge((b"a", b"bc"), 0, 2),
        Merge((b"abc",), None, None),
    )


def test_of_equal_pairs_the_leftmost_is_joined() -> None:
    rounds = replay("anan", {("a", "n"): 4})
    assert [(merge.index, merge.rank) for merge in rounds] == [(0, 4), (1, 4), (None, None)]


def test_a_word_without_pairs_stays_in_letters() -> None:
    assert replay("xyz", {}) == (Merge((b"x", b"y", b"z"), None, None),)
    assert replay("x", {("x", "x"): 0}) == (Merge((b"x",), None, None),)


def test_letters_spell_all_bytes() -> None:
    assert letters_to_bytes("Ġcat") == b" cat"
    assert letters_to_bytes("Ċ") == b"\n"
    assert letters_to_bytes("Ã©") == "é".encode()


def test_a_name_with_other_letters_stands_for_itself() -> None:
    assert letters_to_bytes("<｜x｜>") == "<｜x｜>".encode()
