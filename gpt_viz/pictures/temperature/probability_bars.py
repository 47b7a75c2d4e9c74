"""What temperature, top-k and top-p do to the probabilities of the next token."""

import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import (
    entropy_words,
    heading_line,
    legend,
    temperature_words,
    write_heading,
)
from gpt_viz.pictures.kit.numbers import percent_ticks
from gpt_viz.pictures.kit.text import quoted
from gpt_viz.pictures.temperature import bars
from gpt_viz.pictures.temperature.cuts import cut_words, draw_cuts
from gpt_viz.records.predictions import NextToken
from gpt_viz.words import say


def probability_bars(
    next_token: NextToken,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    top: int = 12,
) -> go.Figure:
    """The most likely next tokens at a temperature, in front of the bars at T = 1.

    Softmax runs over the whole vocabulary; the last row is what the picture does not show, so
    that the rows add to 100 %. A hatched bar is a token that top-k or top-p cut: it is as long
    as the token's probability was before the cut. The heading gives the entropy in bits and
    the number of equally likely choices that would leave as much open.
    """
    found = bars.heights(next_token, temperature, top_k, top_p, top)
    figure = theme.figure(
        bars.traces(found, next_token),
        title=say(
            "After {text}: the next token at {temperature}",
            text=quoted(next_token.text),
            temperature=temperature_words(temperature),
        ),
        alt=bars.description(found, next_token, temperature),
        origin=next_token.origin,
    )
    bars.name_rows(figure, found, next_token)
    figure.update_xaxes(percent_ticks(), range=[0, 1], title=bars.probability_axis())
    write_heading(figure, _heading(found, next_token, temperature, top_k, top_p))
    figure.update_layout(margin_r=118)
    draw_cuts(figure, found, top_k, top_p)
    return figure


def _heading(
    found: bars.Bars, next_token: NextToken, temperature: float, top_k: int, top_p: float
) -> list[str]:
    size = next_token.logits.size
    opening = say("out of {size} tokens: {entropy}", size=size, entropy=entropy_words(found.bits))
    if temperature == 0 and found.tied > 1:
        tie = say("a tie: {count} tokens share the largest logit", count=found.tied)
        opening = heading_line(f"<b>{tie}</b>", opening)
    key = legend(bars.legend_entries(found, temperature_words(temperature)))
    return [opening, cut_words(found, size, top_k, top_p), key]
