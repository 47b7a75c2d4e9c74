"""What may come next: a bar for each of the likeliest tokens, and one for all others."""

import plotly.graph_objects as go

from gpt_viz.maths import softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import temperature_words
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import label, quoted
from gpt_viz.pictures.start.shares import Shares, axes, bars, rows, share_out
from gpt_viz.records.predictions import NextToken


def next_bars(next_token: NextToken, temperature: float = 1.0, top: int = 10) -> go.Figure:
    """The prediction: a bar for each of the `top` most likely tokens, and one for all others.

    The probabilities are those at the temperature, from a softmax over the whole vocabulary, and
    add to 1; at temperature 1 they are the model's own. The rows stand where those of `draw_bar`
    stand.
    """
    shares = share_out(softmax(next_token.logits, temperature), next_token.order, top)
    after = f"After {quoted(next_token.text)}"
    at = "" if temperature == 1 else f" at {temperature_words(temperature)}"
    figure = theme.figure(
        [bars(rows(next_token, shares))],
        title=f"{after}: what comes next{at}?",
        alt=f"{after}{at}: {_in_words(next_token, shares)}",
        origin=next_token.origin,
    )
    axes(figure, rows(next_token, shares))
    figure.update_xaxes(ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"])
    return figure


def _in_words(next_token: NextToken, shares: Shares) -> str:
    parts = [
        f"“{label(next_token.vocabulary[int(id)])}” {percent(height)}"
        for id, height in zip(shares.ids, shares.heights, strict=True)
    ]
    return f"{', '.join(parts)}; {shares.others:,} others {percent(shares.not_shown)}"
