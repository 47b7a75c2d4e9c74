"""The temperature lab as a reader meets it: its numbers against numpy's, its keys, its pace."""

import json
import statistics
import time

import numpy as np
import pytest
from playwright.sync_api import expect

from gpt_viz import TemperatureLab
from gpt_viz.maths import effective_choices, entropy, softmax, warp
from gpt_viz.pictures.kit.text import label
from gpt_viz.records.draws import choose
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from tests.browser.kernel import messages, run
from tests.safety import HOSTILE
from tests.scores import scores_of

pytestmark = pytest.mark.browser

SIZE = 50_257
MAKE = """import numpy as np
from gpt_viz import TemperatureLab, live, load, slider
from gpt_viz.records.predictions import NextToken
from gpt_viz.model.tokenizer import Piece
from gpt_viz.pictures.temperature.probability_bars import probability_bars
from tests.browser.test_temperature_lab_in_jupyterlab import scores"""
CELLS = [
    MAKE,
    "lab = TemperatureLab(scores())\nlab",
    "live(probability_bars, scores(), temperature=slider(0, 5, 1.0, log=True))",
    "trace = load().trace('It was time to go to bed, but the cat was not tired.')\n"
    "text_lab = TemperatureLab(trace, position=5, compare=2.0)\ntext_lab",
]
LAB = ".temperature-lab"
FIRST = "[data-trait=temperature]"
ROWS = """lab => [
    ...lab.querySelector('.column').querySelectorAll('.bar:not([hidden])')
].map(row => ({
    ...row.dataset, name: row.querySelector('.name').textContent,
    shown: row.querySelector('.value').textContent, cut: row.classList.contains('is-cut'),
}))"""
MEASURES = """lab => Object.fromEntries([
    ...lab.querySelector('.column').querySelectorAll('[data-measure]')
].map(one => [one.dataset.measure, Number(one.dataset.value)]))"""

AT_FIRST = """lab => {
    const boxes = [...lab.querySelectorAll('.slider:not([hidden]) input[type=text]')];
    return boxes.map(box => box.value).join() === '1,0,1,12,0';
}"""


def scores() -> NextToken:
    """A vocabulary of GPT-2's size; hostile names have the best scores, and two tie for the top."""
    logits = np.random.default_rng(0).normal(size=SIZE).astype(np.float32) * 3
    logits[: len(HOSTILE)] = np.linspace(17, 13, len(HOSTILE))
    logits[40_000] = logits[0]
    names = [*HOSTILE, *(f" w{i}" for i in range(len(HOSTILE), SIZE))]
    return NextToken(HOSTILE[0], logits, [Piece(i, name.encode()) for i, name in enumerate(names)])


@pytest.fixture(scope="module")
def page(opened_cells):
    notebook = opened_cells("temperature_lab", CELLS)
    notebook.shots("temperature_lab")
    yield notebook
    notebook.page.close()


@pytest.fixture
def lab(page):
    """The lab over the made-up scores, all its controls where they began."""
    plain = "temperature=1.0, top_k=0, top_p=1.0, top=12, log=False, compare=None, draws=0, seed=0"
    names = f"names = dict({plain})\nfor name, value in names.items(): setattr(lab, name, value)"
    page.rest(300)  # what was moved before is saved
    run(page.page, f"{names}\nlab.send_state([*names])")
    element = page.page.locator(LAB).first
    element.scroll_into_view_if_needed()
    page.page.wait_for_function(AT_FIRST, arg=element.element_handle(), timeout=15_000)
    page.painted()
    return element


def enter(page, lab, name: str, value: object) -> None:
    """Type a value into a box, as a reader does."""
    box = lab.get_by_role("textbox", name=name, exact=True)
    box.select_text()
    page.page.keyboard.type(str(value))
    box.press("Enter")
    page.painted()


