"""Pieces: grouped so that each group holds whole characters."""

import pytest

from gpt_viz.model.tokenizer import Tokenizer
from gpt_viz.records.pieces import Piece, characters
from tests.texts import TEXTS, byte_level


def assert_whole_characters(pieces: tuple[Piece, ...]) -> None:
    """Every group of pieces is text, and none could be cut further."""
    for group in characters(pieces):
        b"".join(piece.bytes for piece in group).decode()
        for n in range(1, len(group)):
            with pytest.raises(UnicodeDecodeError):
                b"".join(piece.bytes for piece in group[:n]).decode()


@byte_level
@pytest.mark.parametrize("text", TEXTS)
def test_groups_are_whole_characters(tokenizer: Tokenizer, text: str) -> None:
    try:
        assert_whole_characters(tokenizer.pieces(text))
    except UnicodeDecodeError as error:
        pytest.fail(f"a group is no whole character: {error}")


def test_an_emoji_that_was_cut_is_one_group() -> None:
    pieces = tuple(Piece(id, bytes([byte])) for id, byte in enumerate("\U0001f917".encode()))
    assert characters(pieces) == [pieces]


def test_twin_a_group_of_half_a_character_is_seen() -> None:
    half = (Piece(0, b"\xf0\x9f"),)
    with pytest.raises(UnicodeDecodeError):
        assert_whole_characters(half)


def test_broken_bytes_do_not_swallow_what_follows() -> None:
    data = [b"\xff", b"a", b"\xf0\x9f", b"b", b"\xe6", b"\x97\xa5", b"\xf0"]
    pieces = [Piece(id, piece) for id, piece in enumerate(data)]
    groups = [b"|".join(p.bytes for p in group) for group in characters(pieces)]
    assert groups == [b"\xff", b"a", b"\xf0\x9f", b"b", b"\xe6|\x97\xa5", b"\xf0"]


def test_a_special_token_is_a_group_by_itself() -> None:
    pieces = [Piece(0, b"\xf0\x9f"), Piece(1, b"", special=True, name="<end>"), Piece(2, b"a")]
    assert [len(group) for group in characters(pieces)] == [1, 1, 1]


def test_the_text_of_a_piece_that_is_no_whole_character() -> None:
    assert Piece(0, b" cat").text == " cat"
    assert Piece(0, b"a\xf0\x9f").text == "a\ufffd"
