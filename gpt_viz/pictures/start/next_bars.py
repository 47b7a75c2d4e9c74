"""What may come next: a bar for each of the likeliest tokens, and one for all others."""

import plotly.graph_objects as go

from gpt_viz.maths import softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import temperature_words
from gpt_viz.pictures.kit.numbers import percent, round_percent
from gpt_viz.pictures.kit.shares import Shares, others_words, share_out
from gpt_viz.pictures.kit.text import label, quoted
from gpt_viz.pictures.start.rows import axes, bars, rows
from gpt_viz.records.predictions import NextToken
from gpt_viz.words import listed, say


def next_bars(next_token: NextToken, temperature: float = 1.0, top: int = 10) -> go.Figure:
    """The prediction: a bar for each of the `top` most likely tokens, and one for all others.

    The probabilities are those at the temperature, from a softmax over the whole vocabulary, and
    add to 1; at temperature 1 they are the model's own. The rows stand where those of `draw_bar`
    stand.
    """
    shares = share_out(softmax(next_token.logits, temperature), next_token.order, top)
    title, alt = _words(next_token, temperature, share_words(next_token, shares))
    figure = theme.figure(
        [bars(rows(next_token, shares))], title=title, alt=alt, origin=next_token.origin
    )
    axes(figure, rows(next_token, shares))
    figure.update_xaxes(ticktext=[round_percent(share) for share in (0, 0.25, 0.5, 0.75, 1)])
    return figure


def _words(next_token: NextToken, temperature: float, shares: str) -> tuple[str, str]:
    """The title and the sentence for screen readers."""
    text = quoted(next_token.text)
    if temperature == 1:
        return (
            say("After {text}: what comes next?", text=text),
            say("After {text}: {shares}", text=text, shares=shares),
        )
    at = temperature_words(temperature)
    return (
        say("After {text}: what comes next at {temperature}?", text=text, temperature=at),
        say("After {text} at {temperature}: {shares}", text=text, temperature=at, shares=shares),
    )


def share_words(next_token: NextToken, shares: Shares) -> str:
    """The likeliest tokens with their probabilities, and what all others hold."""
    likeliest = listed(
        say("“{token}” {share}", token=label(next_token.vocabulary[int(id)]), share=percent(height))
        for id, height in zip(shares.ids, shares.heights, strict=True)
    )
    return say(
        "{likeliest}; {others} {share}",
        likeliest=likeliest,
        others=others_words(shares.others),
        share=percent(shares.not_shown),
    )
