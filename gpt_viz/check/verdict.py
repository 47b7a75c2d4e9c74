"""What a check says of an exercise, whatever the reader wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HALF = (
    "A piece may hold half a character, and half a character has no letter: join the bytes of all "
    "pieces first, then decode once."
)


@dataclass(frozen=True)
class Verdict:
    """Whether an exercise is solved, and what to tell the reader."""

    right: bool
    message: str

    def __repr__(self) -> str:
        return f"{'✓ Right.' if self.right else '✗ Not yet.'} {self.message}"


def attempt(function: Callable[..., Any], example: str, *given: Any) -> tuple[Any, Verdict | None]:
    """The function's answer, or the verdict on a function that is not there yet or breaks."""
    try:
        return function(*given), None
    except NotImplementedError:
        return None, Verdict(False, "Write the function above, then run both cells again.")
    except UnicodeDecodeError:
        return None, Verdict(False, f"For {example}: your function could not decode. {HALF}")
    except Exception as error:
        stopped = f"your function stopped with {type(error).__name__}: {error}"
        return None, Verdict(False, f"For {example}: {stopped}")
