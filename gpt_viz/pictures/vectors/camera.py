"""The camera of a 3-D map: its position, and where points appear on the screen."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme

FAR, HIGH = 1.7, 0.5  # how far the camera is from the middle axis, and how far above the middle
MIDDLE = np.array([0, 0, -0.22])  # the point at the middle of its view
SIDES = np.array([1.25, 1.25, 0.8])  # the lengths of the box
VIEW = math.radians(45)  # plotly's angle of view, from top to bottom
ROOM = 0.04  # of a side, around the points


def on_screen(points: np.ndarray, turn: float, height: float) -> np.ndarray:
    """Where points ``(n, 3)`` appear on a screen of that height, right and up from its middle.

    `turn` is in degrees, the places ``(n, 2)`` are in the unit of `height`.
    """
    low, high = _limits(points)
    eye = _eye(turn)
    ahead = (MIDDLE - eye) / np.linalg.norm(MIDDLE - eye)
    right = np.cross(ahead, [0, 0, 1]) / np.linalg.norm(np.cross(ahead, [0, 0, 1]))
    rays = ((points - low) / (high - low) - 0.5) * SIDES - eye
    across = np.stack([rays @ right, rays @ np.cross(right, ahead)], axis=1)
    places: np.ndarray = across / (rays @ ahead)[:, None] * (height / 2 / math.tan(VIEW / 2))
    return places


def arrange(figure: go.Figure, points: np.ndarray, turn: float, names: Sequence[str]) -> None:
    """Put a box around points ``(n, 3)``, and the camera at one side, a little above them."""
    plain = {"showticklabels": False, "backgroundcolor": theme.PAPER, "gridcolor": "#eceef2"}
    limits = np.transpose(_limits(points)).tolist()
    scene = {
        f"{axis}axis": {**plain, "title": name, "range": ends}
        for axis, name, ends in zip("xyz", names, limits, strict=True)
    }
    camera = {"eye": _xyz(_eye(turn)), "center": _xyz(MIDDLE)}
    figure.update_layout(scene={**scene, "camera": camera, "aspectratio": _xyz(SIDES)})
    figure.update_layout(margin={"l": 0, "r": 0, "b": 0})


def _eye(turn: float) -> np.ndarray:
    angle = math.radians(turn)
    return np.array([FAR * math.cos(angle), FAR * math.sin(angle), HIGH])


def _limits(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each axis begins and where it ends, ``(3,)`` each."""
    room = ROOM * np.maximum(np.ptp(points, axis=0), 1e-12)
    return points.min(axis=0) - room, points.max(axis=0) + room


def _xyz(place: np.ndarray) -> dict[str, float]:
    return dict(zip("xyz", place.tolist(), strict=True))
