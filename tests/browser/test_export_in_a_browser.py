"""An exported page as its reader meets it: opened from the disk, with the network off."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from playwright.sync_api import expect

from gpt_viz import AttentionLab, TemperatureLab, export_html, words
from gpt_viz.maths import softmax
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import visible
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from gpt_viz.records.trace import Trace
from gpt_viz.widgets.quantised import LEVELS
from tests.browser import lab
from tests.made_up import PLAIN_WORD, made_up_language
from tests.multiples import Multiples, bars
from tests.safety import HOSTILE, hostile_pieces
from tests.traces import random_trace, words_trace

pytestmark = pytest.mark.browser

ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
PIECES = hostile_pieces()
WORDS = [*PIECES, *(Piece(i, b"w") for i in range(len(PIECES), 50_257))]
SCORES = NextToken("q", np.linspace(9, -90, len(WORDS), dtype=np.float32), WORDS)
TRACE = random_trace(PIECES)
NUMBERS = np.array([0.1, -2.5, 3e30], np.float32)
PICTURE = "[role=img].js-plotly-plot"


@pytest.fixture(scope="module")
def offline(chromium):
    """Contexts of the browser for pages that no network reaches."""
    made = []

    def context(**settings):
        made.append(chromium.browser.new_context(**settings))
        made[-1].set_offline(True)
        return made[-1]

    yield context
    for one in made:
        one.close()


def shown(context, path):
    """The page at a path, when all its parts are drawn."""
    reading = lab.Reading(context, path.as_uri(), home=path.as_uri())
    reading.page.wait_for_function("() => !document.querySelector('figure > div > p')")
    return reading


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    space = theme.figure([go.Scatter3d(x=[1, 2], y=[2, 1], z=[3, 4])], title="s", alt="two points")
    first, second = Multiples(NUMBERS.tolist(), ATTACK), Multiples([1, 2], "second", factor=2)
    parts = ["# A page", ATTACK, first, second, "## Pictures", bars(ATTACK, 0.25), space]
    return export_html(parts, tmp_path_factory.mktemp("export") / "page.html")


@pytest.fixture(scope="module")
def page(offline, path):
    return shown(offline(viewport={"width": 1280, "height": 800}), path)


def values(section) -> list[float]:
    return [float(word) for word in section.locator("output").inner_text().split()]


def test_labs_work_each_for_itself(page):
    first, second = page.page.locator(".gpt-lab").all()
    for factor in (1, 2, 3):
        np.testing.assert_allclose(values(first), NUMBERS * factor, rtol=1e-6)
        assert values(second) == [2, 4]
        first.get_by_role("slider").press("ArrowRight")
        page.painted()
    first.get_by_role("textbox").fill("7")
    first.get_by_role("textbox").press("Enter")
    assert "must be a number from 0 to 3" in first.get_by_role("alert").inner_text()
    np.testing.assert_allclose(values(first), NUMBERS * 3, rtol=1e-6)


def test_pictures_hover(page):
    plot = page.page.locator(PICTURE).first
    plot.scroll_into_view_if_needed()
    plot.locator(".bars .point").first.hover(force=True)
    said = page.page.locator(".hoverlayer .hovertext")
    said.wait_for()
    assert ATTACK.replace(" ", "·") in " ".join(said.locator("text").all_text_contents())
    assert plot.evaluate("plot => [...plot._fullData[0].y]") == [0.25, 0.5]
    assert plot.get_attribute("aria-label") == f"{ATTACK}: 2"


def test_a_picture_in_space_is_drawn(page):
    plot = page.page.locator(PICTURE).nth(1)
    plot.locator("canvas").first.wait_for()
    assert plot.evaluate("plot => plot._fullData[0].type") == "scatter3d"


def test_hostile_texts_are_shown_literally(page):
    assert page.page.locator("h1 + p").inner_text() == ATTACK
    assert page.page.locator(".gpt-lab p").first.inner_text() == ATTACK
    assert page.page.locator("img[onerror]").count() == 0
    assert page.dialogs == []


def test_nothing_is_fetched_and_the_page_is_content(page):
    assert page.asked_for == []
    assert page.complaints == []


def test_twin_the_page_stops_what_is_planted(offline, path, tmp_path):
    planted = tmp_path / "planted.html"
    image = '<img src="https://example.org/a.png"></main>'
    planted.write_text(path.read_text("utf-8").replace("</main>", image), "utf-8")
    reading = shown(offline(), planted)
    assert any("example.org" in complaint for complaint in reading.complaints)
    assert reading.asked_for == []
    policy = planted.read_text("utf-8").replace("Content-Security-Policy", "no-policy")
    planted.write_text(policy, "utf-8")
    assert shown(offline(), planted).asked_for == ["https://example.org/a.png"]


def test_words_stand_where_no_script_runs(offline, path):
    reading = lab.Reading(offline(java_script_enabled=False), path.as_uri(), path.as_uri())
    words = reading.page.locator("figure p").all_inner_texts()
    assert words[1:] == ["second times 2", f"{ATTACK}: 2", "two points"]


@pytest.fixture(scope="module")
def instruments(tmp_path_factory):
    """A page with the course's two labs, over a vocabulary and a text of hostile tokens."""
    parts = ["# Two labs", TemperatureLab(SCORES, temperature=0.5), AttentionLab(TRACE, layer=1)]
    return export_html(parts, tmp_path_factory.mktemp("export") / "instruments.html")


