"""The text so far: every letter of it, as text, shaded by what the model gave it."""

import html
import re
from dataclasses import replace

import numpy as np
import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.generation.continuation_columns import EDGES, SHADE_NAMES, SHADES
from gpt_viz.pictures.kit import theme
from gpt_viz.records.draws import Step
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from gpt_viz.widgets.writing import shade_key, writing_html

NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"


def step_to(gpt: GPT, piece: Piece, probability: float, drawn: float = 0.25) -> Step:
    """A round in which the model gave `piece` a probability; when it was drawn it had another."""
    logits = np.log(shared(gpt, piece, probability)).astype(np.float32)
    probabilities = shared(gpt, piece, drawn)
    scores = NextToken("", logits, gpt.tokenizer)
    return Step(scores, probabilities, probabilities >= 0, piece, 0.5, 0)


def shared(gpt: GPT, piece: Piece, probability: float) -> np.ndarray:
    size = len(gpt.tokenizer)
    probabilities = np.full(size, (1 - probability) / (size - 1))
    probabilities[piece.id] = probability
    return probabilities


def steps_for(gpt: GPT, text: str, probability: float = 0.5) -> list[Step]:
    return [step_to(gpt, piece, probability) for piece in gpt.pieces(text)]


def letters(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def check_is_text(markup: str, text: str) -> None:
    assert letters(markup) == text
    assert set(re.findall(r"<(\w+)", markup)) == {"div", "span"}
    assert "onerror" not in re.sub(r">[^<]*<", "><", re.sub(r'title="[^"]*"', "", markup))


@pytest.mark.parametrize("text", [NASTY, "a & b &lt; $x$ %{y} \"quoted\" 'so'", "\n two\n\n lines"])
def test_what_is_written_is_text(mini, text):
    check_is_text(writing_html(mini.pieces("<b>"), steps_for(mini, text)), "<b>" + text)
    check_is_text(writing_html(mini.pieces(text), []), text)


def test_what_is_written_is_text_twin():
    with pytest.raises(AssertionError):
        check_is_text(f"<div><span>{NASTY}</span></div>", NASTY)


def test_hints_cannot_be_left(mini):
    markup = writing_html([], steps_for(mini, '"><script>'))
    for hint in re.findall(r'title="([^"]*)"', markup):
        assert "<" not in hint
    assert markup.count("title=") == len(steps_for(mini, '"><script>'))


def shades(markup: str) -> list[str]:
    return re.findall(rf"background:(#[0-9a-f]{{6}}); color:{theme.INK}; border-radius", markup)


def check_shade_is_the_models_own(gpt: GPT, render=writing_html) -> None:
    """Four shades, with the edges of `continuation_columns`; the draw's temperature is no part."""
    for drawn in (0.001, 0.999):
        for shade, own in zip(SHADES, (EDGES[0] / 2, 0.05, 0.3, 0.9), strict=True):
            (piece,) = gpt.pieces("a")
            assert shades(render([], [step_to(gpt, piece, own, drawn)])) == [shade]


def test_the_shade_is_the_models_own_probability(mini):
    check_shade_is_the_models_own(mini)


def test_the_shade_is_the_models_own_probability_twin(mini):
    def as_drawn(prompt, steps):
        logits = [np.log(step.probabilities).astype(np.float32) for step in steps]
        scores = [replace(s.next_token, logits=z) for s, z in zip(steps, logits, strict=True)]
        new = [replace(s, next_token=n) for s, n in zip(steps, scores, strict=True)]
        return writing_html(prompt, new)

    with pytest.raises(AssertionError):
        check_shade_is_the_models_own(mini, as_drawn)


def test_the_key_explains_every_shade():
    key = shade_key().value
    assert shades(key) == list(SHADES)
    assert letters(key) == f"shade: {' · '.join(SHADE_NAMES)}, by the model itself at T = 1"


def test_the_hint_gives_both_probabilities(mini):
    markup = writing_html(mini.pieces("Once"), steps_for(mini, " upon", 0.125))
    hint = "·upon: 12.5 % by the model itself (T = 1), 25.0 % when drawn"
    assert f'title="{hint}"' in html.unescape(markup)
    assert markup.count("title=") == 1
    assert markup.count("border-bottom:3px") == 1


@pytest.mark.parametrize("emoji", ["🤗", "é", "日本", "👩\u200d👧"])
def test_parts_of_a_character_are_one_stretch(mini, emoji):
    assert letters(writing_html([], steps_for(mini, emoji))) == emoji.replace("\u200d", "U+200D")
    assert "�" not in writing_html([], steps_for(mini, emoji))


def test_a_character_that_is_not_finished_shows_its_bytes(mini):
    pieces = mini.pieces("🤗")
    assert len(pieces) > 1
    half = [step_to(mini, piece, 0.5) for piece in pieces[:-1]]
    shown = letters(writing_html([], half))
    assert shown.split() == [f"{byte:02X}" for piece in pieces[:-1] for byte in piece.bytes]
    prompt, rest = pieces[:1], [step_to(mini, piece, 0.5) for piece in pieces[1:]]
    assert letters(writing_html(prompt, rest)) == "🤗"


def test_the_parts_of_a_character_are_as_likely_as_all_of_them(mini):
    pieces = mini.pieces("🤗")
    assert len(pieces) > 1
    markup = writing_html([], [step_to(mini, piece, 0.6) for piece in pieces])
    own = 0.6 ** len(pieces)
    assert shades(markup) == [SHADES[sum(own > edge for edge in EDGES)]]
    assert own < EDGES[-1] < 0.6


def test_control_characters_are_visible(mini):
    assert letters(writing_html(mini.pieces("a\x00b\u202ec"), [])) == "a␀bU+202Ec"


def test_a_special_token_shows_its_name(mini):
    end = mini.pieces("<|endoftext|>", special=True)
    assert letters(writing_html(mini.pieces("The end."), [step_to(mini, end[0], 0.5)])) == (
        "The end.<|endoftext|>"
    )
