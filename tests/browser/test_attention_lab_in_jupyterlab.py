"""AttentionLab as a reader meets it: every number against numpy, by mouse and by keyboard alone."""

import numpy as np
import pytest
from playwright.sync_api import expect

from gpt_viz.pictures.attention.first_token import without_first
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import label
from gpt_viz.records.heads import score_heads_on_text
from gpt_viz.records.pieces import Piece
from gpt_viz.widgets.quantised import LEVELS
from tests.browser.kernel import messages, run
from tests.safety import hostile_pieces
from tests.traces import random_trace, words_trace

pytestmark = pytest.mark.browser

STEP = 1 / LEVELS
SMALL, LONG, HOSTILE = range(3)
WORDS = ["the", "cat", "saw", "the", "dog", "and", "the", "cat", "ran"]
TRACES = [
    random_trace([Piece(WORDS.index(word), word.encode()) for word in WORDS]),
    words_trace(300, layers=12, heads=12),
    random_trace(hostile_pieces()),
]
CELLS = [
    """from gpt_viz import AttentionLab
from tests.browser.test_attention_lab_in_jupyterlab import HOSTILE, LONG, SMALL, TRACES""",
    "lab = AttentionLab(TRACES[SMALL])\nlab",
    "AttentionLab(TRACES[LONG])",
    "AttentionLab(TRACES[HOSTILE])",
]
RECORD = """() => {
    const add = EventTarget.prototype.addEventListener;
    window.heard = [];
    EventTarget.prototype.addEventListener = function (type, act, options) {
        if (options?.signal) window.heard.push(options.signal);
        return add.call(this, type, act, options);
    };
}"""
FOCUSED = """() => {
    const it = document.activeElement;
    return it.ariaLabel ?? it.closest("label")?.innerText ?? it.innerText;
}"""
OPEN_50 = """async wall => {
    const times = { answered: [], painted: [] }, ask = requestAnimationFrame;
    const frame = () => new Promise(ask);
    window.requestAnimationFrame = (paint) => ask((now) => {
        const began = performance.now();
        paint(now);
        times.painted.push(performance.now() - began);
    });
    wall.focus();
    for (let i = 0; i < 50; i++) {
        await frame();
        const began = performance.now();
        const key = i < 11 ? "ArrowDown" : i % 12 ? "ArrowRight" : "Home";
        wall.dispatchEvent(new KeyboardEvent("keydown", { key }));
        await frame();
        await new Promise(done => setTimeout(done));
        times.answered.push(performance.now() - began);
    }
    window.requestAnimationFrame = ask;
    return times;
}"""
CHANGE_THEME = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
IS_IN_CORNER = """([canvas, colour]) => {
    const pen = canvas.getContext("2d");
    const [red, green, blue] = pen.getImageData(canvas.width - 20, 20, 1, 1).data;
    return (red << 16 | green << 8 | blue) === parseInt(colour.slice(1), 16);
}"""
CHIPS = """chips => chips.map(chip => ({
    position: Number(chip.dataset.position), weight: chip.dataset.weight, text: chip.textContent,
    shade: chip.style.background,
}))"""


@pytest.fixture(scope="module")
def page(opened_cells):
    notebook = opened_cells("attention_lab", CELLS)
    notebook.shots("attention_lab")
    yield notebook
    notebook.page.close()


CELL = """(canvas, [row, column, count]) => {
    const cell = 40, left = canvas.clientWidth - 3 - count * cell; // as large as cells become
    return { x: left + (column + 0.5) * cell, y: 8 + (row + 0.5) * cell };
}"""


