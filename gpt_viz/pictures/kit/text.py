"""How a token's text is written on the screen."""

import html
import re
import unicodedata

from gpt_viz.records.pieces import Piece
from gpt_viz.words import say

_MARKS = {" ": "·", "\n": "⏎", "\t": "⇥", "\r": "↵", "\x7f": "␡"}
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}

# no letters, though Unicode files them there: fillers, variation selectors, the empty braille cell
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
_NUMBERED = {ord(char): f"&#{ord(char)};" for char in "\"'$"}


def label(piece: Piece) -> str:
    """A token as plain, visible text: space ``·``, newline ``⏎``, part of a character ``F0 9F``.

    Characters that cannot be seen, or that would turn the direction of the line, appear as
    ``U+202E``. The result is not safe as markup: `escape` it.
    """
    if piece.special:
        return visible(piece.name)
    try:
        text = piece.bytes.decode()
    except UnicodeDecodeError:
        return piece.bytes.hex(" ").upper()
    return visible(text)


def visible(text: str) -> str:
    """`text` with every invisible character replaced by a mark.

    An accent at the start, which has no letter to stand on, stands on a dotted circle.
    """
    if text.isascii() and text.isprintable():  # nearly all text, in a tenth of the time
        return text.replace(" ", _MARKS[" "])
    begins_with_accent = text and unicodedata.category(text[0]).startswith("M")
    marked = "".join(_mark(char) for char in text)
    return "◌" + marked if begins_with_accent and marked[0] == text[0] else marked


def _mark(char: str) -> str:
    if char in _MARKS:
        return _MARKS[char]
    if ord(char) < 0x20:
        return chr(0x2400 + ord(char))
    if unicodedata.category(char) in _INVISIBLE or _BLANK.match(char) or ord(char) >= 0xE0100:
        return f"U+{ord(char):04X}"
    return char


def plain(text: str) -> str:
    """`text` with its spaces as they are, and a mark for every other invisible character."""
    return " ".join(visible(word) for word in text.split(" "))


def quoted(text: str, longest: int = 32) -> str:
    """The end of a prompt in quotation marks, with its spaces as they are, for a title.

    The result is not safe as markup: `escape` it (`figure` does so with its title).
    """
    if len(text) <= longest:
        return say("“{text}”", text=plain(text))
    first, *words = text[-longest:].split(" ")
    end = f"… {plain(' '.join(words))}" if words else f"…{plain(first)}"
    return say("“{text}”", text=end)


def cells(text: str) -> float:
    """How many letters of `MONO` a text is wide; East Asian letters and emoji count as 1.7."""
    return sum(1.7 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def shortened(text: str, longest: int) -> str:
    """A label that is at most `longest` letters wide; a longer one loses its end."""
    if cells(text) <= longest:
        return text
    room = longest - 1
    end = next(n for n in range(room, -1, -1) if cells(text[:n]) <= room)
    return f"{text[:end]}…"


def escape(text: str) -> str:
    """`text` so that neither HTML nor plotly reads it as markup, an entity, a formula or a field.

    Plotly knows numbered entities, and of those with names only a few: not ``&quot;``.
    """
    return html.escape(text, quote=False).translate(_NUMBERED).replace("%{", "&#37;{")


def tick(piece: Piece, longest: int = 10**9) -> str:
    """A token's label, ready for an axis, an annotation or a hover text; see `shortened`."""
    return escape(shortened(label(piece), longest))


def coloured(text: str, colour: str) -> str:
    """`text` (markup) in a colour."""
    return f'<span style="color:{colour}">{text}</span>'
