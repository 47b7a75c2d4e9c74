"""One prompt continued several times, side by side: at other temperatures, by other models."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import legend, temperature_words, write_heading
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape, label, quoted, tick, visible
from gpt_viz.ranges import check_temperature, check_whole
from gpt_viz.records.draws import Step
from gpt_viz.records.origin import together
from gpt_viz.records.pieces import Piece, characters
from gpt_viz.words import listed, localised, say, say_many

LETTERS = 84  # how many letters fit side by side where the picture is at its narrowest
BETWEEN = 2  # columns, in letters
LINE, LETTER = 25, 7.83  # pixels; a monospaced letter is 0.602 as wide as its size
SHADES = ["#ffffff", "#dcebe9", "#b3d2cf", "#86b5b1"]
EDGES = [0.01, 0.1, 0.5]  # the shade changes at these probabilities
SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class _Chip:
    """Text on a shade: the tokens of one character or more, placed in letters and lines."""

    text: str
    probability: float
    hover: tuple[str, ...]
    ends_line: bool = False
    start: float = 0.0
    line: int = 0

    @property
    def letters(self) -> int:
        return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in self.text)


def continuation_columns(
    prompt: str, continuations: Mapping[float | str, Sequence[Step]]
) -> go.Figure:
    """The texts that one prompt grew into: 1 to 4 columns, by temperature or by any name.

    Each chosen token stands on a shade: the darker, the more probable the model itself (T = 1)
    found it, so that the columns can be compared. Tokens that are parts of one character stand
    together, with the product of their probabilities. Hover for the numbers.
    """
    check_whole(say("the number of continuations"), len(continuations), 1, 4)
    names = [_name(key) for key in continuations]
    for name, steps in zip(names, continuations.values(), strict=True):
        check_whole(say("the number of steps of {name}", name=name), len(steps), 1, 1000)
    width = (LETTERS + BETWEEN) // len(continuations) - BETWEEN
    columns = [list(_wrap(_chips(steps), width)) for steps in continuations.values()]
    last = max(chip.line for column in columns for chip in column)
    figure = theme.figure(
        [],
        title=say("{text} goes on", text=quoted(prompt, 60)),
        alt=_alt(prompt, dict(zip(names, continuations.values(), strict=True))),
        height=LINE * (last + 4) + 110,
        origin=together(step.origin for steps in continuations.values() for step in steps),
    )
    _as_page(figure, last)
    writing = []
    for i, steps in enumerate(continuations.values()):
        left = i / len(continuations)
        heading = f"<b>{escape(names[i])}</b>, {_tokens(len(steps))}"
        writing.append(_note(left, -1.2, heading))
        writing += [_write_chip(chip, left) for chip in columns[i]]
        writing.append(_note(left, columns[i][-1].line + 1, _ending(steps[-1].stop)))
    figure.update_layout(annotations=writing, margin={"l": 15, "r": 15, "b": 10})
    write_heading(figure, _legend())
    return figure


def _as_page(figure: go.Figure, last: int) -> None:
    """No axes: y counts lines, downwards."""
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(range=[last + 2, -2], visible=False, fixedrange=True)


def shade_names() -> list[str]:
    """What each of the `SHADES` means."""
    return [say("under 1 %"), say("1 to 10 %"), say("10 to 50 %"), say("over 50 %")]


def shade_step(probability: float) -> int:
    """Which of the `SHADES` stands behind a token that the model found so probable."""
    return int(np.searchsorted(EDGES, probability, side="right"))


def _name(key: float | str) -> str:
    """What stands above a column: a name as it is, a number as a temperature."""
    if isinstance(key, str):
        return visible(key)
    check_temperature(key)
    return temperature_words(key)


def _tokens(tokens: int) -> str:
    return say_many("{count} token", "{count} tokens", tokens)


def _ending(stop: str) -> str:
    """Why a text ended, in markup; a space where it can go on."""
    return f"<i>{escape(stop)}</i>" if stop else SPACE


def _chips(steps: Sequence[Step]) -> Iterator[_Chip]:
    """Chips in reading order, not placed yet; the parts of one character become one chip."""
    done = 0
    for group in characters([step.piece for step in steps]):
        together = steps[done : done + len(group)]
        done += len(group)
        piece = group[0]
        if len(group) > 1:
            piece = Piece(piece.id, b"".join(part.bytes for part in group))
        own = math.prod(step.own_probability for step in together)
        hover = (
            tick(piece),
            say("the model's own probability (T = 1): {share}", share=percent(own)),
            say("when drawn: {share}", share=percent(math.prod(s.probability for s in together))),
            say("rank: {ranks}", ranks=listed(localised(f"{_rank(step):,}") for step in together)),
        )
        yield _Chip(_readable(piece), own, hover, ends_line=piece.bytes.endswith(b"\n"))


def _rank(step: Step) -> int:
    """The chosen token's place in the model's order, 1 for the most likely."""
    logits = step.next_token.logits
    return 1 + int(np.count_nonzero(logits > logits[step.piece.id]))


def _readable(piece: Piece) -> str:
    """A label in which the space before a word is a space, for text that is to be read."""
    text = label(piece)
    is_word = piece.bytes.startswith(b" ") and len(text) > 1 and text[1] != "·"
    return SPACE + text[1:] if is_word else text


def _wrap(chips: Iterator[_Chip], width: int) -> Iterator[_Chip]:
    """The chips in their places: lines of at most `width` letters, broken between words."""
    line = column = 0
    for word in _words(chips):
        if column > 0 and column + sum(chip.letters for chip in word) > width:
            line, column = line + 1, 0
        for chip in word:
            if column > 0 and column + chip.letters > width:
                line, column = line + 1, 0
            text = chip.text.lstrip(SPACE) if column == 0 else chip.text
            if chip.letters > width:
                text = text[: width // 2 - 1] + "…"
            chip = replace(chip, text=text, start=column, line=line)
            yield chip
            line, column = (line + 1, 0) if chip.ends_line else (line, column + chip.letters)


def _words(chips: Iterator[_Chip]) -> Iterator[list[_Chip]]:
    """Runs of chips that should not be parted: each begins with a space, or after a line's end."""
    word: list[_Chip] = []
    for chip in chips:
        if word and (chip.text.startswith(SPACE) or word[-1].ends_line):
            yield word
            word = []
        word.append(chip)
    yield word


