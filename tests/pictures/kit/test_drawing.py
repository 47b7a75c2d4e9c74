"""Drawings: closed shapes with gaps between them, on a canvas that counts pixels downwards."""

import numpy as np

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.drawing import WIDTH, as_drawing, filled, outline


def test_an_outline_is_closed_cut_at_its_corners_and_ends_with_a_gap() -> None:
    points = outline(10, 20, 100, 40)
    assert points.shape == (10, 2)
    assert np.isnan(points[-1]).all() and not np.isnan(points[:-1]).any()
    assert points[0].tolist() == points[-2].tolist()
    assert points[:-1].min(axis=0).tolist() == [10, 20]
    assert points[:-1].max(axis=0).tolist() == [110, 60]
    assert [10, 20] not in points[:-1].tolist()


def test_shapes_of_one_colour_are_one_trace_with_gaps() -> None:
    trace = filled([outline(0, 0, 10, 10), outline(20, 0, 10, 10)], theme.PAPER, theme.DATA)
    assert len(trace.x) == len(trace.y) == 20
    assert np.flatnonzero(np.isnan(trace.x)).tolist() == [9, 19]
    assert (trace.fill, trace.fillcolor, trace.line.color) == ("toself", theme.PAPER, theme.DATA)


def test_no_shapes_are_an_empty_trace() -> None:
    assert filled([], theme.PAPER, theme.DATA).x.size == 0


def test_a_drawing_has_no_axes_and_counts_pixels_downwards() -> None:
    figure = theme.figure([], title="a", alt="b")
    as_drawing(figure, 300)
    assert figure.layout.xaxis.range == (0, WIDTH)
    assert figure.layout.yaxis.range == (300, 0)
    assert not figure.layout.xaxis.visible and not figure.layout.yaxis.visible
