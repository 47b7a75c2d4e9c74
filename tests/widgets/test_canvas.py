"""One message for each picture, binary, complete; nothing stays of the picture before."""

import subprocess
import sys
from typing import Any

import ipywidgets
import numpy as np
import plotly.graph_objects as go
import pytest
from ipywidgets.widgets.widget import _instances
from jupyter_client.session import json_packer

from gpt_viz.pictures.kit import theme
from gpt_viz.widgets.canvas import Canvas, PlotlyScript, packed
from tests.wire import Wire

MEGABYTE = 1_000_000


def bars(n: int, title: str = "bars") -> go.Figure:
    traces = [go.Bar(x=np.linspace(0, 1, n), y=np.arange(n), orientation="h")]
    figure = theme.figure(traces, title=title, alt=f"{n} bars")
    figure.update_yaxes(tickvals=list(range(n)), ticktext=[f"token {i}" for i in range(n)])
    figure.add_vline(x=0.5)
    return figure


def pattern(n: int, seed: int = 0) -> go.Figure:
    z = np.random.default_rng(seed).random((n, n), dtype=np.float32)
    figure = theme.figure([go.Heatmap(z=z, colorscale=theme.ATTENTION)], title="a", alt=f"{n}")
    figure.update_layout(xaxis={"range": [0, n], "side": "top"}, uirevision="x")
    return figure


def lines() -> go.Figure:
    traces = [go.Scatter(x=[0, 1], y=[2, 3], name="a"), go.Bar(x=[1], y=[2]), go.Bar(x=[2], y=[1])]
    figure = theme.figure(traces, title="c", alt="lines", height=300)
    figure.add_annotation(text="here", x=1, y=1)
    return figure


def space() -> go.Figure:
    return theme.figure([go.Scatter3d(x=[1], y=[2], z=[3])], title="d", alt="a point")


PICTURES = [bars(5), bars(3, "fewer"), pattern(4), lines(), bars(8), space(), lines(), go.Figure()]


def unpacked(value: Any) -> Any:
    """What the page makes of the state: the reverse of `packed`."""
    if isinstance(value, list):
        return [unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return np.frombuffer(value["bytes"], value["dtype"]).reshape(value["shape"]).tolist()
    return {key: unpacked(item) for key, item in value.items()}


def as_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_lists(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [as_lists(v) for v in value] if isinstance(value, list | tuple) else value


def check_shows_each_completely(canvas: Any) -> None:
    for figure in PICTURES:
        canvas.paint(figure)
        assert canvas.to_dict() == figure.to_dict()
        page = {"data": unpacked(canvas._widget_data), "layout": unpacked(canvas._widget_layout)}
        assert page["data"] == as_lists([trace._props for trace in figure.data])
        assert page["layout"] == as_lists(figure.layout._props)


def test_nothing_stays_of_the_picture_before():
    check_shows_each_completely(Canvas(lines()))


def test_nothing_stays_of_the_picture_before_twin():
    class Merging(Canvas):
        def paint(self, figure):
            with self.batch_update():
                self.data = ()
                self.add_traces(figure.data)
                self.layout.update(figure.layout)  # leaves what the new layout does not mention

    with pytest.raises(AssertionError):
        check_shows_each_completely(Merging(lines()))


def check_one_light_message(widget: Any, repaint: Any) -> None:
    """W5: at T = 256 one message under 1.1 MB, the numbers as bytes and not as text."""
    wire = Wire(widget)
    repaint(pattern(256, seed=1))
    assert len(wire.sent) == 1
    assert wire.largest < 1.1 * MEGABYTE
    (_, text, binary), numbers = wire.sent[0], 256 * 256 * 4
    assert binary == numbers
    assert text < 20_000


def test_a_pattern_is_one_binary_message():
    canvas = Canvas(pattern(256))
    check_one_light_message(canvas, canvas.paint)


def test_a_pattern_is_one_binary_message_twin():
    stock = go.FigureWidget(pattern(256))

    def repaint(figure: go.Figure) -> None:
        with stock.batch_update():
            stock.data[0].z = figure.data[0].z
            stock.layout.title = figure.layout.title

    with pytest.raises(AssertionError):
        check_one_light_message(stock, repaint)


def test_only_what_changed_is_sent():
    canvas = Canvas(bars(5))
    wire = Wire(canvas)
    canvas.paint(bars(5, "another title"))
    canvas.paint(bars(5, "another title"))
    assert [list(state) for state, _, _ in wire.sent] == [["_widget_layout"]]


def test_edits_by_hand_reach_the_page():
    canvas = Canvas(lines())
    wire = Wire(canvas)
    with canvas.batch_update():
        canvas.data[0].y = np.array([5.0, 6.0])
        canvas.layout.title.text = "by hand"
    canvas.add_bar(x=[1], y=[1])
    assert len(wire.sent) == 2
    assert canvas._widget_layout["title"]["text"] == "by hand"
    assert [trace["type"] for trace in canvas._widget_data] == ["scatter", "bar", "bar", "bar"]


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.arange(4), "int32"),
        (np.array([2**40, 1]), "float64"),
        (np.array([-(2**63), 1]), "float64"),
        (np.arange(6, dtype=np.float16).reshape(2, 3), "float32"),
        (np.array([0.5, np.nan, np.inf]), "float64"),
        (np.arange(24, dtype=np.uint8).reshape(2, 3, 4), "uint8"),
        (np.zeros((0, 3), np.float32), "float32"),
        (np.asfortranarray(np.arange(6.0).reshape(2, 3)), "float64"),
        (np.arange(10.0)[::-2], "float64"),
    ],
)
def test_arrays_travel_as_bytes(array, dtype):
    sent = packed({"z": array})["z"]
    assert (sent["dtype"], sent["shape"]) == (dtype, list(array.shape))
    back = np.frombuffer(sent["bytes"], dtype).reshape(sent["shape"])
    np.testing.assert_array_equal(back, array.astype(dtype))