def check_told(page, expression: str, expected: object, seconds: float = 20) -> None:
    """The kernel has, or will soon have, heard of the reader's last move."""
    code, end = f"import json; print(json.dumps({expression}))", time.monotonic() + seconds
    while (said := json.loads(run(page.page, code))) != expected and time.monotonic() < end:
        page.page.wait_for_timeout(100)
    assert said == expected


def heat_of(lab) -> float:
    """The temperature that stands in the box."""
    return float(lab.get_by_role("textbox", name="temperature", exact=True).input_value())


# --- the numbers -------------------------------------------------------------------------------


def check_shows(lab, temperature: float, top_k: int, top_p: float) -> None:
    """Every number of the page is numpy's, to 1e-6."""
    given, rows, found = scores(), lab.evaluate(ROWS), lab.evaluate(MEASURES)
    p, kept = warp(given.logits, temperature, top_k, top_p, given.order)
    ids = [int(row["id"]) for row in rows[:-1]]
    assert ids == given.top(12).tolist()
    shown = np.array([float(row["probability"]) for row in rows])
    np.testing.assert_allclose(shown[:-1], p[ids], rtol=0, atol=1e-6)
    np.testing.assert_allclose(shown[-1], p.sum() - p[ids].sum(), rtol=0, atol=1e-6)
    before = [float(row["uncut"]) for row in rows[:-1]]
    np.testing.assert_allclose(before, softmax(given.logits, temperature)[ids], atol=1e-6)
    at_one = [float(row["atOne"]) for row in rows[:-1]]
    np.testing.assert_allclose(at_one, softmax(given.logits)[ids], rtol=0, atol=1e-6)
    assert [row["cut"] for row in rows[:-1]] == [not kept[id] for id in ids]
    assert found["entropy"] == pytest.approx(entropy(p), abs=1e-6)
    assert found["choices"] == pytest.approx(effective_choices(p), rel=1e-6)
    assert found["drawable"] == (kept.sum() if temperature else np.count_nonzero(p))


@pytest.mark.parametrize("temperature", [0, 0.01, 1, 5])
@pytest.mark.parametrize(("top_k", "top_p"), [(0, 1), (1, 1), (6, 1), (0, 0.9), (6, 0.5), (9, 0)])
def test_every_value_is_numpys(page, lab, temperature, top_k, top_p):
    for name, value in (("temperature", temperature), ("top-k", top_k), ("top-p", top_p)):
        enter(page, lab, name, value)
    check_shows(lab, temperature, top_k, top_p)


def test_every_value_is_numpys_twin(lab):
    check_shows(lab, 1, 0, 1)
    for other in ((1.0001, 0, 1), (1, 11, 1), (1, 0, 0.9)):
        with pytest.raises(AssertionError):
            check_shows(lab, *other)


def test_what_is_printed_adds_to_100(page, lab):
    for temperature in (0.5, 1, 3):
        enter(page, lab, "temperature", temperature)
        rows = lab.evaluate(ROWS)
        total = sum(float(row["shown"].rstrip(" %")) for row in rows)
        assert total == pytest.approx(100, abs=0.05 * len(rows))


def test_the_arithmetic_of_a_token_is_its_own(page, lab):
    enter(page, lab, "temperature", 0.7)
    row = lab.locator(f"{FIRST} .bar").nth(3)
    row.hover()
    page.painted()
    given, id = scores(), int(row.get_attribute("data-id"))
    steps = lab.locator(f"{FIRST} [data-step]")
    logit, below, divided, exp, share = (
        float(one.get_attribute("data-step")) for one in steps.all()
    )
    assert logit == given.logits[id]
    assert below == pytest.approx(given.logits[id] - given.logits.max())
    assert divided == pytest.approx(below / 0.7)
    assert exp == pytest.approx(np.exp(divided))
    assert share == pytest.approx(softmax(given.logits, 0.7)[id], abs=1e-9)
    check_told(page, "lab.token", id)


