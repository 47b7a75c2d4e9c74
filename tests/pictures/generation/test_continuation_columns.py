"""One prompt continued at several temperatures: the whole text, in its place, in its shade."""

import math
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.pictures.generation.continuation_columns import (
    EDGES,
    LETTER,
    LETTERS,
    SHADES,
    SPACE,
    continuation_columns,
)
from gpt_viz.pictures.kit.text import escape
from gpt_viz.records.pieces import Piece
from tests.scores import PROMPT, steps_of, strings


def chips(figure: go.Figure) -> list[go.layout.Annotation]:
    return [note for note in figure.layout.annotations if note.hovertext]


def check_text(figure: go.Figure, texts: list[str]) -> None:
    """Reading the chips column by column, line by line, gives the texts; no two overlap."""
    found: dict[float, dict[float, list[go.layout.Annotation]]] = {}
    for chip in chips(figure):
        found.setdefault(chip.x, {}).setdefault(chip.y, []).append(chip)
    assert len(found) == len(texts)
    for (_, lines), text in zip(sorted(found.items()), texts, strict=True):
        read = []
        for _, line in sorted(lines.items()):
            ends = [chip.xshift + chip.width for chip in line]
            assert all(a <= b.xshift for a, b in zip(ends, line[1:], strict=False))
            assert ends[-1] <= LETTERS * LETTER / len(texts)
            read.append("".join(chip.text for chip in line))
        written = "".join(read).replace(SPACE, "").replace("⏎", "\n")
        assert written == text.replace(" ", "")


def test_columns_hold_the_whole_text(mini):
    texts = {t: [*mini.generate(PROMPT, max_new_tokens=25, temperature=t)] for t in (0, 0.7, 1.5)}
    figure = continuation_columns(PROMPT, texts)
    written = [
        escape(b"".join(step.piece.bytes for step in steps).decode("utf-8", "replace"))
        for steps in texts.values()
    ]
    check_text(figure, written)
    for steps in texts.values():
        for word in b"".join(step.piece.bytes for step in steps).decode().split()[:5]:
            assert word in figure.layout.meta["alt"]


def test_columns_twin():
    figure = continuation_columns("", {1.0: steps_of([b"one", b" two", b" three"])})
    check_text(figure, ["one two three"])
    figure.layout.annotations[2].text = "ten"
    with pytest.raises(AssertionError):
        check_text(figure, ["one two three"])


def test_words_are_not_parted_where_they_fit():
    words = [b" alpha", b"bet", b" gamma"] * 20
    figure = continuation_columns("", dict.fromkeys((0.5, 1.0, 2.0, 4.0), steps_of(words)))
    for chip in chips(figure):
        if "bet" in chip.text:
            assert chip.xshift > 0  # never alone at a line's start
    check_text(figure, ["alphabetgamma" * 20] * 4)


def test_lines_break_after_a_newline():
    lines = {c.text: c.y for c in chips(continuation_columns("", {1: steps_of([b"a\n", b"b"])}))}
    assert lines == {"a⏎": 0, "b": 1}


def test_the_height_follows_the_text():
    short_text = continuation_columns("", {1: steps_of([b" word"] * 5)})
    long_text = continuation_columns("", {1: steps_of([b" word"] * 200)})
    assert long_text.layout.height > short_text.layout.height + 200
    assert max(c.y for c in chips(long_text)) < long_text.layout.yaxis.range[0]


def check_characters_whole(figure: go.Figure) -> None:
    """The parts of a character stand together as the character; no U+FFFD anywhere."""
    assert [chip.text for chip in chips(figure)] == ["🤗", "F0 9F"]
    assert "�" not in "".join(strings(figure.to_dict()))


def test_parts_of_a_character_are_one_chip():
    face = "🤗".encode()
    steps = steps_of([face[:2], face[2:3], face[3:], b"\xf0\x9f"])
    figure = continuation_columns("", {1.0: steps})
    check_characters_whole(figure)
    assert "probability (T = 1): 1.6 %" in chips(figure)[0].hovertext  # (1/4) ** 3
    with pytest.raises(AssertionError):
        check_characters_whole(
            continuation_columns("", {1.0: steps_of([face[:2], face[2:], b"a"])})
        )


def test_the_shade_is_the_models_own_probability():
    logits = np.log([0.6, 0.3, 0.095, 0.005])
    steps = steps_of([b"a", b"b", b"c", b"d"], logits)
    uniform = [replace(step, probabilities=np.full(4, 0.25)) for step in steps]
    for picture in ({1.0: steps}, {math.inf: uniform}):
        shades = [chip.bgcolor for chip in chips(continuation_columns("", picture))]
        assert shades == SHADES[::-1]
    assert len(SHADES) == len(EDGES) + 1
    hover = chips(continuation_columns("", {math.inf: uniform}))[3].hovertext
    assert "(T = 1): 0.5 %" in hover and "when drawn: 25.0 %" in hover and "rank: 4" in hover


def test_why_a_text_ended_is_said():
    steps = steps_of([b"a", b"b"])
    steps[-1] = replace(steps[-1], stop="the model <ended> its text")
    figure = continuation_columns("", {1.0: steps})
    notes = [note.text for note in figure.layout.annotations]
    assert f"<i>{escape('the model <ended> its text')}</i>" in notes


def test_special_and_very_long_tokens():
    steps = steps_of([Piece(0, b"<|end|>", True, "<|end|>"), b"x" * 300])
    first, second = chips(continuation_columns("", {1.0: steps, 2.0: steps}))[:2]
    assert first.text == escape("<|end|>")
    assert second.text.endswith("…") and second.width < 42 * LETTER


@pytest.mark.parametrize(
    ("continuations", "message"),
    [
        ({}, "the number of continuations must be a whole number from 1 to 4, got 0"),
        ({float(t): steps_of([b"a"]) for t in range(5)}, "from 1 to 4, got 5"),
        ({1.0: []}, "the number of steps of T = 1 must be a whole number from 1 to 1,000, got 0"),
    ],
)
def test_columns_refuse(continuations, message):
    with pytest.raises(ValueError, match=message):
        continuation_columns("", continuations)
