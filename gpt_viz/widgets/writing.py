"""A text that a model writes token by token, and how it looks."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import ipywidgets

from gpt_viz.pictures.generation.continuation_columns import SHADE_NAMES, SHADES, shade_step
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape, label
from gpt_viz.records.draws import Step, choose
from gpt_viz.records.pieces import Piece, characters
from gpt_viz.records.predictions import NextToken
from gpt_viz.widgets.message import printable
from gpt_viz.words import say

if TYPE_CHECKING:
    from gpt_viz.model.gpt import GPT

# laid out from its end, so that the newest words are in sight when the text is longer than the card
_CARD = (
    "display:flex; flex-direction:column-reverse; box-sizing:border-box; height:64px; "
    "overflow:auto; padding:5px 12px; "
    f"background:#ffffff; color:{theme.INK}; border:1px solid {theme.FAINT}; border-radius:3px; "
    f"font:16px/1.6 {theme.FONT}; white-space:pre-wrap; overflow-wrap:anywhere"
)


class Writing:
    """A text in the making: the pieces of its prompt, and one `Step` for each round since."""

    def __init__(self, gpt: "GPT", text: str) -> None:
        self._gpt = gpt
        self.prompt = gpt.pieces(text)
        self.steps: list[Step] = []
        self.first = self._predict()

    @property
    def stopped(self) -> str:
        """Why the text cannot go on; empty where it can."""
        return self.steps[-1].stop if self.steps else ""

    @property
    def length(self) -> int:
        """How many tokens the text has by now."""
        return len(self.prompt) + len(self.steps)

    def step(self, temperature: float, seed: int) -> None:
        """One round: the model reads the text, a token is drawn and appended."""
        if self.stopped:
            raise ValueError(self.stopped)
        self._append(self._predict(), temperature, seed)

    def draw_again(self, temperature: float, seed: int) -> None:
        """Take the last draw back and make it anew from the same scores, where there is one."""
        if self.steps:
            self._append(self.steps.pop().next_token, temperature, seed)

    def _predict(self) -> NextToken:
        return self._gpt.next_token(self._ids())

    def _ids(self) -> list[int]:
        return [piece.id for piece in (*self.prompt, *(step.piece for step in self.steps))]

    def _append(self, scores: NextToken, temperature: float, seed: int) -> None:
        step = choose(scores, temperature=temperature, seed=seed, round=len(self.steps))
        stop = self._gpt.why_stop([*self._ids(), step.piece.id])
        self.steps.append(replace(step, stop=stop))


def writing_html(prompt: Sequence[Piece], steps: Sequence[Step]) -> str:
    """HTML of a prompt and the tokens that were added to it; a hint on each gives its probability.

    The darker a token, the more likely the model itself (T = 1) found it, in the shades that
    `shade_key` explains; the last one is underlined. Tokens that make up one character together
    are one stretch, as likely as all of them.
    """
    pieces = [*prompt, *(step.piece for step in steps)]
    stretches, place = [], 0
    for group in characters(pieces):
        first, place = place - len(prompt), place + len(group)
        chosen = steps[max(0, first) : max(0, first + len(group))]
        stretches.append(_stretch(group, chosen, is_last=place == len(pieces)))
    return f'<div style="{_CARD}"><div style="margin-bottom:auto">{"".join(stretches)}</div></div>'


def _stretch(group: Sequence[Piece], chosen: Sequence[Step], is_last: bool) -> str:
    text = escape(_read(group))
    if not chosen:
        return f"<span>{text}</span>"
    own = math.prod(step.own_probability for step in chosen)
    hint = "; ".join(map(_hint, chosen))
    line = f"border-bottom:3px solid {theme.CHOSEN}" if is_last else ""
    style = f"{_shade(shade_step(own))}; {line}"
    return f'<span title="{escape(hint)}" style="{style}">{text}</span>'


def _hint(step: Step) -> str:
    return say(
        "{token}: {own} by the model itself (T = 1), {drawn} when drawn",
        token=label(step.piece),
        own=percent(step.own_probability),
        drawn=percent(step.probability),
    )


def _shade(step: int) -> str:
    """One of the four shades, as a style: dark ink on it in every theme of the page."""
    edge = f"box-shadow:inset 0 0 0 1px {theme.FAINT}"  # for white on white
    return f"background:{SHADES[step]}; color:{theme.INK}; border-radius:2px; {edge}"


def shade_key() -> ipywidgets.HTML:
    """One line that says what the shades of `writing_html` mean."""
    names = " · ".join(
        f'<span style="{_shade(i)}; padding:0 5px">{escape(name)}</span>'
        for i, name in enumerate(SHADE_NAMES)
    )
    style = f"font:12px/18px {theme.FONT}; color:var(--jp-ui-font-color1)"
    words = escape(say("shade, by the model itself at T = 1:"))
    line = f'<div style="{style}">{words} {names}</div>'
    return ipywidgets.HTML(line, layout={"margin": "2px 0 0 2px"})


def _read(group: Sequence[Piece]) -> str:
    """What one sees of a group of tokens: its text, or the name of what is not text."""
    if any(piece.special for piece in group):
        return " ".join(label(piece) for piece in group)
    try:
        return printable(b"".join(piece.bytes for piece in group).decode())
    except UnicodeDecodeError:
        return " ".join(label(piece) for piece in group)