class Lab:
    """One of the labs on the page, as a reader sees and moves it."""

    def __init__(self, notebook, number: int) -> None:
        self.notebook, self.trace = notebook, TRACES[number]
        self.root = notebook.page.locator(".gpt-lab.attention").nth(number)
        self.wall, self.table = self.root.locator("canvas").all()
        self.tokens = self.root.get_by_role("listbox", name="tokens")
        self.choice = {
            False: self.root.get_by_role("button", name="whom it looks at"),
            True: self.root.get_by_role("button", name="who looks at it"),
        }

    def menu(self, name: str):
        return self.root.get_by_role("combobox", name=name)

    def place(self) -> tuple[str, str]:
        menus = [self.menu(name) for name in ("layer", "head")]
        return tuple(one.evaluate("it => it.selectedOptions[0].text") for one in menus)

    def open(self, layer: int, head: int | None) -> None:
        self.menu("layer").select_option(str(layer))
        self.menu("head").select_option("mean" if head is None else str(head))

    def choose(self, position: int) -> None:
        token = self.tokens.locator(f"[data-position='{position}']")
        if token.get_attribute("aria-selected") == "false":  # else the click would take it back
            token.click()
        self.leave()

    def leave(self) -> None:
        self.root.page.mouse.move(0, 0)
        self.notebook.painted()

    def over(self, row: int, column: int) -> dict[str, float]:
        """The middle of a cell of the table, for the mouse."""
        return self.table.evaluate(CELL, [row, column, len(self.trace.pieces)])

    def words(self) -> str:
        return self.root.locator(".words").inner_text()

    def shown(self) -> dict[int, float]:
        """The weights that the chips show, by position; NaN where none is shown."""
        chips = self.tokens.locator("span").evaluate_all(CHIPS)
        return {chip["position"]: float(chip["weight"] or "nan") for chip in chips}


def expected(lab: Lab, layer, head, position, looked_at=False, hide_first=False):
    """What the chips of the window should show, from the trace."""
    own = lab.trace.attention(layer).astype(float)
    pattern = own.mean(axis=0) if head is None else own[head]
    pattern = without_first(pattern) if hide_first else pattern
    pattern = np.where(lab.trace.patterns[layer].allowed, pattern, np.nan)
    return pattern[:, position] if looked_at else pattern[position]


def check_shows(lab: Lab, *place, **settings) -> None:
    shown, true = lab.shown(), expected(lab, *place, **settings)
    for position, weight in shown.items():
        np.testing.assert_allclose(weight, true[position], rtol=0, atol=STEP)


@pytest.fixture
def small(page):
    lab = Lab(page, SMALL)
    lab.root.scroll_into_view_if_needed()
    page.rest(400)  # what the last test chose is saved
    run(
        page.page,
        "lab.layer, lab.head, lab.position = 0, 0, 8\n"
        "lab.looked_at, lab.hide_first, lab.threshold = False, False, 0",
    )
    page.wait()
    return lab


def test_every_weight_of_every_head_is_the_traces(small):
    for looked_at in (False, True):
        small.choice[looked_at].click()
        for layer, head in [(0, 0), (0, 2), (1, 1), (1, None)]:
            small.open(layer, head)
            for position in range(9):
                small.choose(position)
                check_shows(small, layer, head, position, looked_at=looked_at)
    with pytest.raises(AssertionError):
        check_shows(small, 1, 0, 8, looked_at=True)


def test_without_the_first_token_the_rest_is_scaled_up(small):
    small.root.get_by_label("hide the first token").check()
    for layer, head in [(0, 1), (1, None)]:
        small.open(layer, head)
        small.choose(6)
        check_shows(small, layer, head, 6, hide_first=True)
        shown = np.array([*small.shown().values()])
        assert np.isnan(shown[0])
        assert np.nansum(shown) == pytest.approx(1, abs=1e-4)
        assert small.words().startswith("Without the first token: “the” looks at")
    small.choose(0)
    assert np.isnan([*small.shown().values()]).all()
    assert small.words() == "Without the first token: “the” looks at nothing else."
    small.choice[True].click()
    small.leave()
    assert small.words() == "Without the first token: “the” is left out."


def test_what_is_below_the_threshold_is_not_shown(small):
    box = small.root.get_by_role("textbox", name="threshold")
    small.open(0, 1)
    box.fill("15")
    box.press("Enter")
    small.notebook.painted()
    true = expected(small, 0, 1, 8)
    shown = np.array([*small.shown().values()])
    assert np.array_equal(np.isfinite(shown), true >= 0.15)
    assert 0 < np.isfinite(shown).sum() < 9
    assert f"and {(true < 0.15).sum()} below the threshold" in small.words()
    box.fill("200")
    box.press("Enter")
    assert "threshold (%) must be a number from 0 to 100, got “200”" in small.root.inner_text()
    box.press("Escape")
    assert "must be" not in small.root.inner_text()


