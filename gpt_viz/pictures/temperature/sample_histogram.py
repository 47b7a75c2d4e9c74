"""Many draws of one token, beside what its probabilities promise."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gpt_viz.maths import remainder, softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import temperature_words, write_heading
from gpt_viz.pictures.kit.numbers import number
from gpt_viz.pictures.kit.text import label, quoted, tick
from gpt_viz.ranges import check_whole
from gpt_viz.records.draws import LARGEST_SEED, MOST_DRAWS
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken

ROW = 46  # pixels for a pair of bars
KEY = (
    f'<span style="color:{theme.PROBABILITY}">■</span> what theory promises; the whisker is its '
    f'usual scatter, one standard deviation   <span style="color:{theme.CHOSEN}">■</span> drawn'
)
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
    A whisker is the expected scatter: one standard deviation, ``sqrt(n p (1 - p))``, to both
    sides. At T = 0 nothing is drawn: greedy takes the same token each time.
    """
    check_whole("draws", draws, 1, MOST_DRAWS)
    check_whole("top", top, 1, 50)
    ids = next_token.top(top)
    pieces = [next_token.vocabulary[int(i)] for i in ids]
    shares, counts = drawn(next_token, temperature, draws, seed)
    shown = np.append(shares[ids], remainder(shares[ids]))
    found = np.append(counts[ids], draws - counts[ids].sum())
    scatter = np.sqrt(draws * shown * (1 - shown))
    figure = theme.figure(
        _pairs(shown * draws, scatter, found),
        title=f"{draws:,} draws after {quoted(next_token.text)} at "
        f"{temperature_words(temperature)}",
        alt=_draws_alt(pieces, shown * draws, found, temperature),
        height=ROW * shown.size + 160,
        origin=next_token.origin,
    )
    names = [tick(piece, 20) for piece in pieces]
    _name_rows(figure, [*names, f"all {shares.size - ids.size:,} others"])
    widest = max(float((shown * draws + scatter).max()), float(found.max())) / draws
    figure.update_xaxes(range=[0, draws * LIMITS[np.searchsorted(LIMITS[:-1], widest)]])
    figure.update_xaxes(
        tickformat=",", title={"text": "times drawn", "font": {"size": 13}, "standoff": 8}
    )
    figure.update_layout(barmode="overlay", margin_r=110)
    write_heading(figure, [_verdict(next_token, temperature, shown * draws, scatter, found), KEY])
    return figure


def drawn(
    next_token: NextToken, temperature: float, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Each token's probability ``(V,)`` and how often it came up ``(V,)`` in so many draws."""
    check_whole("seed", seed, 0, LARGEST_SEED)
    shares = softmax(next_token.logits, temperature)
    if temperature == 0:  # greedy does not draw: of tokens that tie, it takes the lowest id
        shares = (np.arange(shares.size) == next_token.order[0]).astype(np.float64)
    return shares, np.random.default_rng(seed).multinomial(draws, shares)


def _pairs(expected: np.ndarray, scatter: np.ndarray, found: np.ndarray) -> list[Any]:
    """In each row theory, with a whisker, above what was drawn; each with its number."""
    rows = np.arange(expected.size)
    above = np.where(scatter > 0, scatter, np.nan)
    below = np.minimum(above, expected)
    whisker = {"array": above, "arrayminus": below, "color": theme.INK, "thickness": 1.5}
    return [
        _flat_bars(expected, rows - 0.21, theme.PROBABILITY, whisker),
        _flat_bars(found, rows + 0.21, theme.CHOSEN, None),
        _ends(expected + scatter, rows - 0.21, _with_scatter(expected, scatter)),
        _ends(found, rows + 0.21, [f"{n:,}" for n in found]),
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


def _with_scatter(expected: np.ndarray, scatter: np.ndarray) -> list[str]:
    pairs = zip(expected, scatter, strict=True)
    return [f"{_count(n)} ± {_count(s)}" if s else _count(n) for n, s in pairs]


def _count(times: float) -> str:
    """A number of times for reading: whole from 10 on."""
    return f"{times:,.0f}" if times >= 9.95 else number(round(times, 1))


def _verdict(
    next_token: NextToken,
    temperature: float,
    expected: np.ndarray,
    scatter: np.ndarray,
    found: np.ndarray,
) -> str:
    if temperature == 0:
        tied = next_token.tied
        tie = f"; of {tied:,} that tie, the one with the lowest id" if tied > 1 else ""
        return f"greedy: nothing is left to chance, the largest logit wins each time{tie}"
    is_close, is_open = np.abs(found - expected) <= scatter + 1e-9, scatter > 0
    close, rows = np.count_nonzero(is_close & is_open), np.count_nonzero(is_open)
    return f"{close} of {rows} rows end within their whisker; on average, two in three do"


def _draws_alt(
    pieces: Sequence[Piece], expected: np.ndarray, found: np.ndarray, temperature: float
) -> str:
    names = [*map(label, pieces), "all other tokens"]
    rows = [
        f"{name} {n:,} ({_count(promised)} expected)"
        for name, n, promised in zip(names, found, expected, strict=True)
    ]
    return (
        f"Pairs of bars, {found.sum():,} draws at {temperature_words(temperature)} beside what the "
        f"probabilities promise: {', '.join(rows)}."
    )
