"""How everything looks: colours, layout, and how a token's text is written on the screen."""

import html
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gpt_viz.records.pieces import Piece

INK = "#22252b"
PAPER = "#ffffff"
DATA = "#8a8f98"
FAINT = "#d5d9e0"
PROBABILITY = "#3b7a78"
CHOSEN = "#e08a00"
POSITIVE = "#2166ac"
NEGATIVE = "#b2182b"
WEIGHTS = [(0.0, NEGATIVE), (0.5, "#f7f7f7"), (1.0, POSITIVE)]
ATTENTION = [(0.0, "#ffffff"), (0.5, "#8fa8d6"), (1.0, "#1d2f6f")]
LOOK = "#4a64a8"  # one weight of attention as a bar
MASKED = "#ebe6dc"  # where nobody may look
LINES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
CHIPS = ["#dbe9f6", "#fdeacc", "#dcefe3", "#f3dfec"]
CONTROL = "#ffd9d0"

PAGE = {
    "ink": (INK, "#e4e7ec"),
    "paper": (PAPER, "#111111"),
    "quiet": ("#626872", "#a3a9b3"),
    "faint": (FAINT, "#3c4149"),
    "wash": ("#f4f6f8", "#1b1e23"),
    "data": (DATA, "#8a8f98"),
    "probability": (PROBABILITY, "#63b3ad"),
    "chosen": (CHOSEN, "#f0a030"),
    "positive": (POSITIVE, "#6aa9e0"),
    "negative": (NEGATIVE, "#ee7d78"),
    "look": (LOOK, "#8fa8e6"),
    "masked": (MASKED, "#2c2a26"),
    "half": (ATTENTION[1][1], "#4a68b0"),
    "full": (ATTENTION[2][1], "#dde7ff"),
}
"""The colours of what runs in the page itself: each on light and on dark paper."""

NO_BUTTONS = ["sendChartToCloud", "select2d", "lasso2d", "autoScale2d"]  # nothing leaves the page

FONT = "'Noto Sans', 'DejaVu Sans', 'Segoe UI', Helvetica, Arial, sans-serif"
MONO = "'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, monospace"

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
        return f"“{plain(text)}”"
    first, *words = text[-longest:].split(" ")
    end = " ".join(words) if words else first
    return f"“…{' ' if words else ''}{plain(end)}”"


def cells(text: str) -> float:
    """How many letters of `MONO` a text is wide; East Asian letters and emoji count as 1.7."""
    return sum(1.7 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def shortened(text: str, longest: int) -> str:
    """A label that is at most `longest` letters wide; of a longer one the middle is left out."""
    if cells(text) <= longest:
        return text
    half = int((longest - 1) / 2 / (1 if cells(text) == len(text) else 1.7))
    return f"{text[:half]}…{text[-half:]}"


def escape(text: str) -> str:
    """`text` so that neither HTML nor plotly reads it as markup, an entity, a formula or a field.

    Plotly knows numbered entities, and of those with names only a few: not ``&quot;``.
    """
    return html.escape(text, quote=False).translate(_NUMBERED).replace("%{", "&#37;{")


def tick(piece: Piece) -> str:
    """A token's label, ready for an axis, an annotation or a hover text."""
    return escape(label(piece))


def ticks(pieces: Sequence[Piece]) -> dict[str, object]:
    """Axis settings that put one tick with its token's label at each place 0, 1, 2 ...

    The places are numbers: plotly would merge two tokens of the same name on an axis of names.
    """
    return {
        "tickmode": "array",
        "tickvals": list(range(len(pieces))),
        "ticktext": [tick(piece) for piece in pieces],
        "tickfont": {"family": MONO},
    }


def number(value: float) -> str:
    """A number for reading: ``0.0312``, ``12.4``, ``1.2e-08``; at most three digits that matter."""
    return f"{value:.3g}" if abs(value) < 999.5 else f"{value:,.0f}"


def percent(probability: float) -> str:
    """A probability for reading: ``12.3 %``; ``< 0.1 %``, ``> 99.9 %`` are no false 0 and 1."""
    if 0 < probability < 0.001:
        return "< 0.1 %"
    if 0.9995 <= probability < 1 - 1e-9:
        return "> 99.9 %"
    return f"{100 * probability:.1f} %"


def percent_ticks(highest: float = 1.0) -> dict[str, object]:
    """Axis settings for shares from 0 to `highest`, with a few ticks written like `percent`.

    Plotly's own number format leaves no space before the sign.
    """
    steps = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25)
    step = next((step for step in steps if step >= highest / 5), steps[-1])
    values = [step * i for i in range(int(highest / step + 1e-9) + 1)]
    return {"tickvals": values, "ticktext": [f"{100 * value:.3g} %" for value in values]}


def figure(
    traces: Sequence[Any], *, title: str, alt: str, height: int = 400, trained: bool = True
) -> go.Figure:
    """A figure in the house style; `alt` is one sentence on what it shows, for who cannot see it.

    `title` is plain text (it is escaped here); `height` is in pixels. Where `trained` is False,
    the numbers come from a model that has not learned, and title and `alt` begin by saying so.
    """
    mark, words = ("", "") if trained else ("<b>untrained</b> · ", "Untrained model. ")
    return go.Figure(
        data=list(traces),
        layout={
            "template": "none",
            "title": {
                "text": mark + escape(plain(title)),
                "x": 0.01,
                "xanchor": "left",
                "font": {"size": 16},
            },
            "meta": {"alt": words + plain(alt)},
            "height": height,
            "margin": {"l": 60, "r": 30, "t": 50, "b": 50},
            "font": {"family": FONT, "size": 13, "color": INK},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "showlegend": False,
            "modebar": {"remove": NO_BUTTONS},
            "hoverlabel": {"font": {"family": MONO}, "bgcolor": PAPER},
            "xaxis": {"gridcolor": "#eceef2", "zerolinecolor": FAINT, "automargin": True},
            "yaxis": {"gridcolor": "#eceef2", "zerolinecolor": FAINT, "automargin": True},
        },
    )
