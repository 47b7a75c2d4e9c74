"""Many draws of one token, beside what its probabilities promise."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import remainder, softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import legend, temperature_words, write_heading
from gpt_viz.pictures.kit.numbers import number
from gpt_viz.pictures.kit.text import label, quoted, tick
from gpt_viz.ranges import check_whole
from gpt_viz.records.draws import LARGEST_SEED, MOST_COUNTED
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from gpt_viz.words import listed, localised, say

ROW = 46  # pixels for a pair of bars
LIMITS = np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0])


def sample_histogram(
    next_token: NextToken,
    temperature: float = 1.0,
    draws: int = 1000,
    seed: int = 0,
    top: int = 8,
) -> go.Figure:
    """How often each token came up in real draws, beside what its probability promises.

    The draws come from the whole vocabulary; the last row counts all tokens that are not shown.
    A whisker is one standard deviation, ``sqrt(n p (1 - p))``, to both
    sides. At T = 0 nothing is drawn: greedy takes the same token each time.
    """
    check_whole("draws", draws, 1, MOST_COUNTED)
    check_whole("top", top, 1, 50)
    ids = next_token.top(top)
    pieces = [next_token.vocabulary[int(i)] for i in ids]
    shares, counts = draw(next_token, temperature, draws, seed)
    heights = np.append(shares[ids], remainder(shares[ids]))
    found = np.append(counts[ids], draws - counts[ids].sum())
    deviations = np.sqrt(draws * heights * (1 - heights))
    figure = theme.figure(
        _pairs(heights * draws, deviations, found),
        title=_title(next_token, temperature, draws),
        alt=_draws_alt(pieces, heights * draws, found, temperature),
        height=ROW * heights.size + 160,
        origin=next_token.origin,
    )
    names = [tick(piece, 20) for piece in pieces]
    _name_rows(figure, [*names, say("all {count} others", count=shares.size - ids.size)])
    _set_scale(figure, max(float((heights * draws + deviations).max()), float(found.max())), draws)
    figure.update_layout(barmode="overlay", margin_r=110)
    write_heading(
        figure, [_verdict(next_token, temperature, heights * draws, deviations, found), _key()]
    )
    return figure


def _title(next_token: NextToken, temperature: float, draws: int) -> str:
    return say(
        "{count} draws after {text} at {temperature}",
        count=draws,
        text=quoted(next_token.text),
        temperature=temperature_words(temperature),
    )


def _set_scale(figure: go.Figure, longest: float, draws: int) -> None:
    """The axis of counts: up to a round share of all draws."""
    widest = longest / draws
    figure.update_xaxes(range=[0, draws * LIMITS[np.searchsorted(LIMITS[:-1], widest)]])
    title = {"text": say("times drawn"), "font": {"size": 13}, "standoff": 8}
    figure.update_xaxes(tickformat=",", title=title)


def _key() -> str:
    entries = [
        (
            "■",
            theme.PROBABILITY,
            say("what theory promises; the whisker is one standard deviation"),
        ),
        ("■", theme.CHOSEN, say("drawn")),
    ]
    return legend(entries)


def draw(
    next_token: NextToken, temperature: float, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Each token's probability ``(V,)`` and how often it came up ``(V,)`` in so many draws."""
    check_whole("seed", seed, 0, LARGEST_SEED)
    shares = softmax(next_token.logits, temperature)
    if temperature == 0:  # greedy does not draw: of tokens that tie, it takes the lowest id
        shares = (np.arange(shares.size) == next_token.order[0]).astype(np.float64)
    return shares, np.random.default_rng(seed).multinomial(draws, shares)


def _pairs(expected: np.ndarray, deviations: np.ndarray, found: np.ndarray) -> list[Any]:
    """In each row theory, with a whisker, above what was drawn; each with its number."""
    rows = np.arange(expected.size)
    above = np.where(deviations > 0, deviations, np.nan)
    below = np.minimum(above, expected)
    whisker = {"array": above, "arrayminus": below, "color": theme.INK, "thickness": 1.5}
    return [
        _flat_bars(expected, rows - 0.21, theme.PROBABILITY, whisker),
        _flat_bars(found, rows + 0.21, theme.CHOSEN, None),
        _ends(expected + deviations, rows - 0.21, _with_deviations(expected, deviations)),
        _ends(found, rows + 0.21, [localised(f"{n:,}") for n in found]),
    ]


def _name_rows(figure: go.Figure, names: Sequence[str]) -> None:
    figure.update_yaxes(tickvals=np.arange(len(names)), ticktext=names)
    figure.update_yaxes(tickfont_family=theme.MONO, ticklabelstandoff=4)
    figure.update_yaxes(range=[len(names) - 0.4, -0.6], showgrid=False, zeroline=False)


def _flat_bars(
    lengths: np.ndarray, rows: np.ndarray, color: str, whisker: dict[str, Any] | None
) -> go.Bar:
    return go.Bar(
        x=lengths,
        y=rows,
        width=0.38,
        orientation="h",
        marker_color=color,
        error_x=whisker,
        hoverinfo="skip",
    )


def _ends(places: np.ndarray, rows: np.ndarray, texts: Sequence[str]) -> go.Scatter:
    return go.Scatter(
        x=places,
        y=rows,
        mode="text",
        text=[f"  {text}" for text in texts],
        textposition="middle right",
        textfont={"size": 12},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _with_deviations(expected: np.ndarray, deviations: np.ndarray) -> list[str]:
    pairs = zip(expected, deviations, strict=True)
    return [f"{_count(n)} ± {_count(s)}" if s else _count(n) for n, s in pairs]


def _count(times: float) -> str:
    """A number of times for reading: whole from 10 on."""
    return localised(f"{times:,.0f}") if times >= 9.95 else number(round(times, 1))


def _verdict(
    next_token: NextToken,
    temperature: float,
    expected: np.ndarray,
    deviations: np.ndarray,
    found: np.ndarray,
) -> str:
    if temperature == 0:
        if next_token.tied == 1:
            return say("greedy: nothing is left to chance, the largest logit wins each time")
        return say(
            "greedy: nothing is left to chance, the largest logit wins each time; of {count} that "
            "tie, the one with the lowest id",
            count=next_token.tied,
        )
    is_close, is_open = np.abs(found - expected) <= deviations + 1e-9, deviations > 0
    close, rows = np.count_nonzero(is_close & is_open), np.count_nonzero(is_open)
    return say(
        "{close} of {rows} rows end within their whisker; on average, two in three do",
        close=close,
        rows=rows,
    )


def _draws_alt(
    pieces: Sequence[Piece], expected: np.ndarray, found: np.ndarray, temperature: float
) -> str:
    names = [*map(label, pieces), say("all other tokens")]
    rows = listed(
        say("{name} {count} ({expected} expected)", name=name, count=n, expected=_count(promised))
        for name, n, promised in zip(names, found, expected, strict=True)
    )
    return say(
        "Pairs of bars, {count} draws at {temperature} beside what the probabilities promise: "
        "{rows}.",
        count=found.sum(),
        temperature=temperature_words(temperature),
        rows=rows,
    )
