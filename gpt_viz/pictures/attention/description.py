"""A map in words, for people who cannot see it: who looks at whom."""

from collections.abc import Sequence

import numpy as np

from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import label
from gpt_viz.records.pieces import Piece
from gpt_viz.words import listed, say


def description(pieces: Sequence[Piece], weights: np.ndarray) -> str:
    """Where the first rows of ``(T, T)`` with something to see look most; NaN is not seen."""
    rows = [i for i in range(len(weights)) if not np.isnan(weights[i]).all()][:12]
    if not rows:
        return say("nothing to see")
    best = [int(np.nanargmax(weights[i])) for i in rows]
    return listed(
        say(
            "“{token}” looks most at “{other}” ({share})",
            token=label(pieces[i]),
            other=label(pieces[j]),
            share=percent(float(weights[i, j])),
        )
        for i, j in zip(rows, best, strict=True)
    )


def token_description(
    pieces: Sequence[Piece], weights: np.ndarray, position: int, looked_at: bool
) -> str:
    """Where one token looks most or, with `looked_at`, who looks at it most."""
    token = label(pieces[position])
    look = np.nan_to_num(weights[:, position] if looked_at else weights[position])
    places = [int(i) for i in np.argsort(-look, kind="stable")[:4] if look[i] > 0]
    if not places:
        return say("“{token}”: nothing to see", token=token)
    others = listed(
        say("“{token}” ({share})", token=label(pieces[i]), share=percent(float(look[i])))
        for i in places
    )
    if looked_at:
        return say("“{token}” is looked at by {others}", token=token, others=others)
    return say("“{token}” looks at {others}", token=token, others=others)
