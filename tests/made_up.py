"""A made-up language: every sentence of the package in full-width letters, fields as they are.

Where a letter on the screen is still a plain one, it did not go through `say`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_letters

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

import gpt_viz

PACKAGE = Path(gpt_viz.__file__).parent
KEYWORDS = {"say": None, "say_many": (1, 2), "sayMany": (1, 2)}
METHODS = [("**.py", "python"), ("**.js", "javascript")]
FIELD = re.compile(r"(\{[^{}]*\})")
WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in ascii_letters}
PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")


def wide(sentence: str) -> str:
    """A sentence in the made-up language."""
    parts = FIELD.split(sentence)
    return "".join(part if FIELD.fullmatch(part) else part.translate(WIDE) for part in parts)


def extracted() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """All sentences of the package, each with the file that says it; two where a number decides."""
    for file, _, sentence, *_ in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS):
        yield file, sentence


def made_up_language(folder: Path) -> Path:
    """A ``.po`` file for ``GPT_VIZ_LANGUAGE``; its grammar and its numbers are Esperanto's."""
    catalogue = Catalog(locale="eo")
    for file, sentence in extracted():
        said = wide(sentence) if isinstance(sentence, str) else tuple(map(wide, sentence))
        catalogue.add(sentence, said, [(file, 1)])
    path = folder / "made_up.po"
    with path.open("wb") as out:
        write_po(out, catalogue)
    return path