def _write_chip(chip: _Chip, left: float) -> dict[str, Any]:
    """A chip in its column, which starts at `left` (0 to 1); its letters are placed in pixels."""
    return {
        "text": escape(chip.text),
        "x": left,
        "xref": "paper",
        "y": chip.line,
        "xshift": chip.start * LETTER,
        "width": chip.letters * LETTER - 1,
        "height": LINE - 5,
        "xanchor": "left",
        "align": "left",
        "borderpad": 0,
        "borderwidth": 0,
        "bgcolor": SHADES[shade_step(chip.probability)],
        "font": {"family": theme.MONO, "size": 13},
        "showarrow": False,
        "hovertext": "<br>".join(chip.hover),
        "hoverlabel": {"bgcolor": "#ffffff", "font_family": theme.MONO},
    }


def _note(left: float, line: float, text: str) -> dict[str, Any]:
    """A line of plain writing in a column; `text` is markup."""
    place = {"x": left, "xref": "paper", "y": line, "xanchor": "left"}
    return dict(text=text, showarrow=False, borderpad=0, **place)


def _legend() -> list[str]:
    marks = [("□", theme.DATA), *(("■", shade) for shade in SHADES[1:])]
    names = [escape(name) for name in shade_names()]
    return [
        say("the darker a token, the more probable the model itself (T = 1) found it:"),
        legend([(mark, shade, name) for (mark, shade), name in zip(marks, names, strict=True)]),
    ]


def _alt(prompt: str, continuations: Mapping[str, Sequence[Step]]) -> str:
    texts = []
    for name, steps in continuations.items():
        data = b"".join(step.piece.bytes for step in steps)
        text = quoted(data.decode("utf-8", "replace"), 10_000)
        texts.append(
            say("{name} ({tokens}): {text}", name=name, tokens=_tokens(len(steps)), text=text)
        )
    return say(
        "The prompt {text} goes on. {texts}.", text=quoted(prompt, 200), texts="; ".join(texts)
    )