def test_a_draw_is_the_one_that_python_makes(page, lab):
    for name, value in (("temperature", 0.8), ("top-k", 40), ("top-p", 0.95), ("seed", 7)):
        enter(page, lab, name, value)
    lab.get_by_role("button", name="Draw 1,000").click()
    lab.get_by_role("button", name="Draw once").click()
    page.painted()
    given, counts = scores(), np.zeros(SIZE, int)
    knobs = {"temperature": 0.8, "top_k": 40, "top_p": 0.95, "seed": 7}
    for round in range(1001):
        counts[choose(given, **knobs, round=round).piece.id] += 1
    rows = lab.evaluate(ROWS)
    times_drawn = [int(row["drawn"]) for row in rows]
    assert times_drawn[:-1] == [counts[int(row["id"])] for row in rows[:-1]]
    assert sum(times_drawn) == 1001
    last = label(choose(given, **knobs, round=1000).piece)
    assert f"last: “{last}”" in lab.locator("[role=status]").inner_text()
    lab.get_by_role("button", name="Clear").click()
    page.painted()
    assert lab.locator("[role=status]").inner_text() == "no draws yet"


def test_what_was_cut_beyond_the_rows_is_told(page, lab):
    enter(page, lab, "temperature", 2)
    enter(page, lab, "top-k", 3)
    given, rest = scores(), lab.evaluate(ROWS)[-1]
    beyond = 1 - softmax(given.logits, 2)[given.top(12)].sum()
    assert rest["cut"]
    assert rest["shown"] == f"was {100 * beyond:.3g} %"
    enter(page, lab, "top-k", 13)
    assert not lab.evaluate(ROWS)[-1]["cut"]


def test_whiskers_are_counted_where_something_is_left_to_chance(page, lab):
    enter(page, lab, "top-k", 4)
    status = lab.locator("[role=status]")
    lab.get_by_role("button", name="Draw once").click()
    page.painted()
    assert "whisker" not in status.inner_text()
    lab.get_by_role("button", name="Draw 1,000").click()
    page.painted()
    assert "of 4 rows end within their whisker" in status.inner_text()
    lab.get_by_role("checkbox", name="compare").check()
    page.painted()
    said = status.inner_text().split("; ")
    assert [words.split(":")[0] for words in said] == ["1,001 drawn", "T = 1", "T = 2"]
    for _ in range(9):
        lab.get_by_role("button", name="Draw 1,000").click()
    page.painted()
    assert status.inner_text().startswith("10,000 drawn, the most that there are; ")


# --- both ways ---------------------------------------------------------------------------------


def test_python_moves_it_and_reads_what_the_reader_moved(page, lab):
    run(page.page, "lab.temperature, lab.top_k, lab.top_p = 0.3, 8, 0.7")
    for name, value in (("temperature", "0.3"), ("top-k", "8"), ("top-p", "0.7")):
        expect(lab.get_by_role("textbox", name=name, exact=True)).to_have_value(value)
    page.painted()
    check_shows(lab, 0.3, 8, 0.7)
    assert (
        lab.get_by_role("slider", name="temperature").get_attribute("aria-valuetext") == "T = 0.3"
    )
    enter(page, lab, "temperature", 1.7)
    check_told(page, "lab.temperature", 1.7)


def test_a_bad_number_is_said_and_nothing_moves(page, lab):
    before = lab.evaluate(ROWS)
    enter(page, lab, "temperature", "0,5")
    assert page.wrong() == ["temperature must be a number from 0 to 5, got “0,5”: write 0.5"]
    enter(page, lab, "temperature", "1")
    enter(page, lab, "top-k", -1)
    assert page.wrong() == ["top-k must be a whole number from 0 to 50,257, got “-1”"]
    assert lab.evaluate(ROWS) == before
    lab.get_by_role("textbox", name="top-k").press("Escape")
    assert page.wrong() == []


