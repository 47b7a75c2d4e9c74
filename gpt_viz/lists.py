"""Lists as one types them: ``one, two`` or ``cat/cats, dog/dogs``."""

from gpt_viz.words import say


def words_in(text: str) -> list[str]:
    """The words of a list such as ``"one, two three"``, in its order; a `ValueError` if none."""
    words = text.replace(",", " ").split()
    if not words:
        raise ValueError(say("the list of words is empty: write words such as one, two, three"))
    return words


def pairs_in(text: str) -> list[tuple[str, str]]:
    """The pairs of a list such as ``"cat/cats, dog/dogs"``; a `ValueError` shows the odd one."""
    found = []
    for entry in words_in(text):
        pair = entry.split("/")
        if len(pair) != 2 or not all(pair):
            raise ValueError(
                say("pairs are written like cat/cats, dog/dogs; got {entry!r}", entry=entry)
            )
        found.append((pair[0], pair[1]))
    return found
