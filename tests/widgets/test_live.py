"""Any picture made live: its controls draw it again, and errors stay inside the widget."""

import html
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from ipywidgets.widgets.widget import _instances

from gpt_viz import live, menu, slider
from gpt_viz.maths import softmax
from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.kit import theme
from gpt_viz.widgets.live import LiveFigure

LOGITS = np.array([2.0, 1.0, 0.0])


def bars(logits: np.ndarray, temperature: float = 1.0, top: int = 3, title: str = "T") -> go.Figure:
    """A picture: bars of a softmax, with as many traces and shapes as `top` says."""
    p = softmax(logits, temperature)
    traces = [go.Bar(x=p[[i]], y=np.array([i]), orientation="h") for i in range(top)]
    figure = theme.figure(traces, title=title, alt=f"at {temperature:g} the largest is {p[0]:.3f}")
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(tickvals=list(range(top)), ticktext=[f"bar {i}" for i in range(top)])
    for i in range(top - 1):
        figure.add_hline(y=i + 0.5)
    if temperature == 0:
        figure.add_annotation(text="greedy", x=1, y=0)
    return figure


def temperature_view(picture: Any = bars) -> LiveFigure:
    return live(picture, LOGITS, temperature=slider(0, 5, 1.0, log=True))


def said(view: LiveFigure) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", view.message.value))


# --- drawing again -----------------------------------------------------------------------------


def check_shows_just_what_the_picture_gives(view: LiveFigure) -> None:
    for temperature, top, title in [(0, 3, "a"), (2, 1, "b"), (0.5, 2, "b"), (1, 3, "a")]:
        view.controls["temperature"].value = temperature
        view.controls["top"].value = top
        view.controls["title"].value = title
        assert view.figure.to_dict() == bars(LOGITS, temperature, top, title).to_dict()


def test_each_change_shows_just_what_the_picture_gives():
    view = live(bars, LOGITS, temperature=slider(0, 5, 1.0, log=True), top=range(1, 4), title="a")
    check_shows_just_what_the_picture_gives(view)
    assert isinstance(view.figure, go.FigureWidget)


def test_each_change_shows_just_what_the_picture_gives_twin():
    view = live(bars, LOGITS, temperature=slider(0, 5, 1.0, log=True), top=range(1, 4), title="a")

    def merge(figure: go.Figure) -> None:
        with go.FigureWidget.batch_update(view.figure):
            view.figure.update(figure.to_dict())

    view.figure.paint = merge
    with pytest.raises(AssertionError):
        check_shows_just_what_the_picture_gives(view)


def test_one_surface_for_a_live_picture():
    view = live(bars, LOGITS, temperature=slider(0, 5, 1.0), top=range(1, 4))
    before = len(_instances)
    for top in (3, 1, 2):
        view.controls["top"].value = top
    assert len(_instances) == before


def test_the_words_follow_the_picture():
    view = temperature_view()
    for temperature in (0, 2):
        view.controls["temperature"].value = temperature
        alt = bars(LOGITS, temperature).layout.meta["alt"]
        assert view.figure.layout.meta["alt"] == alt
        assert view.figure._widget_layout["meta"]["alt"] == alt
        assert view._repr_mimebundle_()["text/plain"] == alt


def test_words_stand_where_no_kernel_runs():
    view = live(bars, LOGITS, title=["<b>"])
    view.figure.layout.meta = {"alt": "a <b> & $x$"}
    bundle = view._repr_mimebundle_()
    assert bundle["text/html"] == "<p>a &lt;b&gt; &amp; &#36;x&#36;</p>"
    assert "application/vnd.jupyter.widget-view+json" in bundle


# --- a click on a point ------------------------------------------------------------------------


def places(layer: int, head: int) -> go.Figure:
    """A picture whose points carry places; a click on one goes there."""
    grid = np.array([[0, 0], [1, 2]])
    figure = theme.figure(
        [go.Scatter(x=[0, 1], y=[0, 1], customdata=grid)],
        title="places",
        alt=f"layer {layer}, head {head}",
    )
    figure.layout.meta = figure.layout.meta | {"clicks": ["layer", "head"]}
    return figure


def clicked(view: LiveFigure, values: list[int]) -> None:
    """What the page sends when a point with these values is clicked."""
    view.figure._handle_custom_msg({"clicked": values}, [])


def check_a_click_goes_there(view: LiveFigure) -> None:
    clicked(view, [1, 2])
    assert [view.controls[name].value for name in ("layer", "head")] == [1, 2]
    assert view.figure.layout.meta["alt"] == "layer 1, head 2"


def test_a_click_moves_the_controls_that_the_picture_names():
    check_a_click_goes_there(live(places, layer=range(2), head=range(3)))


def test_a_click_moves_the_controls_that_the_picture_names_twin():
    def silent(layer: int, head: int) -> go.Figure:
        figure = places(layer, head)
        figure.layout.meta = {"alt": figure.layout.meta["alt"]}
        return figure

    with pytest.raises(AssertionError):
        check_a_click_goes_there(live(silent, layer=range(2), head=range(3)))


def test_a_click_leaves_alone_what_has_no_control():
    view = live(lambda layer: places(layer, 0), layer=range(2))
    clicked(view, [1, 2])
    assert view.controls["layer"].value == 1
    view.figure._handle_custom_msg({"other": 1}, [])
    assert view.message.value == ""


