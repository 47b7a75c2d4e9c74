"""On a page so busy that anywidget gives its widgets up, they hear the kernel all the same."""

import plotly.graph_objects as go
import pytest
from playwright.sync_api import expect

from gpt_viz.pictures.kit import theme
from gpt_viz.widgets.canvas import Canvas
from tests.browser import lab
from tests.browser.kernel import run

pytestmark = pytest.mark.browser

CELLS = [
    """from gpt_viz import TemperatureLab
from gpt_viz.pictures.kit import theme
from gpt_viz.widgets.canvas import Canvas
from tests.browser.test_page_in_jupyterlab import Deaf, picture
from tests.scores import scores_of""",
    "canvas = Canvas(picture('first'))\ncanvas.paint(picture('second'))\ncanvas",
    "lab = TemperatureLab(scores_of(['a', 'b'], [2, 1]))\nlab.temperature = 0.5\nlab",
    "deaf = Deaf(picture('first'))\ndeaf.paint(picture('second'))\ndeaf",
]
# the two seconds that anywidget waits for a module, over at once
IMPATIENT = """(() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (time) => timeout(time === 2000 ? 0 : time);
})()"""


def picture(title):
    return theme.figure([go.Bar(y=[1, 2])], title=title, alt=title)


class Deaf(Canvas):
    """A canvas without what `hearing.js` does."""

    _esm = Canvas._esm.replace("{ initialize, render }", "{ render }")


@pytest.fixture(scope="module")
def busy(chromium, written, address):
    context = chromium.browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(IMPATIENT)
    notebook = lab.Notebook(context, address.format(written("busy", CELLS)))
    notebook.run_all()
    assert notebook.wrong() == []
    yield notebook.page
    context.close()


def shows(plot, title: str) -> None:
    expect(plot).to_have_attribute("aria-label", title)


def test_a_picture_goes_on_to_follow_python(busy):
    plot = busy.locator("[role=img].js-plotly-plot").first
    shows(plot, "second")
    run(busy, "canvas.paint(picture('third'))")
    shows(plot, "third")


def test_a_lab_goes_on_to_follow_python(busy):
    box = busy.locator(".temperature-lab").get_by_role("textbox", name="temperature", exact=True)
    expect(box).to_have_value("0.5")
    run(busy, "lab.temperature = 2")
    expect(box).to_have_value("2")
    box.fill("3")
    box.press("Enter")
    expect(box).to_have_value("3")
    busy.wait_for_timeout(600)
    assert run(busy, "print(lab.temperature)") == "3.0"


def test_twin_without_it_a_picture_is_deaf(busy):
    plot = busy.locator("[role=img].js-plotly-plot").nth(1)
    run(busy, "deaf.paint(picture('third'))")
    busy.wait_for_timeout(2000)
    shows(plot, "first")
