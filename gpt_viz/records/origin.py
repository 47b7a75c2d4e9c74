"""Where numbers come from: every record carries it, and a picture says by itself what it means."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The `model` that numbers come from, whether it is `trained`, and what it ran `without`.

    `trained` is False where the model guesses plain English no better than blindly. `without`
    says what was changed in it, such as ``"layer 5, head 3 switched off"``; it is empty for the
    model as it is.
    """

    model: str = ""
    trained: bool = True
    without: tuple[str, ...] = ()


UNNAMED = Origin()
"""Any trained model, as it is."""


def together(origins: Iterable[Origin]) -> Origin:
    """The origin of a picture of several: trained if all are, without all that any lacks."""
    found = list(dict.fromkeys(origins))
    return Origin(
        ", ".join(dict.fromkeys(origin.model for origin in found)),
        all(origin.trained for origin in found),
        tuple(dict.fromkeys(edit for origin in found for edit in origin.without)),
    )
