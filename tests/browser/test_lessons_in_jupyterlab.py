"""Each lesson as a reader meets it: in JupyterLab, in a real browser, without a network."""

from itertools import pairwise

import pytest

pytestmark = pytest.mark.browser

ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"


def test_runs_without_errors(lesson):
    assert lesson.wrong() == []


def test_its_screenshots_are_kept(lesson):
    shots = lesson.shots(lesson.name.removesuffix(".ipynb"))
    assert len(shots) > 3
    assert len({shot.read_bytes() for shot in shots}) == len(shots)


def unmoved(notebook):
    """Names of the sliders that, pushed a little, do not move or leave their picture as it was."""
    bad = []
    for handle in notebook.sliders():
        drawn = notebook.output_of(handle).locator(".js-plotly-plot").first
        before = handle.get_attribute("aria-valuenow"), drawn.inner_html()
        at_end = before[0] == handle.get_attribute("aria-valuemax")
        for _ in range(4):
            handle.press("ArrowLeft" if at_end else "ArrowRight")
        for _ in range(4):  # on a busy machine the kernel's answer may take its time
            notebook.wait()
            after = handle.get_attribute("aria-valuenow"), drawn.inner_html()
            if before[0] != after[0] and before[1] != after[1]:
                break
        else:
            bad.append(notebook.output_of(handle).locator("label").first.inner_text())
    return bad


def test_every_slider_moves_its_picture(lesson):
    step = lesson.page.get_by_role("button", name="Step", exact=True)
    if step.count():  # what its sliders move is the last draw
        step.click()
        lesson.wait()
    assert unmoved(lesson) == []
    assert lesson.wrong() == []
    if step.count():
        lesson.page.get_by_role("button", name="Undo", exact=True).click()


def test_every_slider_has_a_named_box(lesson):
    for handle in lesson.sliders():
        row = handle.locator("xpath=ancestor::*[contains(@class, 'widget-hbox')][1]")
        names = row.locator("input").evaluate_all("boxes => boxes.map(b => b.labels[0]?.innerText)")
        assert len(names) == 1
        assert names[0]


def test_nothing_typed_runs(lesson):
    boxes = lesson.boxes()
    before = [box.input_value() for box in boxes]
    for texts in ([ATTACK] * len(boxes), before):
        for box, text in zip(boxes, texts, strict=True):
            box.fill(text)
            box.press("Tab")
        lesson.wait()
        assert lesson.dialogs == []
        assert lesson.page.locator("img[onerror]").count() == 0
    assert lesson.wrong() == []


def test_nothing_is_fetched_and_the_page_is_content(lesson):
    assert lesson.asked_for == []
    assert lesson.complaints == []


def test_twin_every_mistake_is_seen(opened):
    planted = opened("planted.ipynb")
    wrong = "\n".join(planted.wrong())
    assert "ZeroDivisionError" in wrong
    assert "there is no layer 7" in wrong
    assert planted.dialogs == ["1"]
    assert planted.page.locator("img[onerror]").count() == 1
    assert {*planted.asked_for} == {"https://example.org/a.png"}
    assert any("torn" in complaint for complaint in planted.complaints)
    assert unmoved(planted) == ["idle"]


def test_the_stepper_writes_a_story(lesson):
    step = lesson.page.get_by_role("button", name="Step", exact=True)
    if lesson.name != "00_start.ipynb":
        assert step.count() == 0
        return
    outside = lesson.output_of(step)

    def story():
        return " ".join(outside.locator("span[title]").all_inner_texts())

    assert story() == ""
    grown = [story()]
    for _ in range(4):
        step.click()
        lesson.wait()
        grown.append(story())
    assert all(after.startswith(before) for before, after in pairwise(grown))
    assert len({*grown}) == 5
    outside.get_by_role("button", name="Undo").click()
    lesson.wait()
    assert story() == grown[3]
    assert lesson.wrong() == []