@pytest.fixture(scope="module")
def labs(offline, instruments):
    return shown(offline(viewport={"width": 1280, "height": 1000}), instruments)


@pytest.mark.parametrize("temperature", [0.5, 0, 0.01, 5])
def test_the_temperature_lab_works_from_the_disk(labs, temperature):
    box = labs.page.get_by_role("textbox", name="temperature", exact=True)
    if temperature != 0.5:  # where it stood when it was exported
        box.fill(str(temperature))
        box.press("Enter")
        labs.painted()
    rows = labs.page.locator(".temperature-lab .column").first.locator(".bar[data-id]")
    read = "rows => rows.map(row => [row.dataset.id, row.dataset.probability].map(Number))"
    ids, probabilities = np.array(rows.evaluate_all(read)[:12]).T
    want = softmax(SCORES.logits, temperature)[ids.astype(int)]
    np.testing.assert_allclose(probabilities, want, rtol=0, atol=1e-6)


def test_the_attention_lab_works_from_the_disk(labs):
    wall = labs.page.locator(".attention canvas").first
    for head in range(3):
        chips = labs.page.locator(".attention [data-position]").evaluate_all(
            "chips => chips.map(chip => Number(chip.dataset.weight))"
        )
        want = TRACE.attention(1, head)[-1]
        np.testing.assert_allclose(chips, want, rtol=0, atol=1 / LEVELS)
        wall.press("ArrowRight")
        labs.painted()


def test_the_labs_show_tokens_as_they_are_and_ask_for_nothing(labs):
    for name in (".temperature-lab .bar .name", ".attention [data-position]"):
        texts = labs.page.locator(name).all_text_contents()
        assert [visible(text) for text in HOSTILE[:6]] == texts[:6]
    assert (labs.dialogs, labs.asked_for, labs.complaints) == ([], [], [])