def test_hover_names_both_tokens_and_the_weight(small):
    small.open(1, 2)
    weight = small.trace.attention(1, 2)[5, 3]
    small.table.hover(position=small.over(5, 3))
    small.notebook.painted()
    assert small.words() == f"“and” looks at “the”: {100 * weight:.2f} %."
    check_shows(small, 1, 2, 5)
    small.table.hover(position=small.over(3, 5))
    small.notebook.painted()
    assert small.words() == "“the” may not look at “and”."
    weight = small.trace.attention(1, 2)[5, 5]
    small.table.hover(position=small.over(5, 5))
    small.notebook.painted()
    assert small.words() == f"“and” looks at “and”: {100 * weight:.2f} %."
    small.leave()
    check_shows(small, 1, 2, 8)


def test_a_click_chooses_a_token_and_opens_a_head(page, small):
    small.table.click(position=small.over(4, 1))
    small.leave()
    check_shows(small, 0, 0, 4)
    small.wall.click(position={"x": 26 + 67 * 1 + 30, "y": 26 + 67 * 1 + 30})
    small.leave()
    assert small.place() == ("1", "1")
    check_shows(small, 1, 1, 4)
    page.wait()
    assert run(page.page, "print(lab.layer, lab.head, lab.position)") == "1 1 4"


def test_python_moves_the_lab(page, small):
    run(page.page, "lab.layer, lab.head, lab.position, lab.looked_at = 1, None, 2, True")
    page.wait()
    assert small.place() == ("1", "mean")
    check_shows(small, 1, None, 2, looked_at=True)
    with pytest.raises(AssertionError, match="layer must be a whole number from 0 to 1, got 7"):
        run(page.page, "lab.layer = 7")
    check_shows(small, 1, None, 2, looked_at=True)


def test_everything_works_by_keyboard_alone(page, small):
    keyboard, seen = page.page.keyboard, []
    small.menu("layer").focus()
    for _ in range(12):
        seen.append(page.page.evaluate(FOCUSED))
        ringed = page.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert ringed != "none", seen[-1]
        keyboard.press("Tab")
    names = ["layer", "head", "hide the first token", "threshold", "threshold", "all heads"]
    names += ["previous", "first", "induction", "entropy", "whom it looks at", "who looks at it"]
    assert [one.startswith(name) for one, name in zip(seen, names, strict=True)] == [True] * 12, (
        seen
    )
    keyboard.press("Home")
    for _ in range(3):
        keyboard.press("ArrowRight")
    small.notebook.painted()
    check_shows(small, 0, 0, 3)
    small.wall.focus()
    keyboard.press("ArrowDown")
    keyboard.press("End")
    assert small.place() == ("1", "mean")
    keyboard.press("ArrowLeft")
    small.notebook.painted()
    assert small.place() == ("1", "2")
    check_shows(small, 1, 2, 3)
    small.tokens.locator("[tabindex='0']").focus()
    keyboard.press("Escape")
    small.notebook.painted()
    assert np.isnan([*small.shown().values()]).all()
    assert page.page.locator(".jp-Notebook .jp-Cell").count() == len(
        CELLS
    )  # no shortcut was obeyed


def test_what_changed_is_said_aloud_once_it_stands(small):
    spoken = small.root.locator("[aria-live=polite]")
    small.open(1, 0)
    assert "Layer 1, head 0" not in spoken.inner_text()
    expect(spoken).to_have_text(f"Layer 1, head 0: {small.words()}")


def test_scores_are_those_of_the_text_and_lead_to_the_highest(small):
    measured = score_heads_on_text(small.trace)
    for name in ("previous", "first", "induction", "entropy"):
        values, card = getattr(measured, name), small.root.locator(f"[data-score={name}]")
        small.open(1, 1)
        small.notebook.painted()
        assert float(card.get_attribute("data-value")) == pytest.approx(values[1, 1], abs=1e-6)
        card.click()
        small.notebook.painted()
        best = np.unravel_index(values.argmax(), values.shape)
        assert small.place() == tuple(map(str, best))
        assert "highest of 6" in card.inner_text()


