"""What the model reads: each token of a text as a chip."""

from collections.abc import Sequence

import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import as_drawing
from gpt_viz.pictures.kit.text import label
from gpt_viz.pictures.tokens.chips import HEIGHT, draw, place
from gpt_viz.records.pieces import Piece
from gpt_viz.words import say, say_many


def token_strip(pieces: Sequence[Piece]) -> go.Figure:
    """Every token as a chip, in reading order: its text large, its id and its bytes below.

    Neighbours have different tints. Special tokens have another colour and pointed ends. Pieces
    that hold only a part of a character are bracketed, and the character stands below them.
    """
    rows = list(place(pieces))
    title, height = _strip_title(pieces), sum(row.height for row in rows) or HEIGHT
    first = " | ".join(label(piece) for piece in pieces[:40])
    figure = theme.figure(
        draw(rows),
        title=title,
        alt=say("{title}. {tokens}", title=title, tokens=first),
        height=int(height) + 60,
    )
    as_drawing(figure, height)
    figure.update_layout(hovermode="closest", hoverdistance=40)
    return figure


def _strip_title(pieces: Sequence[Piece]) -> str:
    read = [piece for piece in pieces if not piece.special]
    special = len(pieces) - len(read)
    if not pieces:
        return say("No text yet: 0 tokens")
    if not read:
        return say_many(
            "No text yet: {count} control token", "No text yet: {count} control tokens", special
        )
    text = b"".join(piece.bytes for piece in read).decode("utf-8", "replace")
    tokens = say_many("{count} token", "{count} tokens", len(read))
    characters = say_many("{count} character", "{count} characters", len(text))
    if not special:
        return say("{tokens} for {characters}", tokens=tokens, characters=characters)
    return say_many(
        "{tokens} for {characters}, and {count} control token",
        "{tokens} for {characters}, and {count} control tokens",
        special,
        tokens=tokens,
        characters=characters,
    )
