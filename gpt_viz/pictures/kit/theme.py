"""The house style: colours, fonts, the layout of a figure."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gpt_viz.pictures.kit.text import escape, plain, tick
from gpt_viz.records.origin import UNNAMED, Origin
from gpt_viz.records.pieces import Piece
from gpt_viz.words import say, sentences

PALETTE = {
    "ink": ("#22252b", "#e4e7ec"),
    "paper": ("#ffffff", "#111111"),
    "quiet": ("#626872", "#a3a9b3"),
    "faint": ("#d5d9e0", "#3c4149"),
    "wash": ("#f4f6f8", "#1b1e23"),
    "data": ("#8a8f98", "#8a8f98"),
    "probability": ("#3b7a78", "#63b3ad"),
    "chosen": ("#e08a00", "#f0a030"),
    "positive": ("#2166ac", "#6aa9e0"),
    "negative": ("#b2182b", "#ee7d78"),
    "weight": ("#4a64a8", "#8fa8e6"),  # one weight of attention as a bar
    "masked": ("#ebe6dc", "#2c2a26"),  # where nobody may look
    "half": ("#8fa8d6", "#4a68b0"),  # a weight of attention of 50 %
    "full": ("#1d2f6f", "#dde7ff"),  # and of 100 %
}
"""The colours of the house by name, each on light and on dark paper: ``var(--ink)`` in a page."""

INK = PALETTE["ink"][0]
PAPER = PALETTE["paper"][0]
FAINT = PALETTE["faint"][0]
DATA = PALETTE["data"][0]
PROBABILITY = PALETTE["probability"][0]
CHOSEN = PALETTE["chosen"][0]
POSITIVE = PALETTE["positive"][0]
NEGATIVE = PALETTE["negative"][0]
WEIGHT = PALETTE["weight"][0]
MASKED = PALETTE["masked"][0]
HALF = PALETTE["half"][0]
FULL = PALETTE["full"][0]

WEIGHTS = [(0.0, NEGATIVE), (0.5, "#f7f7f7"), (1.0, POSITIVE)]
ATTENTION = [(0.0, PAPER), (0.5, HALF), (1.0, FULL)]
LINES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
CHIPS = ["#dbe9f6", "#fdeacc", "#dcefe3", "#f3dfec"]
CONTROL = "#ffd9d0"

NO_BUTTONS = ["sendChartToCloud", "select2d", "lasso2d", "autoScale2d"]  # nothing leaves the page
FONT = "'Noto Sans', 'DejaVu Sans', 'Segoe UI', Helvetica, Arial, sans-serif"
MONO = "'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, monospace"


def figure(
    traces: Sequence[Any], *, title: str, alt: str, height: int = 400, origin: Origin = UNNAMED
) -> go.Figure:
    """A figure in the house style; `alt` says in one sentence what it shows, for screen readers.

    `title` is plain text (it is escaped here); `height` is in pixels. Title and `alt` begin by
    saying so where the numbers come from a model that has not learned, or that was changed.
    """
    title, alt = _with_origin(plain(title), plain(alt), origin)
    return go.Figure(
        data=list(traces),
        layout={
            "template": "none",
            "title": {
                "text": title,
                "x": 0.01,
                "xanchor": "left",
                "font": {"size": 16},
            },
            "meta": {"alt": alt},
            "height": height,
            "margin": {"l": 60, "r": 30, "t": 50, "b": 50},
            "font": {"family": FONT, "size": 13, "color": INK},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "showlegend": False,
            "modebar": {"remove": NO_BUTTONS},
            "hoverlabel": {"font": {"family": MONO}, "bgcolor": PAPER},
            "xaxis": {"gridcolor": "#eceef2", "zerolinecolor": FAINT, "automargin": True},
            "yaxis": {"gridcolor": "#eceef2", "zerolinecolor": FAINT, "automargin": True},
        },
    )


def _with_origin(title: str, alt: str, origin: Origin) -> tuple[str, str]:
    """The title (markup) and the `alt` after what there is to say about the model."""
    changes = [plain(change) for change in origin.without]
    marks = changes if origin.trained else [say("untrained"), *changes]
    warning = "" if origin.trained else say("Untrained model.")
    said = [say("{change}.", change=change) for change in changes]
    bold = "".join(f"<b>{escape(mark)}</b> · " for mark in marks)
    return bold + escape(title), sentences(warning, *said, alt)


def ticks(pieces: Sequence[Piece]) -> dict[str, object]:
    """Axis settings that put one tick with its token's label at each place 0, 1, 2 ...

    The places are numbers: plotly would merge two tokens of the same name on an axis of names.
    """
    return {
        "tickmode": "array",
        "tickvals": list(range(len(pieces))),
        "ticktext": [tick(piece) for piece in pieces],
        "tickfont": {"family": MONO},
    }
