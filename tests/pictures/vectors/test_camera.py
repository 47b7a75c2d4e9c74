"""The camera of a 3-D map: nearer is larger, up is up, its turn turns the points."""

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.pictures.vectors.camera import FAR, HIGH, MIDDLE, ROOM, SIDES, arrange, on_screen

CORNERS = np.array([(x, y, z) for x in (0.0, 2.0) for y in (0.0, 3.0) for z in (0.0, 5.0)])


def by_matrix(points: np.ndarray, turn: float, height: float) -> np.ndarray:
    """The look-at matrix and the perspective of OpenGL, which plotly uses."""
    middle, sides = (CORNERS.max(0) + CORNERS.min(0)) / 2, np.ptp(CORNERS, axis=0) * (1 + 2 * ROOM)
    angle = math.radians(turn)
    eye = np.array([FAR * math.cos(angle), FAR * math.sin(angle), HIGH])
    z = (eye - MIDDLE) / np.linalg.norm(eye - MIDDLE)
    x = np.cross([0, 0, 1], z)
    x /= np.linalg.norm(x)
    view = np.stack([x, np.cross(z, x), z])
    places = ((points - middle) / sides * SIDES - eye) @ view.T
    return places[:, :2] / -places[:, 2:] / math.tan(math.pi / 8) * height / 2


@pytest.mark.parametrize("turn", [0, 30, 135, 360])
def test_points_lie_where_the_page_draws_them(turn: float) -> None:
    places = on_screen(CORNERS, turn, 500)
    np.testing.assert_allclose(places, by_matrix(CORNERS, turn, 500), atol=1e-9)
    assert np.abs(places).max() < 500
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(places, by_matrix(CORNERS, turn + 5, 500), atol=1e-3)


def test_up_is_up_and_the_near_side_is_larger() -> None:
    places = dict(zip(map(tuple, CORNERS), on_screen(CORNERS, 0, 500), strict=True))
    near = places[2, 0, 5] - places[2, 0, 0]
    far = places[0, 0, 5] - places[0, 0, 0]
    assert near[1] > far[1] > 0
    assert places[2, 3, 0][0] > places[2, 0, 0][0]  # from the x axis, y goes to the right


def test_the_box_has_room_for_all_points() -> None:
    figure = go.Figure()
    arrange(figure, CORNERS, 90, ["a", "b", "c"])
    scene = figure.layout.scene
    assert [scene.xaxis.range, scene.yaxis.range, scene.zaxis.range] == [
        pytest.approx((-0.04 * side, 1.04 * side)) for side in (2, 3, 5)
    ]
    assert [scene.xaxis.title.text, scene.zaxis.title.text] == ["a", "c"]
    assert scene.camera.eye.x == pytest.approx(0)
    alike = np.ones((3, 3))
    assert np.isfinite(on_screen(alike, 10, 500)).all()
