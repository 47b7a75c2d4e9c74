"""The text so far: every letter of it, as text, shaded by what the model gave it."""

import html
import re
from dataclasses import replace

import numpy as np
import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.model.sampling import NextToken, Step
from gpt_viz.model.tokens import Piece
from gpt_viz.widgets.writing import written

NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"


def step_to(gpt: GPT, piece: Piece, probability: float) -> Step:
    """A round that gave `piece` a probability and chose it."""
    size = len(gpt.tokenizer)
    probabilities = np.full(size, (1 - probability) / (size - 1))
    probabilities[piece.id] = probability
    scores = NextToken("", np.zeros(size, np.float32), gpt.tokenizer)
    return Step(scores, probabilities, probabilities >= 0, piece, 0.5, 0)


def steps_for(gpt: GPT, text: str, probability: float = 0.5) -> list[Step]:
    return [step_to(gpt, piece, probability) for piece in gpt.pieces(text)]


def letters(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def check_is_text(markup: str, text: str) -> None:
    assert letters(markup) == text
    assert set(re.findall(r"<(\w+)", markup)) == {"div", "span"}
    assert "onerror" not in re.sub(r">[^<]*<", "><", re.sub(r'title="[^"]*"', "", markup))


@pytest.mark.parametrize("text", [NASTY, "a & b &lt; $x$ %{y} \"quoted\" 'so'", "\n two\n\n lines"])
def test_s1_what_is_written_is_text(mini, text):
    check_is_text(written(mini.pieces("<b>"), steps_for(mini, text)), "<b>" + text)
    check_is_text(written(mini.pieces(text), []), text)


def test_s1_what_is_written_is_text_twin():
    with pytest.raises(AssertionError):
        check_is_text(f"<div><span>{NASTY}</span></div>", NASTY)


def test_s1_hints_cannot_be_left(mini):
    markup = written([], steps_for(mini, '"><script>'))
    for hint in re.findall(r'title="([^"]*)"', markup):
        assert "<" not in hint
    assert markup.count("title=") == len(steps_for(mini, '"><script>'))


def shades(markup: str) -> list[int]:
    return [
        int(shade, 16) for shade in re.findall(r"background:#[0-9a-f]{6}([0-9a-f]{2});", markup)
    ]


def check_shade_grows(gpt: GPT, render=written) -> None:
    seen = [shades(render([], steps_for(gpt, "a", p)))[-1] for p in (0.0, 0.2, 0.5, 1.0)]
    assert seen == sorted(seen)
    assert seen[0] < seen[1] < seen[2] < seen[3] <= 0x90  # the ink stays readable


def test_the_shade_is_the_probability(mini):
    check_shade_grows(mini)


def test_the_shade_is_the_probability_twin(mini):
    with pytest.raises(AssertionError):
        check_shade_grows(
            mini,
            lambda p, s: written(p, [replace(x, probabilities=1 - x.probabilities) for x in s]),
        )


def test_the_hint_gives_the_probability(mini):
    markup = written(mini.pieces("Once"), steps_for(mini, " upon", 0.125))
    assert 'title="·upon: 12.5 %"' in html.unescape(markup)
    assert markup.count("title=") == 1
    assert markup.count("border-bottom:3px") == 1


@pytest.mark.parametrize("emoji", ["🤗", "é", "日本", "👩\u200d👧"])
def test_u2_parts_of_a_character_are_one_stretch(mini, emoji):
    assert letters(written([], steps_for(mini, emoji))) == emoji.replace("\u200d", "U+200D")
    assert "�" not in written([], steps_for(mini, emoji))


def test_u2_a_character_that_is_not_finished_shows_its_bytes(mini):
    pieces = mini.pieces("🤗")
    assert len(pieces) > 1
    half = [step_to(mini, piece, 0.5) for piece in pieces[:-1]]
    shown = letters(written([], half))
    assert shown.split() == [f"{byte:02X}" for piece in pieces[:-1] for byte in piece.bytes]
    prompt, rest = pieces[:1], [step_to(mini, piece, 0.5) for piece in pieces[1:]]
    assert letters(written(prompt, rest)) == "🤗"


def test_the_parts_of_a_character_are_as_likely_as_all_of_them(mini):
    pieces = mini.pieces("🤗")
    markup = written([], [step_to(mini, piece, 0.1) for piece in pieces])
    assert shades(markup) == [round(0x14 + 0.1 ** len(pieces) * 0x70)]


def test_u3_control_characters_are_visible(mini):
    assert letters(written(mini.pieces("a\x00b\u202ec"), [])) == "a␀bU+202Ec"


def test_a_special_token_shows_its_name(mini):
    end = mini.pieces("<|endoftext|>", special=True)
    assert letters(written(mini.pieces("The end."), [step_to(mini, end[0], 0.5)])) == (
        "The end.<|endoftext|>"
    )
