"""What goes wrong in a widget is said in it, as text and never as markup."""

import html
import re

import pytest

from gpt_viz.widgets.inputs import Slider
from gpt_viz.widgets.message import Message, error_words, printable

NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(1)> $a$ %{x} &lt;"


def raising(error: BaseException):
    def action() -> None:
        raise error

    return action


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def check_says_it_as_text(markup: str) -> None:
    assert text_of(markup) == NASTY
    assert 'role="alert"' in markup
    assert set(re.findall(r"<(\w+)", markup)) == {"div"}


def test_a_message_is_text():
    message = Message([])
    message.attempt(raising(ValueError(NASTY)))
    check_says_it_as_text(message.value)


def test_a_message_is_text_twin():
    with pytest.raises(AssertionError):
        check_says_it_as_text(f'<div role="alert">{NASTY}</div>')


def test_a_message_comes_and_goes():
    message = Message([])
    assert message.attempt(raising(ValueError("too high"))) is False
    assert text_of(message.value) == "too high"
    assert message.attempt(lambda: None) is True
    assert message.value == ""


def test_problems_and_failures_are_told_together():
    one = Slider("top_k", stops=range(10), value=0)
    message = Message([one])
    message.attempt(raising(ValueError("first")))
    one.box.value = "x"
    assert text_of(message.value) == "top k must be a whole number from 0 to 9, got 'x'first"
    assert message.value.count("<br>") == 1
    one.box.value = "1"
    assert text_of(message.value) == "first"


def test_an_interrupt_is_no_message():
    with pytest.raises(KeyboardInterrupt):
        Message([]).attempt(raising(KeyboardInterrupt()))


@pytest.mark.parametrize(
    ("error", "reads"),
    [
        (ValueError("temperature must be 0 or more, got -1"),) * 2,
        (IndexError("layer must be from 0 to 5, got 6"),) * 2,
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
        (KeyError("x"), "KeyError: 'x'"),
        (ValueError(), "ValueError: "),
    ],
)
def test_what_is_told(error, reads):
    assert error_words(error) == str(reads)


def test_control_characters_do_not_reach_the_page():
    message = Message([])
    message.attempt(raising(ValueError("a\x00b\u202ec\u200bd\x07 e")))
    assert text_of(message.value) == "a␀bU+202EcU+200Bd␇ e"
    assert printable("two words\nand a line") == "two words\nand a line"
