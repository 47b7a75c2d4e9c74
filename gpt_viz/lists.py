"""Lists as one types them: ``one, two`` or ``cat/cats, dog/dogs``."""

from gpt_viz.words import say


def words(text: str) -> list[str]:
    """The words of a list such as ``"one, two three"``, in its order; a `ValueError` if none."""
    entries = text.replace(",", " ").split()
    if not entries:
        raise ValueError(say("the list of words is empty: write words such as one, two, three"))
    return entries


def pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of a list such as ``"cat/cats, dog/dogs"``; a `ValueError` shows the odd one."""
    return [_pair(entry) for entry in words(text)]


def _pair(entry: str) -> tuple[str, str]:
    first, _, second = entry.partition("/")
    if not first or not second or "/" in second:
        raise ValueError(say("pairs are written like cat/cats, dog/dogs; got {pair!r}", pair=entry))
    return first, second
