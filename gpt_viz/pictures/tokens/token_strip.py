"""What the model reads: each token of a text as a chip."""

from collections.abc import Sequence

import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import as_drawing
from gpt_viz.pictures.kit.text import label
from gpt_viz.pictures.tokens.chips import HEIGHT, draw, place
from gpt_viz.records.pieces import Piece


def token_strip(pieces: Sequence[Piece]) -> go.Figure:
    """Every token as a chip, in reading order: its text large, its id and its bytes below.

    Neighbours have different tints. Special tokens have another colour and pointed ends. Pieces
    that hold only a part of a character are bracketed, and the character stands below them.
    """
    rows = list(place(pieces))
    title, height = _strip_title(pieces), sum(row.height for row in rows) or HEIGHT
    first = " | ".join(label(piece) for piece in pieces[:40])
    figure = theme.figure(draw(rows), title=title, alt=f"{title}. {first}", height=int(height) + 60)
    as_drawing(figure, height)
    figure.update_layout(hovermode="closest", hoverdistance=40)
    return figure


def _strip_title(pieces: Sequence[Piece]) -> str:
    read = [piece for piece in pieces if not piece.special]
    control = _count(len(pieces) - len(read), "control token")
    if not read:
        return f"No text yet: {control}" if pieces else "No text yet: 0 tokens"
    text = b"".join(piece.bytes for piece in read).decode("utf-8", "replace")
    words = f"{_count(len(read), 'token')} for {_count(len(text), 'character')}"
    return f"{words}, and {control}" if len(read) < len(pieces) else words


def _count(n: int, thing: str) -> str:
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"
