"""Where chips stand: in reading order, inside the drawing, and never on each other."""

from itertools import pairwise

import numpy as np
import pytest

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import WIDTH, outline
from gpt_viz.pictures.kit.text import cells
from gpt_viz.pictures.tokens.chips import GAP, HEIGHT, Chip, Row, draw, place
from gpt_viz.records.pieces import Piece

ENGLISH = [Piece(i, word.encode()) for i, word in enumerate(["Once", " upon", " a", " time"] * 80)]
EMOJI = [Piece(i, bytes([byte])) for i, byte in enumerate("\U0001f917é日本".encode() * 20)]
LONG = [Piece(0, b"-" * 300), Piece(1, b" " * 99), Piece(2, "日本語".encode() * 40)]
SPECIAL = [Piece(0, b"", special=True, name="<|endoftext|>"), Piece(1, b"a")] * 20
SETS = {"english": ENGLISH, "emoji": EMOJI, "long": LONG, "special": SPECIAL, "none": []}
every = pytest.mark.parametrize("pieces", SETS.values(), ids=SETS)


def chips(rows: list[Row]) -> list[Chip]:
    return [chip for row in rows for group in row.groups for chip in group]


def assert_apart(found: list[Chip]) -> None:
    """Every chip is inside the drawing, and right of, or below, the one before it."""
    for chip in found:
        assert chip.left >= 0
        assert chip.left + chip.width <= WIDTH + 1e-9
    for before, after in pairwise(found):
        beside = after.top == before.top and after.left >= before.left + before.width + GAP - 1e-9
        assert beside or (after.left == 0 and after.top >= before.top + HEIGHT + GAP)


@every
def test_chips_never_overlap(pieces: list[Piece]) -> None:
    found = chips(list(place(pieces)))
    assert [chip.piece for chip in found] == pieces
    assert_apart(found)


@every
def test_labels_fit_their_chips(pieces: list[Piece]) -> None:
    for chip in chips(list(place(pieces))):
        assert 15 * 0.602 * cells(chip.text) < chip.width  # DejaVu Sans Mono, 15 pixels


def test_chips_twin_an_overlap_is_seen() -> None:
    on_top = [Chip(ENGLISH[0], "Once", 0, 50, 0), Chip(ENGLISH[1], " upon", 40, 50, 0)]
    with pytest.raises(AssertionError):
        assert_apart(on_top)
    with pytest.raises(AssertionError):
        assert_apart([Chip(ENGLISH[0], "Once", WIDTH - 20, 50, 0)])


def test_the_pieces_of_a_character_stay_on_one_line() -> None:
    rows = list(place(EMOJI))
    assert len(rows) > 1
    for row in rows:
        for group in row.groups:
            assert len({chip.top for chip in group}) == 1
            b"".join(chip.piece.bytes for chip in group).decode()


def test_rows_with_brackets_are_higher() -> None:
    (plain,), (cut,) = place(ENGLISH[:3]), place(EMOJI[:4])
    assert plain.height < cut.height


def test_neighbours_have_different_tints_and_special_tokens_their_own() -> None:
    traces = draw(list(place(ENGLISH[:9])))
    tints = dict.fromkeys(theme.CHIPS, 0) | {theme.CONTROL: 0}
    for trace in traces[:5]:
        tints[trace.fillcolor] = int(np.isnan(np.array(trace.x)).sum())
    assert tints == {**dict(zip(theme.CHIPS, [3, 2, 2, 2], strict=True)), theme.CONTROL: 0}
    special = draw(list(place(SPECIAL[:2])))[4]
    assert special.fillcolor == theme.CONTROL
    assert len(special.x) != len(outline(0, 0, 9, HEIGHT))  # other corners than a plain chip


def test_an_empty_strip_has_the_same_traces() -> None:
    assert len(draw([])) == len(draw(list(place(EMOJI))))