def test_what_is_no_array_of_numbers_travels_as_text():
    given = {
        "a": np.array([True, False]),
        "b": np.array(["<b>", None], object),
        "c": (np.float32(0.5), np.int64(3)),
        "d": np.array(2.0),
    }
    sent = packed(given)
    assert sent == {"a": [True, False], "b": ["<b>", None], "c": [0.5, 3], "d": 2.0}
    assert json_packer(sent)


def test_plotly_is_sent_once_for_all_pictures():
    first, second = Canvas(bars(2)), Canvas(bars(3))
    assert first._script is second._script
    assert len(first._esm) < 10_000
    scripts = [w for w in _instances.values() if isinstance(w, PlotlyScript)]
    assert len(scripts) == 1
    assert len(scripts[0].code) > MEGABYTE


def test_a_picture_can_be_made_after_all_widgets_were_closed():
    Canvas(bars(2))
    ipywidgets.Widget.close_all()
    canvas = Canvas(bars(2))
    assert canvas._script.comm is not None
    assert canvas.get_state("_script")["_script"] == f"IPY_MODEL_{canvas._script.model_id}"


def test_a_closed_picture_holds_no_numbers():
    canvas = Canvas(pattern(64))
    canvas.close()
    assert (canvas._widget_data, canvas.data) == ([], ())
    assert canvas not in _instances.values()


def test_the_line_to_the_page_opens_with_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent in a second message can be lost while JupyterLab opens a notebook."""
    opened: list[dict[str, Any]] = []
    module = ipywidgets.widgets.widget.comm
    create = module.create_comm
    monkeypatch.setattr(
        module, "create_comm", lambda **told: opened.append(told["data"]["state"]) or create(**told)
    )
    Canvas(bars(3))
    go.FigureWidget(bars(3))  # the twin: plotly's own opens with nothing in it
    sizes = [len(state["_widget_data"]) for state in opened if "_widget_data" in state]
    assert sizes == [1, 0]


SCRIPT = """
import plotly.graph_objects as go
from gpt_viz import live
shown = live(lambda x: go.Figure(go.Bar(y=[x])), x=[1.0, 2.0])
"""


def test_a_script_with_a_live_picture_ends_in_silence() -> None:
    """Its canvas is closed when Python can import nothing more, so it is not repainted."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
