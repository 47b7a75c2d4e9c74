"""What a check says of an exercise, whatever somebody wrote."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from gpt_viz.words import say, sentences

Examples = Iterable[tuple[str, tuple[Any, ...]]]
"""What an exercise is tried on: the example in words, and what the function is given."""


@dataclass(frozen=True)
class Verdict:
    """Whether an exercise is solved, and what to tell whoever wrote it."""

    right: bool
    message: str

    def __repr__(self) -> str:
        return sentences(say("✓ Right.") if self.right else say("✗ Not yet."), self.message)


def tried(
    function: Callable[..., Any], examples: Examples, fault: Callable[..., str], praise: str
) -> Verdict:
    """The verdict on a function after all examples, or the first that goes wrong.

    ``fault(answer, *given)`` says what is wrong with an answer, in words; empty if it is right.
    The function gets a copy of what is given.
    """
    for example, given in examples:
        answer, problem = attempt(function, example, *deepcopy(given))
        if problem:
            return problem
        wrong = fault(answer, *given)
        if wrong:
            return _wrong(example, wrong)
    return Verdict(True, praise)


def attempt(function: Callable[..., Any], example: str, *given: Any) -> tuple[Any, Verdict | None]:
    """The function's answer, or the verdict on a function that is not there yet or breaks."""
    try:
        return function(*given), None
    except NotImplementedError:
        return None, Verdict(False, say("Write the function above, then run both cells again."))
    except UnicodeDecodeError:
        return None, _wrong(
            example, sentences(say("your function could not decode."), half_a_character())
        )
    except Exception as error:
        kind = type(error).__name__
        return None, _wrong(
            example, say("your function stopped with {kind}: {error}", kind=kind, error=error)
        )


def nothing_returned(answer: Any) -> str:
    """The fault of a function without ``return``, in words; empty where there is an answer."""
    return say("your function returns nothing. Does it end with return?") if answer is None else ""


def half_a_character() -> str:
    """Why pieces must be joined before they are decoded."""
    return say(
        "A piece may hold half a character, and half a character has no letter: join the bytes of "
        "all pieces first, then decode once."
    )


def _wrong(example: str, fault: str) -> Verdict:
    return Verdict(False, say("For {example}: {fault}", example=example, fault=fault))
