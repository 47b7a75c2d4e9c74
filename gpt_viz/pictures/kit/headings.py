"""What stands above a picture: its heading, the legend, the temperature, the entropy."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit.numbers import number
from gpt_viz.pictures.kit.text import coloured
from gpt_viz.words import say, say_many


def temperature_words(temperature: float) -> str:
    """A temperature for reading: ``T = 0.7``, and by name at its two ends."""
    if temperature == 0:
        return say("T = 0 (greedy)")
    if temperature == np.inf:
        return say("T = ∞ (all alike)")
    return say("T = {temperature}", temperature=number(temperature))


def entropy_words(bits: float) -> str:
    """An entropy in words: the equally likely choices that are as hard to guess, and its bits."""
    choices = number(2.0**bits)
    return say_many(
        "as hard to guess as {choices} equally likely choice (entropy {bits:.2f} bits)",
        "as hard to guess as {choices} equally likely choices (entropy {bits:.2f} bits)",
        1 if choices == "1" else max(2, round(2.0**bits)),
        choices=choices,
        bits=bits,
    )


def legend(entries: Sequence[tuple[str, str, str]]) -> str:
    """Marks, each in its colour, with what they mean (markup)."""
    return "   ".join(f"{coloured(mark, colour)} {words}" for mark, colour, words in entries)


def heading_line(*phrases: str) -> str:
    """Phrases that are read alone, in one line with dots between them."""
    return " · ".join(phrases)


def write_heading(figure: go.Figure, lines: Sequence[str], room: int = 0) -> None:
    """Write lines (markup) under the title and make room for them, and `room` pixels more."""
    subtitle = {"text": "<br>".join(lines), "font": {"size": 13}}
    place = {"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 12}}
    title = figure.layout.title.to_plotly_json() | {"subtitle": subtitle} | place
    figure.layout.title = title  # `update_layout`, which merges, takes ten times as long
    figure.layout.margin.t = 52 + 18 * len(lines) + room