def test_a_top_k_above_the_vocabulary_keeps_all_and_it_is_said(page, lab):
    enter(page, lab, "top-k", 6)
    enter(page, lab, "top-k", 10**6)
    assert page.wrong() == ["top-k is at most 50,257"]
    assert lab.get_by_role("textbox", name="top-k").input_value() == "50257"
    check_shows(lab, 1, 0, 1)
    check_told(page, "lab.top_k", SIZE)
    enter(page, lab, "top-k", 0)
    assert page.wrong() == []


def test_a_trace_is_walked_with_the_arrow_keys(page):
    lab = page.page.locator(LAB).nth(1)
    text = lab.get_by_role("listbox", name="the text")
    assert text.locator("[aria-selected=true]").inner_text() == "·to"
    text.locator("[aria-selected=true]").press("ArrowRight")
    page.painted()
    assert text.locator("[aria-selected=true]").inner_text() == "·bed"
    check_told(page, "text_lab.position", 6)
    ids = [int(row["id"]) for row in lab.evaluate(ROWS)[:-1]]
    check_told(page, "text_lab.next_token.top(12).tolist()", ids)
    assert lab.locator("[data-trait=compare] h4").inner_text() == "T = 2"


# --- keys, words, safety -----------------------------------------------------------------------


def test_everything_can_be_done_with_keys(page, lab):
    cells = page.page.locator(".jp-Notebook .jp-Cell").count()
    rail = lab.get_by_role("slider", name="temperature")
    lab.get_by_role("textbox", name="temperature").focus()
    page.page.keyboard.press("Tab")
    assert rail.evaluate("it => it === document.activeElement")
    assert rail.evaluate("it => getComputedStyle(it).outlineStyle") != "none"
    for key, heat in (("Home", 0), ("End", 5), ("Home", 0)):
        page.page.keyboard.press(key)
        page.painted()
        check_shows(lab, heat, 0, 1)
    lab.get_by_role("button", name="T = 1").press("Enter")
    page.painted()
    check_shows(lab, 1, 0, 1)
    first = lab.locator(f"{FIRST} [role=option][tabindex='0']")
    first.focus()
    for key in ("End", "Home", "ArrowDown", "d", "d", "a", "x"):
        page.page.keyboard.press(key)
    page.painted()
    names = lab.evaluate("lab => [...lab.querySelectorAll('.steps b')].map(b => b.textContent)")
    assert names[0] == lab.evaluate(ROWS)[1]["name"]
    assert page.page.locator(".jp-Notebook .jp-Cell").count() == cells
    lab.get_by_role("checkbox", name="compare").press("Space")
    page.painted()
    assert lab.locator("[data-trait=compare] h4").inner_text() == "T = 2"
    assert lab.get_by_role("slider", name="compared with").is_visible()


def test_play_sweeps_and_pauses(page, lab):
    enter(page, lab, "temperature", 0)
    play = lab.get_by_role("button", name="Play")
    play.click()
    expect(lab.get_by_role("textbox", name="temperature", exact=True)).not_to_have_value("0")
    lab.get_by_role("button", name="Pause").click()
    page.painted()
    assert 0 < heat_of(lab) < 5
    check_shows(lab, heat_of(lab), 0, 1)
    check_told(page, "lab.temperature", heat_of(lab))


def test_every_control_has_a_name(lab):
    names = lab.evaluate("""lab => [
            ...lab.querySelectorAll('input, button, select, [role=listbox]')
        ].map(it => it.ariaLabel || it.labels?.[0]?.textContent || it.textContent)""")
    assert len(names) >= 15
    assert all(name.strip() for name in names)


def test_the_words_follow_when_the_reader_has_settled(page, lab):
    spoken = lab.locator("[aria-live=polite].spoken")
    enter(page, lab, "temperature", 0)
    expect(spoken).to_contain_text("greedy")
    best = [label(scores().vocabulary[i]) for i in (0, 40_000)]
    said = f"T = 0 (greedy): “{best[0]}” 50.0 %, “{best[1]}” 50.0 %,"
    assert spoken.text_content().startswith(said)
    assert "entropy 1.00 bits" in spoken.text_content()
    assert lab.evaluate(MEASURES)["favourite"] == 0.5
    assert "2 tie for the top" in lab.locator(f"{FIRST} [data-measure=favourite]").inner_text()


