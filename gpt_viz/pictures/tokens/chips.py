"""Tokens as chips: where each stands on the strip, and the traces that draw them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import WIDTH, filled, outline
from gpt_viz.pictures.kit.text import cells, escape, label, shortened, tick
from gpt_viz.records.pieces import Piece, characters
from gpt_viz.words import say

# lengths in pixels, as they are where the drawing is 850 pixels wide
HEIGHT, BRACKET, GAP = 50, 28, 4
LETTER, SMALL_LETTER = 9.1, 6.0  # a letter of 15 and of 9 pixels in a monospaced font
LONGEST, HOVERED = 80, 60  # letters of a label on a chip, and of a line in a hover text


@dataclass(frozen=True)
class Chip:
    """A piece and its place on the strip; `top` counts pixels downwards."""

    piece: Piece
    text: str
    left: float
    width: float
    top: float


@dataclass(frozen=True)
class Row:
    """One line of the strip: its chips, grouped into characters, and how high it is."""

    groups: list[list[Chip]]

    @property
    def height(self) -> float:
        """In pixels; more where a bracket stands below the chips."""
        cut = any(len(group) > 1 for group in self.groups)
        return HEIGHT + 2 * GAP + (BRACKET if cut else 0)


def place(pieces: Sequence[Piece]) -> Iterator[Row]:
    """Put the pieces on lines; a new line begins before a character that does not fit whole."""
    row, left, top = Row([]), 0.0, 0.0
    for group in characters(pieces):
        widths = [_width(piece) for piece in group]
        if row.groups and left + sum(widths) + GAP * len(widths) > WIDTH:
            yield row
            row, left, top = Row([]), 0.0, top + row.height
        row.groups.append([])
        for piece, width in zip(group, widths, strict=True):
            row.groups[-1].append(Chip(piece, _label(piece), left, width, top))
            left += width + GAP
    if row.groups:
        yield row


def draw(rows: Sequence[Row]) -> list[go.Scatter]:
    """The traces of a strip: an outline for each tint, three lines of text, the brackets."""
    groups = [group for row in rows for group in row.groups]
    chips = [chip for group in groups for chip in group]
    return [*_outlines(chips), *_texts(chips), _brackets([g for g in groups if len(g) > 1])]


def _pointed(left: float, top: float, width: float) -> np.ndarray:
    right, middle, bottom, point = left + width, top + HEIGHT / 2, top + HEIGHT, 10.0
    x = [left + point, right - point, right, right - point, left + point, left, left + point]
    y = [top, top, middle, bottom, bottom, middle, top]
    return np.array([[*x, np.nan], [*y, np.nan]]).T


def _width(piece: Piece) -> float:
    wide = LETTER * cells(_label(piece))
    small = SMALL_LETTER * max(len(str(piece.id)), len(_hex(piece)))
    return max(wide, small) + (26 if piece.special else 12)


def _label(piece: Piece) -> str:
    return shortened(label(piece), LONGEST)


def _hex(piece: Piece) -> str:
    """The bytes in small print, unless the label shows them already."""
    if piece.special:
        return say("control")
    data = piece.bytes.hex(" ").upper()
    if data == label(piece):
        return ""
    return data if len(piece.bytes) <= 5 else data[:11] + " …"


def _outlines(chips: Sequence[Chip]) -> list[go.Scatter]:
    """Neighbours get different tints, special tokens their own colour and pointed ends."""
    shapes: dict[str, list[np.ndarray]] = {tint: [] for tint in theme.CHIPS}
    control = []
    for i, chip in enumerate(chips):
        if chip.piece.special:
            control.append(_pointed(chip.left, chip.top, chip.width))
        else:
            tint = theme.CHIPS[i % len(theme.CHIPS)]
            shapes[tint].append(outline(chip.left, chip.top, chip.width, HEIGHT))
    plain = [filled(own, tint, theme.FAINT) for tint, own in shapes.items()]
    return [*plain, filled(control, theme.CONTROL, theme.NEGATIVE)]


def _texts(chips: Sequence[Chip]) -> list[go.Scatter]:
    return [
        _line(chips, [escape(chip.text) for chip in chips], 17, 15, theme.INK),
        _line(chips, [str(chip.piece.id) for chip in chips], 33, 10, theme.INK),
        _line(chips, [_hex(chip.piece) for chip in chips], 44, 9, theme.INK),
    ]


def _line(
    chips: Sequence[Chip], texts: Sequence[str], down: float, size: int, colour: str
) -> go.Scatter:
    """One line of text on every chip, `down` pixels from its top, with the piece's hover text."""
    facts = [
        (
            escape(shortened(chip.text, HOVERED)),
            chip.piece.id,
            shortened(chip.piece.bytes.hex(" ").upper(), HOVERED),
        )
        for chip in chips
    ]
    id, data = say("id {id}", id="%{customdata[1]}"), say("bytes {bytes}", bytes="%{customdata[2]}")
    return go.Scatter(
        x=np.array([chip.left + chip.width / 2 for chip in chips]),
        y=np.array([chip.top + down for chip in chips]),
        text=list(texts),
        mode="text",
        textfont={"family": theme.MONO, "size": size, "color": colour},
        customdata=facts,
        hovertemplate=f"<b>%{{customdata[0]}}</b><br>{id}<br>{data}<extra></extra>",
    )


def _brackets(groups: Sequence[Sequence[Chip]]) -> go.Scatter:
    """Under the pieces of one character: a bracket, and the character."""
    x: list[float] = []
    y: list[float] = []
    text: list[str] = []
    for group in groups:
        left, right = group[0].left + 3, group[-1].left + group[-1].width - 3
        top = group[0].top + HEIGHT + 2
        x += [left, left, right, right, np.nan, (left + right) / 2, np.nan]
        y += [top, top + 5, top + 5, top, np.nan, top + 17, np.nan]
        character = Piece(0, b"".join(chip.piece.bytes for chip in group))
        text += ["", "", "", "", "", tick(character), ""]
    return go.Scatter(
        x=np.array(x),
        y=np.array(y),
        text=text,
        mode="lines+text",
        textfont={"family": theme.MONO, "size": 15, "color": theme.INK},
        line={"color": theme.DATA, "width": 1.5},
        hoverinfo="skip",
    )