def test_tokens_are_shown_literally(page):
    lab = Lab(page, HOSTILE)
    lab.root.scroll_into_view_if_needed()
    texts = [chip["text"] for chip in lab.tokens.locator("span").evaluate_all(CHIPS)]
    assert texts == [label(piece) for piece in lab.trace.pieces]
    for position in (0, 4, len(texts) - 1):
        lab.choose(position)
        assert f"“{texts[position]}” looks at" in lab.words()
    assert page.dialogs == []
    assert page.page.locator("img[onerror]").count() == 0


def test_a_long_text_comes_in_windows(page):
    lab = Lab(page, LONG)
    lab.root.scroll_into_view_if_needed()
    length = len(lab.shown())
    lab.choose(100)
    check_shows(lab, 0, 0, 100)
    lab.root.get_by_role("button", name="later").click()
    page.wait()
    start = -(-length // 2)
    assert f"tokens {start} to {start + length - 1} of 300" in lab.root.inner_text()
    assert [*lab.shown()] == [0, *range(start, start + length)]
    check_shows(lab, 0, 0, 100)
    before = lab.trace.attention(0, 0)[100, 1:start].sum()
    assert f"{percent(float(before))} goes to tokens between" in lab.words()
    lab.choice[True].click()
    lab.choose(0)  # the first token can be seen in every window, its own row cannot
    assert np.isnan(lab.shown()[0])
    true = expected(lab, 0, 0, 0, looked_at=True)[start : start + length]
    np.testing.assert_allclose([*lab.shown().values()][1:], true, atol=STEP)
    lab.choice[False].click()
    lab.root.get_by_role("button", name="earlier").click()
    page.wait()
    assert [*lab.shown()] == [*range(length)]


def test_a_head_opens_within_a_frame(page):
    lab = Lab(page, LONG)
    times = lab.wall.evaluate(OPEN_50)
    painted, answered = np.median(times["painted"]), np.median(times["answered"])
    print(
        f"\na head of 144 at 128 tokens: computed and painted in {painted:.1f} ms, "
        f"on the screen {answered:.1f} ms after the key (medians of 50)"
    )
    assert len(times["painted"]) >= 49
    assert lab.place()[0] != "0"
    assert painted < 33  # a frame is 17 ms, on a machine with nothing else to do


def test_a_drag_sends_nothing_until_it_ends(page, small):
    rail = small.root.get_by_role("slider", name="threshold")
    before = messages(page.page)
    box = rail.bounding_box()
    page.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    page.page.mouse.down()
    shown = set()
    for i in range(100):
        page.page.mouse.move(box["x"] + 8 + i % 60, box["y"] + box["height"] / 2)
        page.page.wait_for_timeout(40)
        shown.add(rail.get_attribute("aria-valuetext"))
    assert len(shown) > 5
    assert messages(page.page) == before
    page.page.mouse.up()
    page.wait()
    assert messages(page.page) > before
    kept = float(run(page.page, "print(lab.threshold)"))
    assert percent(kept) == rail.get_attribute("aria-valuetext")


def test_the_pictures_follow_the_theme(small):
    page, table = small.root.page, small.table.element_handle()
    for name, colour in zip(("Dark", "Light"), theme.PALETTE["masked"][::-1], strict=True):
        page.evaluate(CHANGE_THEME, f"JupyterLab {name}")
        page.wait_for_function(IS_IN_CORNER, arg=[table, colour])


def test_nothing_is_fetched_and_the_page_is_content(page):
    assert page.asked_for == []
    assert page.complaints == []
    assert page.wrong() == []


def test_a_cell_that_is_run_again_leaves_no_listeners(page):
    page.page.evaluate(RECORD)
    page.run_all()
    living = "() => window.heard.map(signal => !signal.aborted)"
    first = page.page.evaluate(living)
    assert len(first) > 20
    assert all(first)
    page.run_all()
    after = page.page.evaluate(living)
    assert not any(after[: len(first)])
    assert len(after) == 2 * len(first)
    assert page.page.locator(".gpt-lab.attention").count() == 3
