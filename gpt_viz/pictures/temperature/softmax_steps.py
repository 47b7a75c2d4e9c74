"""Softmax step by step on a few numbers."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import softmax
from gpt_viz.pictures.kit import panels, theme
from gpt_viz.pictures.kit.headings import heading_line, legend, temperature_words, write_heading
from gpt_viz.pictures.kit.numbers import percent, round_percent
from gpt_viz.pictures.kit.panels import exact
from gpt_viz.pictures.kit.text import escape, quoted, visible
from gpt_viz.ranges import check_whole
from gpt_viz.words import listed, say

LARGEST_EXPONENT = 700  # exp(710) is too large for 64 bits
PANELS = 4
COLOURS = [theme.DATA] * 3 + [theme.PROBABILITY]


def softmax_steps(
    logits: Sequence[float] | np.ndarray, names: Sequence[str], temperature: float = 1.0
) -> go.Figure:
    """Softmax by hand on 2 to 12 numbers: divide by T, take exp, divide by the sum.

    Each step is a panel of bars with its numbers printed; an outline shows the step at T = 1.
    Where exp would overflow, and at T = 0, the largest logit is subtracted first, and the
    picture says so: no probability changes by it.
    """
    z = _checked(logits, names)
    p, at_one = softmax(z, temperature), softmax(z)
    shift, divided = _divided(z, temperature)
    exps, none = np.exp(divided), np.zeros(z.size)
    columns = [z, divided, exps, p]
    behind = [none, none if shift else z, none, at_one]
    texts = [[exact(v) for v in column] for column in columns[:3]]
    texts.append([percent(v) for v in p])
    figure = theme.figure(
        panels.bars(columns, texts, COLOURS, behind),
        title=_claim(z, names, p, temperature),
        alt=_steps_alt(names, z, exps, p, temperature),
        height=200 + 30 * z.size,
    )
    panels.arrange(figure, [escape(quoted(name)[1:-1]) for name in names], PANELS)
    panels.write_titles(figure, _column_heads(shift, temperature))
    _write_sums(figure, float(exps.sum()), z.size)
    panels.scale(figure, columns, 3, behind)
    write_heading(figure, [_why(shift, temperature), _key()], room=24)
    return figure


def _checked(logits: Sequence[float] | np.ndarray, names: Sequence[str]) -> np.ndarray:
    """The logits as an array; a `ValueError` where there are too many, or other names."""
    z = np.asarray(logits, dtype=np.float64)
    check_whole(say("the number of logits"), z.size, 2, 12)
    if z.ndim != 1 or isinstance(names, str) or len(names) != z.size:
        raise ValueError(
            say(
                "each logit needs one name: got {count} logits and names {names!r}",
                count=z.size,
                names=names,
            )
        )
    return z


def _divided(z: np.ndarray, temperature: float) -> tuple[float, np.ndarray]:
    """What is subtracted from the logits (0 if exp can do without), and the quotients."""
    largest = float(z.max())
    if temperature == 0:
        return largest, np.where(z == largest, 0.0, -np.inf)
    shift = largest if abs(largest) / temperature > LARGEST_EXPONENT else 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        return shift, np.where(z == -np.inf, z, (z - shift) / temperature)


def _write_sums(figure: go.Figure, total: float, rows: int) -> None:
    """The sums of the last two columns, below them."""
    for i, text in (
        (2, say("sum: {total}", total=exact(total))),
        (3, say("sum: {total}", total=round_percent(1))),
    ):
        start, end = panels.left(i, PANELS), panels.left(i, PANELS) + panels.width(PANELS)
        place = {"x": start, "xref": "paper", "xanchor": "left", "y": rows + 0.1, "yref": "y"}
        figure.add_annotation(text=text, xshift=4, showarrow=False, **place)
        line = {"color": theme.INK, "width": 1}
        edge = {"y0": rows - 0.45, "y1": rows - 0.45, "xref": "paper", "yref": "y"}
        figure.add_shape(type="line", x0=start, x1=end, line=line, **edge)


def _column_heads(shift: float, temperature: float) -> list[str]:
    t = "T" if temperature == 0 else exact(temperature)
    above = f"(z − {exact(shift)})" if shift > 0 else f"(z + {exact(-shift)})" if shift else "z"
    quotient = f"{above} / {t}"
    return [say("logit z"), f"→ {quotient}", f"→ exp({quotient})", say("→ divided by the sum")]


def _claim(z: np.ndarray, names: Sequence[str], p: np.ndarray, temperature: float) -> str:
    winners = [quoted(name) for name, v in zip(names, z, strict=True) if v == z.max()]
    what = {"temperature": temperature_words(temperature), "share": percent(p.max())}
    if temperature == math.inf:
        return say("Softmax at {temperature}: each gets {share}", **what)
    if len(winners) > 1:
        return say(
            "Softmax at {temperature}: a tie, {names} get {share} each", names=_and(winners), **what
        )
    if temperature == 0:
        return say("Softmax at {temperature}: {name} takes all", name=winners[0], **what)
    return say("Softmax at {temperature}: {name} gets {share}", name=winners[0], **what)


def _and(names: Sequence[str]) -> str:
    """Two names or more, with a word between the last two."""
    first = names[0] if len(names) == 2 else _and(names[:-1])
    return say("{first} and {second}", first=first, second=names[-1])


def _why(shift: float, temperature: float) -> str:
    if temperature == 0:
        return say("nothing can be divided by 0: this is what the steps come to as T goes to 0")
    if shift:
        return say(
            "exp({exponent}) does not fit into the computer's numbers; subtracting the largest "
            "logit first changes no share",
            exponent=exact(shift / temperature),
        )
    return say("exp makes every number positive; dividing by their sum makes them add to 100 %")


def _key() -> str:
    outline = legend([("□", theme.DATA, say("the same at T = 1"))])
    return heading_line(outline, say("each column has its own scale"))


def _steps_alt(
    names: Sequence[str], z: np.ndarray, exps: np.ndarray, p: np.ndarray, temperature: float
) -> str:
    rows = listed(
        f"{visible(name)} {exact(logit)} → {percent(share)}"
        for name, logit, share in zip(names, z, p, strict=True)
    )
    return say(
        "Softmax of {count} logits at {temperature}, from logit to probability: {rows}; the exps "
        "add to {total}.",
        count=z.size,
        temperature=temperature_words(temperature),
        rows=rows,
        total=exact(float(exps.sum())),
    )