@pytest.mark.parametrize("width", [1280, 600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_labs_fit(offline, instruments, width, scheme):
    context = offline(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = shown(context, instruments).page
    page.screenshot(path=lab.SHOTS / f"labs-{scheme}-{width}.png", full_page=True)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.locator(".attention .tokens").evaluate("it => it.scrollWidth <= it.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_pressed_button_keeps_its_colours_under_the_pointer(offline, instruments, scheme):
    """The label of one that has just been clicked, and so is pointed at, can be read."""
    page = shown(offline(color_scheme=scheme), instruments).page
    button = page.get_by_role("button", name="who looks at it")
    button.click()
    for part, name in (("background-color", "probability"), ("color", "paper")):
        expect(button).to_have_css(part, rgb(theme.PALETTE[name][scheme == "dark"]))


def test_the_key_of_attention_tells_the_step_where_one_points(labs):
    key = labs.page.locator(".attention .legend")
    assert key.get_attribute("title") == "weights come in steps of 0.0015 %"
    assert "steps" not in key.inner_text()


@pytest.mark.parametrize("width", [1280, 600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_has_the_machines_colours(offline, path, width, scheme):
    window = {"width": width, "height": 800}
    page = shown(offline(viewport=window, color_scheme=scheme), path).page
    page.screenshot(path=lab.SHOTS / f"export-{scheme}-{width}.png", full_page=True)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    paper, ink = (theme.PALETTE[name][scheme == "dark"] for name in ("paper", "ink"))
    for place in ("body", ".gpt-lab"):
        style = page.locator(place).first.evaluate(
            "place => [getComputedStyle(place).backgroundColor, getComputedStyle(place).color]"
        )
        assert style == [rgb(paper), rgb(ink)]


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(part) for part in bytes.fromhex(colour[1:]))})"


# --- in another language -------------------------------------------------------------------------

SAID = """page => [...page.querySelectorAll('*')].flatMap(it => [
    ...['aria-label', 'title', 'aria-valuetext', 'placeholder'].map(name => it.getAttribute(name)),
    ...[...it.childNodes].filter(one => one.nodeType === Node.TEXT_NODE).map(one => one.data),
]).filter(text => text)"""
LETTERLESS = [Piece(i, str(i).encode()) for i in range(40)]


@pytest.fixture(scope="module")
def abroad(offline, tmp_path_factory):
    """A page with both labs, whose every sentence is in a made-up language of wide letters."""
    folder = tmp_path_factory.mktemp("abroad")
    scores = NextToken("1", np.linspace(3, -3, 40, dtype=np.float32), LETTERLESS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GPT_VIZ_LANGUAGE", str(made_up_language(folder)))
        words.language.cache_clear()
        first = TemperatureLab(scores, compare=0, top_k=11, top_p=0.9)
        text, long = random_trace(LETTERLESS[:9]), words_trace(300, layers=12, heads=12)
        long = replace(long, pieces=tuple(Piece(i, str(i).encode()) for i in range(300)))
        second = AttentionLab(text, threshold=0.1)
        parts = ["# 1", first, TemperatureLab(trace_of(LETTERLESS)), second, AttentionLab(long)]
        path = export_html(parts, folder / "abroad.html")
    words.language.cache_clear()
    return shown(offline(viewport={"width": 1280, "height": 1000}), path)


def trace_of(pieces) -> Trace:
    """A text with scores after each of its tokens."""
    logits = np.random.default_rng(0).normal(size=(9, len(pieces))).astype(np.float32)
    vectors = np.zeros((9, 2))
    return Trace("", pieces[:9], vectors, None, {"logits": logits}, (), vocabulary=pieces)


def plain_words(page) -> list[str]:
    """Words in plain letters on the page, or in what is said of it."""
    texts = page.locator("main").evaluate(SAID)
    assert len(texts) > 300
    return [text for text in texts if PLAIN_WORD.search(text)]


def test_every_word_of_the_labs_is_said_in_the_users_language(abroad):
    page = abroad.page
    assert page.locator("html").get_attribute("lang") == "eo"
    assert plain_words(page) == []
    for draws in range(1, 12):  # the most that there are
        page.locator(".drawing button").nth(1 if draws > 1 else 0).click()
        abroad.painted()
        if draws in (1, 2, 11):
            assert plain_words(page) == []
    for box in page.locator("input[type=text]:visible").all():
        for wrong in ("a", "1,5", "99999999"):
            box.fill(wrong.replace("a", "?"))
            box.press("Enter")
    page.locator(".play").first.click()
    abroad.painted()
    assert plain_words(page) == []
    page.locator(".play").first.click()


def test_what_is_said_of_a_head_is_in_the_users_language(abroad):
    page = abroad.page
    for root in page.locator(".attention").all():
        wall, table = root.locator("canvas").all()
        root.get_by_role("checkbox").check()
        for switch in root.locator(".choice button").all():
            switch.click()
            for where in (wall, table, root.locator("[data-position]").first):
                where.hover(position={"x": 60, "y": 40} if where is table else None)
                abroad.painted()
                assert plain_words(page) == []
    page.locator(".windows button:enabled").first.click()
    abroad.painted()
    assert plain_words(page) == []
    abroad.rest(4500)  # nobody answers
    assert plain_words(page) == []
    assert abroad.complaints == []


def test_twin_a_word_that_is_not_said_is_seen(abroad):
    abroad.page.evaluate("document.querySelector('h1').title = 'tokens'")
    assert plain_words(abroad.page) == ["tokens"]