def test_hostile_tokens_are_shown_as_they_are_and_nothing_runs(page, lab):
    given = scores()
    names = [row["name"] for row in lab.evaluate(ROWS)[:-1]]
    assert names == [label(given.vocabulary[int(i)]) for i in given.top(12)]
    assert HOSTILE[0].replace(" ", "·") in names
    for row in lab.locator(f"{FIRST} .bar:visible").all():
        row.hover()
    assert lab.evaluate("lab => lab.querySelectorAll('img, script, b b, a').length") == 0
    assert page.dialogs == []
    assert page.page.locator("img[onerror]").count() == 0


CRAMPED = """lab => {
    const edge = lab.getBoundingClientRect(), bad = [];
    const texts = '.value, .times, .measures span, .steps span, label > span, button, .key span';
    for (const one of lab.querySelectorAll(texts)) {
        const box = one.getBoundingClientRect(), before = one.previousElementSibling;
        const beside = before?.matches('span') && before.getBoundingClientRect();
        const over = beside && beside.right > box.left + 1 && beside.bottom > box.top + 1;
        const inline = getComputedStyle(one).display === 'inline';
        const cut = !inline && one.scrollWidth > Math.ceil(box.width);
        if (box.width && (box.right > edge.right || over || cut)) bad.push(one.textContent);
    }
    return bad;
}"""


@pytest.mark.parametrize("width", [1280, 600])
@pytest.mark.parametrize("compare", [None, 2.0])
def test_nothing_is_cut_off_or_laid_over_something_else(page, lab, width, compare):
    run(page.page, f"lab.compare, lab.top_k, lab.draws = {compare}, 11, 1000")
    page.page.set_viewport_size({"width": width, "height": 800})
    page.page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    expect(lab.get_by_role("textbox", name="top-k")).to_have_value("11")
    expect(lab.locator(".column").first.locator(".times").first).to_contain_text("×")
    page.painted()
    assert lab.evaluate(CRAMPED) == []
    assert lab.evaluate("lab => lab.scrollWidth <= lab.clientWidth")
    run(page.page, "lab.draws = 0")
    expect(lab.locator(".column").first.locator(".times").first).to_be_empty()
    assert lab.evaluate(CRAMPED) == []
    page.page.add_style_tag(content=".planted .value { width: 20px !important }")
    lab.evaluate("lab => lab.classList.add('planted')")
    assert lab.evaluate(CRAMPED) != []  # twin
    lab.evaluate("lab => lab.classList.remove('planted')")
    page.page.set_viewport_size({"width": 1280, "height": 800})


def test_nothing_is_fetched_and_the_page_is_content(page):
    assert page.asked_for == []
    assert page.complaints == []


# --- the end of a view --------------------------------------------------------------------------

ENDED = """async ([code, state]) => {
    const { default: widget } = await import(URL.createObjectURL(
        new Blob([code], { type: 'text/javascript' })
    ));
    for (const [name, Kind] of [['_names', Uint8Array], ['_logits', Float32Array]]) {
        state[name] = new DataView(Kind.from(state[name]).buffer);
    }
    const heard = {}, el = document.createElement('div');
    let saved = 0;
    const model = {
        get: name => state[name], save_changes: () => (saved += 1),
        set: (name, value) => {
            state[name] = value;
            for (const act of heard[`change:${name}`] ?? []) act();
        },
        on: (name, act) => (heard[name] ??= new Set()).add(act),
        off: (name, act) => heard[name].delete(act),
    };
    const listeners = () => Object.values(heard).reduce((sum, acts) => sum + acts.size, 0);
    const end = await widget.render({ model, el });
    const [rail, began] = [el.querySelector('input[type=range]'), listeners()];
    const turn = value => {
        rail.value = value;
        for (const kind of ['input', 'change']) rail.dispatchEvent(new Event(kind));
    };
    turn(0);
    const moved = state.temperature;
    end();
    turn(200);
    await new Promise(done => setTimeout(done, 600));
    return [began, moved, listeners(), state.temperature, el.childElementCount, saved];
}"""


