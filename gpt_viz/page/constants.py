"""What Python and JavaScript must agree on: both read ``constants.json``."""

import json
from pathlib import Path

_AGREED = json.loads((Path(__file__).parent / "constants.json").read_text("utf-8"))

LEVELS: int = _AGREED["levels"]
"""A weight of attention is sent as one of so many steps between 0 and 1."""

HOTTEST: int = _AGREED["hottest"]
"""The highest temperature of the lab."""

SPREAD: int = _AGREED["spread"]
"""How much finer a slider is at 0 than at its end: its stops are ``(SPREAD ** x - 1)``, scaled."""

MOST_DRAWS: int = _AGREED["mostDraws"]
MOST_SEED: int = _AGREED["mostSeed"]
"""Of the lab's draws, the highest seed."""

FEWEST_ROWS: int = _AGREED["fewestRows"]
MOST_ROWS: int = _AGREED["mostRows"]
"""How many bars the temperature lab can have."""
