"""What stands above a picture of probabilities: the temperature, the entropy, the key."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit.numbers import number


def temperature_words(temperature: float) -> str:
    """A temperature for reading: ``T = 0.7``, and by name at its two ends."""
    if temperature == 0:
        return "T = 0 (greedy)"
    return "T = ∞ (all alike)" if temperature == np.inf else f"T = {number(temperature)}"


def entropy_words(bits: float) -> str:
    """An entropy in words: the equally likely choices that are as hard to guess, and its bits."""
    choices = number(2.0**bits)
    one_or_more = "choice" if choices == "1" else "choices"
    return f"as hard to guess as {choices} equally likely {one_or_more} (entropy {bits:.2f} bits)"


def legend(entries: Sequence[tuple[str, str, str]]) -> str:
    """Marks, each in its colour, with what they mean (markup)."""
    return "   ".join(
        f'<span style="color:{c}">{mark}</span> {words}' for mark, c, words in entries
    )


def write_heading(figure: go.Figure, lines: Sequence[str], room: int = 0) -> None:
    """Write lines (markup) under the title and make room for them, and `room` pixels more."""
    subtitle = {"text": "<br>".join(lines), "font": {"size": 13}}
    place = {"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 12}}
    title = figure.layout.title.to_plotly_json() | {"subtitle": subtitle} | place
    figure.layout.title = title  # `update_layout`, which merges, takes ten times as long
    figure.layout.margin.t = 52 + 18 * len(lines) + room