def test_a_view_that_ends_leaves_no_listener_and_saves_what_was_moved(page):
    own = TemperatureLab(scores_of(["a", "b", "c"], [2, 1, 0]))
    state = own.get_state()
    state["_names"] = list(state["_names"])
    state["_logits"] = np.frombuffer(state["_logits"], np.float32).tolist()
    plain = {name: value for name, value in state.items() if name not in ("_esm", "layout")}
    began, moved, after, heat, inside, saved = page.page.evaluate(ENDED, [own._esm, plain])
    assert began > 10
    assert (moved, after, heat, inside, saved) == (0, 0, 0, 0, 1)


# --- the pace ----------------------------------------------------------------------------------


def test_a_drag_sends_nothing_until_the_reader_lets_go(page, lab):
    rail = lab.get_by_role("slider", name="temperature")
    box, mouse = rail.bounding_box(), page.page.mouse
    y, places = box["y"] + box["height"] / 2, np.linspace(0.2, 0.8, 40)
    page.rest(600)
    mouse.move(box["x"] + 0.1 * box["width"], y)
    mouse.down()
    before, seen = messages(page.page), set()
    for turn in range(100):
        mouse.move(box["x"] + places[turn % 40] * box["width"], y)
        page.page.wait_for_timeout(50)
        seen.add(lab.evaluate(ROWS)[0]["probability"])
    assert messages(page.page) == before
    assert len(seen) >= 20
    mouse.up()
    page.rest(400)
    assert messages(page.page) > before
    check_shows(lab, heat_of(lab), 0, 1)
    check_told(page, "lab.temperature", heat_of(lab))


CHANGED = """async ([turn, picture, at]) => {
    const seen = new Promise(done => new MutationObserver((_, watcher) => {
        watcher.disconnect();
        done();
    }).observe(picture, { subtree: true, childList: true, attributes: true }));
    const began = performance.now();
    turn(at);
    await seen;
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
}"""
TURN_LAB = """lab => async at => {
    const rail = lab.querySelector('input[type=range]');
    rail.value = 40 + at;
    rail.dispatchEvent(new Event('input', { bubbles: true }));
}"""
TURN_LIVE = """view => async () => view.querySelector('.noUi-handle').dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })
)"""


def times(page, view, turn: str, picture: str, count: int = 50) -> list[float]:
    """Milliseconds from each slider event to the frame that shows its picture."""
    act = view.evaluate_handle(turn)
    shown = view.locator(picture).first.element_handle()
    found = []
    for at in range(count):
        found.append(page.page.evaluate(CHANGED, [act, shown, at]))
        page.page.wait_for_timeout(60)
    return found


def test_a_slider_event_is_answered_within_a_frame_or_two(page, lab, capsys):
    ours = times(page, lab, TURN_LAB, ".bars")
    plot = page.page.locator(".js-plotly-plot").first
    plot.scroll_into_view_if_needed()
    view = page.output_of(plot)
    box = view.locator("input[type=text]").first
    box.fill("0.5")
    box.press("Enter")
    page.wait()
    theirs = times(page, view, TURN_LIVE, ".js-plotly-plot .barlayer")
    lab_ms, live_ms = statistics.median(ours), statistics.median(theirs)
    with capsys.disabled():
        print(f"\nslider to picture: lab {lab_ms:.1f} ms, live {live_ms:.1f} ms", end=" ")
        print(f"({live_ms / lab_ms:.1f} times), 50,257 tokens, medians of 50")
    assert live_ms >= 4 * lab_ms
