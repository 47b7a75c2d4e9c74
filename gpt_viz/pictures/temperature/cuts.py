"""What top-k and top-p cut off: a line on the bars, and a sentence above them."""

import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import heading_line
from gpt_viz.pictures.temperature.bars import Bars
from gpt_viz.words import say


def draw_cuts(
    figure: go.Figure, bars: Bars, top_k: int, top_p: float, panel: int = 1, end: float = 1.0
) -> None:
    """A line under the last row that each cut keeps, if there is something to cut below it.

    The bars of a panel end at most at `end`, a share of its width.
    """
    across = f"x{panel if panel > 1 else ''} domain"
    for kept, words in _cuts(bars, top_k, top_p).items():
        if kept <= bars.ids.size and kept < bars.others + bars.ids.size:
            y = kept - 0.5
            line = {"color": theme.INK, "width": 1, "dash": "dash"}
            figure.add_shape(type="line", xref=across, x0=0, x1=end, y0=y, y1=y, line=line)
            figure.add_annotation(
                xref=across,
                x=end,
                y=y,
                text=words,
                showarrow=False,
                font={"size": 12},
                xanchor="right",
                yanchor="top",
                bgcolor=theme.PAPER,
            )


def _cuts(bars: Bars, top_k: int, top_p: float) -> dict[int, str]:
    """How many tokens are above each cut, and what the line says."""
    knobs = {"k": top_k, "p": float(top_p)}
    if top_k > 0 and top_p < 1 and bars.kept_by_k == bars.kept_count:
        return {bars.kept_count: say("top-k {k} and top-p {p:g} cuts what is below", **knobs)}
    cuts = {}
    if top_k > 0:
        cuts[bars.kept_by_k] = say("top-k {k} cuts what is below", **knobs)
    if top_p < 1:
        cuts[bars.kept_count] = say("top-p {p:g} cuts what is below", **knobs)
    return cuts


def cut_words(bars: Bars, size: int, top_k: int, top_p: float) -> str:
    """How many tokens each cut leaves, in words."""
    cuts = []
    if top_k > size:
        cuts.append(
            say("top-k {k} is more than the vocabulary: all {size} are kept", k=top_k, size=size)
        )
    elif top_k > 0:
        cuts.append(
            say("top-k {k} keeps {kept} of {size}", k=top_k, kept=bars.kept_by_k, size=size)
        )
    if top_p < 1:
        numbers = {"kept": bars.kept_count, "size": bars.kept_by_k}
        cuts.append(say("top-p {p:g} keeps {kept} of {size}", p=float(top_p), **numbers))
    return heading_line(*cuts) or say("nothing is cut: top-k and top-p are off")
