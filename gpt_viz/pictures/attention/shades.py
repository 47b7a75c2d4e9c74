"""One head's weights as shades, in the map and in the grid."""

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.attention.first_token import without_first
from gpt_viz.pictures.kit import theme
from gpt_viz.words import say

NAMED = 32  # of more tokens only some are named at the edges; hover names all
NUMBERED = 12  # up to so many tokens, each cell has its number


def map_weights(pattern: np.ndarray, allowed: np.ndarray, hide_first: bool) -> np.ndarray:
    """A pattern ``(T, T)`` as a map shows it: NaN where there is nothing to see."""
    weights = without_first(pattern) if hide_first else pattern
    return np.where(allowed, weights, np.float32(np.nan))


def shades(weights: np.ndarray, axis: str = "") -> go.Heatmap:
    """Weights ``(T, T)`` as shades on the axes x and y with that number; NaN stays empty."""
    is_small = len(weights) <= NUMBERED
    numbers = [[_number(weight) for weight in row] for row in weights] if is_small else None
    look = say("{token} looks at {other}", token="%{y}", other="%{x}")
    weight = say("weight {weight}", weight="%{z:.1%}")
    return go.Heatmap(
        z=weights,
        colorscale=theme.ATTENTION,
        zmin=0,
        zmax=1,
        showscale=False,
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        xgap=1 if len(weights) <= NAMED else 0,
        ygap=1 if len(weights) <= NAMED else 0,
        text=numbers,
        texttemplate="%{text}" if is_small else None,
        textfont={"size": 11},
        hoverongaps=False,
        hovertemplate=f"{look}<br>{weight}<extra></extra>",
    )


def _number(weight: float) -> str:
    """A weight in whole per cent, without the sign."""
    return "" if np.isnan(weight) else f"{100 * weight:.0f}"