# --- values that are moved quickly -------------------------------------------------------------


def check_last_value_wins(view: LiveFigure, seen: list[float], moved: int) -> None:
    """H8: one drawing for each value that arrives, in order, the last one shown."""
    for place in range(moved):
        view.controls["temperature"].slider.value = place
    last = view.controls["temperature"].value
    assert seen[-1] == last
    assert len(seen) <= moved + 1
    assert view.figure.layout.meta["alt"] == bars(LOGITS, last).layout.meta["alt"]


def test_the_last_value_wins():
    seen: list[float] = []

    def picture(logits: np.ndarray, temperature: float) -> go.Figure:
        seen.append(temperature)
        return bars(logits, temperature)

    check_last_value_wins(temperature_view(picture), seen, 60)


def test_the_last_value_wins_twin():
    seen: list[float] = []

    def stale(logits: np.ndarray, temperature: float) -> go.Figure:
        seen.append(temperature)
        return bars(logits, seen[-2] if len(seen) > 1 else temperature)  # one value behind

    with pytest.raises(AssertionError):
        check_last_value_wins(temperature_view(stale), seen, 60)


def model_calls(gpt: GPT, picture: Any, *fixed: Any) -> int:
    """How often the model runs while a temperature slider is dragged over its whole length."""
    calls: list[int] = []
    handle = gpt.model.register_forward_pre_hook(lambda *_: calls.append(1))
    try:
        view = live(picture, *fixed, temperature=slider(0, 5, 1.0, log=True))
        calls.clear()
        for place in range(0, 100, 5):
            view.controls["temperature"].slider.value = place
    finally:
        handle.remove()
    return len(calls)


def test_a_temperature_change_runs_no_model(mini):
    next_token = mini.next_token("Once upon a time, there was a")
    assert model_calls(mini, lambda n, temperature: bars(n.logits, temperature), next_token) == 0


def test_a_temperature_change_runs_no_model_twin(mini):
    def hasty(text: str, temperature: float) -> go.Figure:
        return bars(mini.trace(text, keep=["logits"]).logits[-1], temperature)

    assert model_calls(mini, hasty, "Once upon a time") >= 20


# --- errors ------------------------------------------------------------------------------------


def test_a_bad_number_is_said_in_the_widget():
    view = temperature_view()
    box, before = view.controls["temperature"].box, view.figure.to_dict()
    for typed, got in [("-1", "-1"), ("abc", "'abc'"), ("nan", "nan"), ("", "''")]:
        box.value = typed
        assert said(view) == f"temperature must be a number from 0 to 5, got {got}"
        assert view.figure.to_dict() == before
        assert box.value == typed
    box.value = "0.5"
    assert said(view) == ""
    assert view.figure.to_dict() == bars(LOGITS, 0.5).to_dict()


def check_error_stays_inside(view: LiveFigure) -> None:
    """W1: the message stands in the widget, the good picture stays, the controls still work."""
    title, message = view.controls["title"], "<b>title</b> must be short, got 'long'"
    before = view.figure.to_dict()
    title.value = "long"
    assert said(view) == message
    assert "<b>" not in view.message.value
    assert 'role="alert"' in view.message.value
    assert view.figure.to_dict() == before
    title.value = "new"
    assert said(view) == ""
    assert view.figure.layout.title.text == "new"


def titled(logits: np.ndarray, title: str) -> go.Figure:
    if len(title) > 3:
        raise ValueError(f"<b>title</b> must be short, got {title!r}")
    return bars(logits, title=title)


def test_an_error_stays_inside_the_widget():
    check_error_stays_inside(live(titled, LOGITS, title="old"))


def test_an_error_stays_inside_the_widget_twin():
    view = live(titled, LOGITS, title="old")
    view.message.attempt = lambda action: action()
    with pytest.raises(ValueError, match="must be short"):
        check_error_stays_inside(view)


def test_an_unexpected_error_says_what_it_is():
    view = live(lambda x: bars(LOGITS / x), x=menu({"one": 1, "none": None}))
    view.controls["x"].value = None
    assert said(view).startswith("TypeError: unsupported operand")
    view.controls["x"].value = 1
    assert said(view) == ""


def test_a_picture_must_be_a_figure():
    with pytest.raises(TypeError, match="a picture must return a plotly Figure, got NoneType"):
        live(lambda **_: None, x=True)
    view = live(lambda x: bars(LOGITS) if x else 3, x=True)
    view.controls["x"].value = False
    assert said(view) == "TypeError: a picture must return a plotly Figure, got int"


def test_a_first_drawing_that_fails_leaves_nothing_behind():
    def unfinished(temperature: float, title: str) -> go.Figure:
        raise NotImplementedError

    live(bars, LOGITS)
    before = len(_instances)
    for _ in range(3):
        with pytest.raises(NotImplementedError):
            live(unfinished, temperature=slider(0, 5, 1.0), title="x")
        with pytest.raises(ValueError, match="title must be slider"):
            live(unfinished, temperature=slider(0, 5, 1.0), title=None)
    assert len(_instances) == before


def test_a_closed_view_says_so():
    view = temperature_view()
    view.close()
    view.controls["temperature"].value = 2
    assert said(view) == "this live picture is closed; run its cell again"
