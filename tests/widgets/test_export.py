"""One page for the disk: everything in it once, all text as text, every number as it was."""

import json
from base64 import b64decode
from html.parser import HTMLParser

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz import export_html, live
from gpt_viz.page.bundle import bundle
from gpt_viz.pictures.kit.text import visible
from gpt_viz.widgets.canvas import Canvas
from gpt_viz.widgets.export import as_script
from tests.multiples import RENDER, Multiples, bars
from tests.safety import HOSTILE

PLOTLY = "/* the whole of plotly.js: 1 < 2 </script> */"


class Page(HTMLParser):
    """What a browser makes of a page: its elements, their text, and the content in its script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.content = json.loads(self.texts["script"][0])

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open:
            self.texts[self._open[-1]][-1] += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


@pytest.fixture
def page(tmp_path):
    """A function that exports its arguments and reads the page."""
    return lambda *parts: Page(export_html(parts, tmp_path / "a.html").read_text("utf-8"))


@pytest.fixture(autouse=True)
def short_plotly(monkeypatch):
    """The real one is 5 MB long, which takes a second to read back."""
    monkeypatch.setattr("gpt_viz.widgets.export.get_plotlyjs", lambda: PLOTLY)


# --- what is in it -----------------------------------------------------------------------------


def test_parts_stand_in_their_order(page):
    got = page("# One", "two\nlines", Multiples([1]), "## Three", bars())
    names = [tag for tag, _ in got.elements if tag in ("h1", "h2", "p", "figure", "script")]
    assert names == ["h1", "p", "figure", "p", "h2", "figure", "p", "script", "script"]
    assert (got.texts["title"], got.texts["h1"], got.texts["h2"]) == (["One"], ["One"], ["Three"])
    assert got.texts["p"] == ["two lines", "q times 1", "q: 2"]


def test_one_part_needs_no_list_and_the_path_is_given_back(tmp_path):
    path = export_html(bars(), tmp_path / "my page.html")
    assert path == tmp_path / "my page.html"
    assert Page(path.read_text("utf-8")).texts["title"] == ["my page"]
    assert export_html(bars(), str(path)) == path


def test_a_lab_goes_on_from_where_it_stands(page):
    lab = Multiples([0.1, -2.5, 3e30], factor=2)
    lab.set_state({"factor": 3})  # as a reader does
    [part] = page(lab).content["parts"]
    assert part["state"]["factor"] == 3
    sent = np.frombuffer(b64decode(part["state"]["_numbers"]["$bytes"]), np.float32)
    np.testing.assert_array_equal(sent, np.array([0.1, -2.5, 3e30], np.float32))
    assert {*part["state"]} == {"factor", "_marks", "_numbers", "_name", "_colours"}


def check_each_thing_is_there_once(html: str) -> None:
    got = Page(html)
    assert [part["module"] for part in got.content["parts"]] == [0, 1, 0, 1]
    codes = [module["code"] for module in got.content["modules"]]
    assert codes == [Multiples._esm, Canvas._esm]
    assert got.content["plotly"] == PLOTLY
    assert html.count("the whole of plotly.js") == 1
    assert html.count("function opened(") == 1


def test_modules_and_plotly_are_there_once(tmp_path):
    parts = [Multiples([1]), bars(), Multiples([2]), bars("r")]
    html = export_html(parts, tmp_path / "a.html").read_text("utf-8")
    check_each_thing_is_there_once(html)
    with pytest.raises(AssertionError):
        check_each_thing_is_there_once(html.replace("</body>", f"{RENDER}function opened(</body>"))


def test_a_lab_alone_brings_no_plotly(tmp_path):
    path = export_html(Multiples([1]), tmp_path / "a.html")
    assert Page(path.read_text("utf-8")).content["plotly"] == ""
    assert path.stat().st_size < 40_000


@pytest.mark.parametrize("kind", [lambda figure: figure, Canvas])
def test_a_picture_keeps_its_numbers(page, kind):
    state = page(kind(bars(height=0.1))).content["parts"][0]["state"]
    back = go.Figure({"data": state["_widget_data"], "layout": state["_widget_layout"]})
    assert json.loads(back.to_json()) == json.loads(bars(height=0.1).to_json())


def test_what_is_no_number_is_a_gap(page):
    gap = go.Figure(go.Bar(y=[1.0, float("nan"), float("inf")]))
    state = page(gap).content["parts"][0]["state"]
    assert state["_widget_data"][0]["y"] == [1.0, None, None]


def test_a_live_picture_stands_still_and_says_so(page):
    view = live(bars, text=["q"], height=[1.0, 2.0])
    view.controls["height"].value = 2.0
    got = page(view)
    assert got.texts["figcaption"] == ["In the notebook it has controls: text, height."]
    [part] = got.content["parts"]
    want = json.loads(bars(height=2.0).to_json())
    assert part["state"]["_widget_data"] == want["data"]


@pytest.mark.parametrize(("what", "name"), [(3, "int"), ([bars(), None], "NoneType")])
def test_other_things_are_refused(tmp_path, what, name):
    with pytest.raises(TypeError, match=f"labs, live pictures, plotly figures .* got {name}"):
        export_html(what, tmp_path / "a.html")
    assert not [*tmp_path.iterdir()]


# --- text is text ------------------------------------------------------------------------------


def check_text_is_text(html: str, text: str) -> None:
    """S2: the elements are those of a page with harmless text, and the text comes back whole."""
    got = Page(html)
    tags = [tag for tag, _ in got.elements]
    assert (tags.count("script"), tags.count("img"), tags.count("b"), tags.count("i")) == (
        2,
        0,
        0,
        0,
    )
    assert {name for _, given in got.elements for name in given}.isdisjoint(
        {"onerror", "href", "src"}
    )
    raw = html.split('id="content">')[1].split("</script>")[0]
    assert not {*raw} & {*"<>&\u2028\u2029"}
    assert got.content["parts"][0]["state"]["_name"] == text
    shown = " ".join(visible(word) for word in text.split())
    assert got.texts["title"] == got.texts["h1"] == [shown]


@pytest.mark.parametrize("text", [*HOSTILE, "\u2028\u2029</script", "<!--<script>", "\ud800"])
def test_hostile_texts_are_shown_literally(tmp_path, text):
    parts = [f"# {text}", text, Multiples([1], text), bars(text)]
    check_text_is_text(export_html(parts, tmp_path / "a.html").read_text("utf-8"), text)


def test_twin(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "gpt_viz.widgets.export.as_script", lambda value: json.dumps(value, default=repr)
    )
    parts = ["# q", Multiples([1], HOSTILE[0])]
    with pytest.raises((AssertionError, json.JSONDecodeError)):
        check_text_is_text(export_html(parts, tmp_path / "a.html").read_text("utf-8"), HOSTILE[0])


def test_as_script_keeps_every_value():
    value = {"a": ["</script>&\u2028", 1.5, None, True], "é": {"$x": -1e-300}}
    assert json.loads(as_script(value)) == value
    assert as_script(value).isascii()
    assert json.loads(as_script([b"\x00\xff", memoryview(b"a")]))[0] == {"$bytes": "AP8="}


@pytest.mark.parametrize("value", [{1, 2}, np.zeros(2)])
def test_as_script_refuses_what_a_page_cannot_read(value):
    with pytest.raises(TypeError, match=f"a page can take no {type(value).__name__}"):
        as_script(value)


def test_the_pages_own_script_ends_where_it_should():
    assert "</script" not in bundle("export/export.js")
    assert "<!--" not in bundle("export/export.js")


def test_the_page_forbids_itself_the_network(page):
    [policy] = [a["content"] for tag, a in page("q").elements if "http-equiv" in a]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert not [rule for rule in rules.values() if "http" in rule or "*" in rule or "self" in rule]
