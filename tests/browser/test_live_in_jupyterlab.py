"""What canvas.js makes of a live picture, in a real page: each number, and nothing left behind."""

import numpy as np
import pytest

pytestmark = pytest.mark.browser

CELLS = [
    """import numpy as np, plotly.graph_objects as go
from gpt_viz import live
from gpt_viz.pictures.kit import theme
def picture(seed):
    z = np.arange(12).reshape(3, 4) * np.float32(0.1) + seed
    traces = [go.Heatmap(z=z), go.Bar(x=np.arange(4), y=z[0])][: 1 + seed % 2]
    figure = theme.figure(traces, title=f"seed {seed}", alt=f"a picture of seed {seed}")
    if seed % 2:
        figure.add_vline(x=seed)
    return figure""",
    "live(picture, seed=range(100))",
]
PICTURE = "[role=img].js-plotly-plot"
SHOWN = """plot => ({
    z: plot.data[0].z.map(row => [...row]), kinds: plot.data.map(trace => trace.type),
    title: plot.layout.title.text, shapes: (plot.layout.shapes ?? []).length,
    words: plot.getAttribute('aria-label'),
})"""


@pytest.fixture(scope="module")
def page(opened_cells):
    notebook = opened_cells("live", CELLS)
    yield notebook
    notebook.page.close()


def check_shows(plot, seed: int) -> None:
    shown = plot.evaluate(SHOWN)
    expected = np.arange(12).reshape(3, 4) * np.float32(0.1) + seed
    np.testing.assert_allclose(shown["z"], expected, rtol=1e-6)
    assert shown["kinds"] == ["heatmap", "bar"][: 1 + seed % 2]
    assert shown["title"] == f"seed {seed}"
    assert shown["shapes"] == seed % 2
    assert shown["words"] == f"a picture of seed {seed}"


def test_each_picture_replaces_the_one_before(page):
    plot, [handle] = page.page.locator(PICTURE), page.sliders()
    check_shows(plot, 0)
    for seed in (1, 2):
        handle.press("ArrowRight")
        page.wait()
        check_shows(plot, seed)
    with pytest.raises(AssertionError):
        check_shows(plot, 1)


def test_no_button_leads_out_of_the_page(page):
    titles = page.page.locator(f"{PICTURE} .modebar-btn").evaluate_all(
        "buttons => buttons.map(button => button.dataset.title ?? button.ariaLabel)"
    )
    assert any("PNG" in title for title in titles)
    assert ways_out(titles) == []


def test_no_button_leads_out_of_the_page_twin():
    assert len(ways_out(["Zoom in", "Share chart...", "Produced with Plotly.js"])) == 2


def ways_out(titles):
    return [title for title in titles if "Share" in title or "plotly" in title.lower()]


def test_the_last_of_many_values_is_shown(page):
    box = page.page.get_by_role("textbox", name="seed")
    before = int(box.input_value())
    for _ in range(30):
        page.sliders()[0].press("ArrowRight")
    page.wait()
    assert box.input_value() == str(before + 30)
    check_shows(page.page.locator(PICTURE), before + 30)


def test_a_bad_number_is_said_and_stays(page):
    box = page.page.get_by_role("textbox", name="seed")
    box.fill("abc")
    box.press("Enter")
    page.wait()
    assert page.wrong() == ["seed must be a whole number from 0 to 99, got 'abc'"]
    assert box.input_value() == "abc"
    box.fill("7")
    box.press("Enter")
    page.wait()
    assert page.wrong() == []
    check_shows(page.page.locator(PICTURE), 7)


def test_a_page_that_is_loaded_again_shows_the_same(page):
    page.page.get_by_role("textbox", name="seed").fill("4")
    page.page.get_by_role("textbox", name="seed").press("Enter")
    page.wait()
    page.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.page.wait_for_timeout(1000)
    page.page.reload()
    page.page.locator(PICTURE).wait_for(timeout=60_000)
    page.wait()
    check_shows(page.page.locator(PICTURE), 4)
    assert page.complaints == []
