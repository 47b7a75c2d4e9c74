"""The stepper: one round for each click, taken back and repeated exactly, stopped at once."""

import asyncio
import html
import json
import re
import time
from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import pytest
from ipywidgets.widgets.widget import _instances

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.start.draw_bar import draw_bar
from gpt_viz.pictures.start.next_bars import next_bars
from gpt_viz.records.draws import choose
from gpt_viz.widgets import stepper as module
from gpt_viz.widgets.stepper import TOP, Stepper, stepper
from tests.kernel import run, started_kernel
from tests.tiny import tiny_gpt

PROMPT = "Once upon a time, there was a"


def ids(view: Stepper) -> list[int]:
    return [step.piece.id for step in view.steps]


def click(view: Stepper, word: str, times: int = 1) -> None:
    for _ in range(times):
        if not view.buttons[word].disabled:  # the page lets nobody press a disabled one
            view.buttons[word].click()


def letters(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def text(view: Stepper) -> str:
    return letters(view._text.value)


def status(view: Stepper) -> str:
    assert 'role="status"' in view._status.value
    return letters(view._status.value)


def said(view: Stepper) -> str:
    return letters(view.message.value)


def drawn(figure: go.Figure) -> dict:
    return json.loads(figure.to_json())


def reads(gpt: GPT) -> list[int]:
    """A list that grows by one with each run of the model."""
    calls: list[int] = []
    gpt.model.register_forward_pre_hook(lambda *_: calls.append(1))
    return calls


# --- one round ---------------------------------------------------------------------------------


def check_one_round_a_click(view: Stepper, gpt: GPT) -> None:
    assert text(view) == PROMPT
    assert drawn(view.figure) == drawn(next_bars(gpt.next_token(PROMPT), 1.0, TOP))
    expected = PROMPT
    for round in range(3):
        scores = gpt.next_token([*(p.id for p in gpt.pieces(PROMPT)), *ids(view)])
        click(view, "Step")
        step = choose(scores, temperature=1.0, seed=0, round=round)
        assert view.steps[-1].piece == step.piece
        assert view.steps[-1].draw == step.draw
        expected += step.piece.bytes.decode()
        assert text(view) == expected
        assert drawn(view.figure) == drawn(draw_bar(view.steps[-1], TOP))


def test_one_round_for_each_click(mini):
    check_one_round_a_click(stepper(mini, PROMPT), mini)


def test_one_round_for_each_click_twin(mini):
    class Double(Stepper):
        def _step(self):
            super()._step()
            super()._step()

    with pytest.raises(AssertionError):
        check_one_round_a_click(Double(mini, PROMPT, 1.0, 0), mini)


def test_it_writes_what_generate_writes(mini):
    view = stepper(mini, PROMPT, temperature=0.8, seed=3)
    click(view, "Step", 6)
    steps = mini.generate(PROMPT, max_new_tokens=6, temperature=0.8, seed=3)
    assert ids(view) == [step.piece.id for step in steps]


def check_undo_and_step_repeat(view: Stepper) -> None:
    click(view, "Step", 5)
    before, words = ids(view), text(view)
    click(view, "Undo", 4)
    assert ids(view) == before[:1]
    click(view, "Step", 4)
    assert ids(view) == before
    assert text(view) == words
    click(view, "Undo", 9)
    assert ids(view) == []
    assert view.buttons["Undo"].disabled
    assert text(view) == PROMPT


def test_undo_and_step_give_the_same_token(mini):
    check_undo_and_step_repeat(stepper(mini, PROMPT, temperature=1.5))


def test_undo_and_step_give_the_same_token_twin(mini):
    chance = np.random.default_rng(1)

    class Forgetful(Stepper):
        def _settings(self):
            return 1.5, int(chance.integers(1000))

    with pytest.raises(AssertionError):
        check_undo_and_step_repeat(Forgetful(mini, PROMPT, 1.5, 0))


def check_settings_run_no_model(view: Stepper, calls: list[int]) -> None:
    """Way 4: a new temperature or seed draws the last token anew, from the same scores."""
    click(view, "Step", 2)
    first, draw = ids(view)[0], view.steps[-1].draw
    calls.clear()
    for place in range(0, 101, 10):
        view.controls["temperature"].slider.value = place
        assert drawn(view.figure) == drawn(draw_bar(view.steps[-1], TOP))
    assert ids(view)[0] == first
    assert view.steps[-1].draw == draw
    view.controls["temperature"].value = 0
    assert view.steps[-1].draw is None
    assert ids(view)[1] == view.steps[-1].next_token.order[0]
    view.controls["temperature"].value = 1
    view.controls["seed"].box.value = "7"
    assert view.steps[-1].draw != draw
    assert calls == []


def test_a_temperature_change_runs_no_model():
    gpt = tiny_gpt("gpt2")
    check_settings_run_no_model(stepper(gpt, PROMPT), reads(gpt))


def test_a_temperature_change_runs_no_model_twin():
    gpt = tiny_gpt("gpt2")

    class Hasty(Stepper):
        def _draw_again(self):
            gpt._next_token.cache_clear()
            del self._writing.steps[-1:]
            self._step()

    with pytest.raises(AssertionError):
        check_settings_run_no_model(Hasty(gpt, PROMPT, 1.0, 0), reads(gpt))


def check_first_picture_obeys_the_temperature(view: Stepper, calls: list[int]) -> None:
    """Before the first step, and after the last one was taken back, without a run of the model."""
    first = view._writing.first
    assert drawn(view.figure) == drawn(next_bars(first, 0.8, TOP))
    assert "at T = 0.8?" in view.figure.layout.title.text
    calls.clear()
    for typed in ("2", "0", "1"):
        view.controls["temperature"].box.value = typed
        assert drawn(view.figure) == drawn(next_bars(first, float(typed), TOP))
    assert calls == []
    click(view, "Step")
    view.controls["temperature"].box.value = "3"
    click(view, "Undo")
    assert drawn(view.figure) == drawn(next_bars(first, 3, TOP))


def test_the_first_picture_obeys_the_temperature():
    gpt = tiny_gpt("gpt2")
    check_first_picture_obeys_the_temperature(stepper(gpt, PROMPT, temperature=0.8), reads(gpt))


def test_the_first_picture_obeys_the_temperature_twin():
    gpt = tiny_gpt("gpt2")

    class Stubborn(Stepper):
        def _draw_again(self):
            if self.steps:
                super()._draw_again()

    with pytest.raises(AssertionError):
        check_first_picture_obeys_the_temperature(Stubborn(gpt, PROMPT, 0.8, 0), reads(gpt))


def test_a_round_reads_the_text_once():
    gpt = tiny_gpt("gpt2")
    calls = reads(gpt)
    view = stepper(gpt, PROMPT)
    click(view, "Step", 5)
    click(view, "Undo", 5)
    click(view, "Step", 5)
    assert len(calls) == 5


# --- the end, and errors -----------------------------------------------------------------------


def check_stops_at_the_end(view: Stepper, rounds: int, reason: str) -> None:
    """L2: it stops, and says so; taking a token back makes room again."""
    click(view, "Step", rounds + 5)
    assert len(view.steps) == rounds
    assert status(view) == f"Stopped: {reason}."
    assert view.buttons["Step"].disabled
    assert view.buttons["Play"].disabled
    assert said(view) == ""
    click(view, "Undo")
    assert not view.buttons["Step"].disabled
    assert "Stopped" not in status(view)


FULL = "the context is full: gpt2 cannot read more than 10 tokens"


def test_it_stops_where_the_context_is_full():
    gpt = tiny_gpt("gpt2", n_positions=10)
    prompt = gpt.pieces(PROMPT)
    check_stops_at_the_end(stepper(gpt, PROMPT), 10 - len(prompt) + 1, FULL)


def test_it_stops_where_the_context_is_full_twin():
    gpt = tiny_gpt("gpt2", n_positions=10)
    view = stepper(gpt, PROMPT)
    gpt.why_stop = lambda _ids: ""
    with pytest.raises(AssertionError):
        check_stops_at_the_end(view, 10 - len(gpt.pieces(PROMPT)) + 1, FULL)


def test_it_stops_where_the_model_ends_its_text():
    gpt = tiny_gpt("gpt2")
    ids = [step.piece.id for step in gpt.generate(PROMPT, max_new_tokens=4, temperature=2)]
    gpt._end = frozenset(ids[-1:])
    view, rounds = stepper(gpt, PROMPT, temperature=2), ids.index(ids[-1]) + 1
    check_stops_at_the_end(view, rounds, "the model ended its text")


def check_an_unread_text_is_not_passed_over(view: Stepper) -> None:
    """L1: it is said why, the picture stays, and nobody steps on in the text before."""
    click(view, "Step", 2)
    before, picture, long = ids(view), drawn(view.figure), "word " * 600
    view.controls["text"].box.value = long
    assert view.buttons["Step"].disabled
    assert view.buttons["Play"].disabled
    assert re.search(r"the text has \d+ tokens, mini reads at most \d+", said(view))
    assert status(view) == "The text in the box is not read:"
    assert view.controls["text"].box.value == long
    click(view, "Step")
    with pytest.raises(ValueError, match="the text has"):
        view.step()
    assert (ids(view), drawn(view.figure)) == (before, picture)
    click(view, "Restart")
    view.controls["temperature"].value = 1.0
    assert "the text has" in said(view)
    assert view.buttons["Step"].disabled
    view.controls["text"].box.value = "The end"
    assert said(view) == ""
    assert (text(view), view.steps) == ("The end", ())
    click(view, "Step")
    assert len(view.steps) == 1


def test_a_prompt_that_is_too_long_is_said_in_the_widget(mini):
    check_an_unread_text_is_not_passed_over(stepper(mini, PROMPT))


def test_a_prompt_that_is_too_long_is_said_in_the_widget_twin(mini):
    class Careless(Stepper):
        def _show_buttons(self):
            super()._show_buttons()
            self.buttons["Step"].disabled = self.buttons["Play"].disabled = False

    with pytest.raises(AssertionError):
        check_an_unread_text_is_not_passed_over(Careless(mini, PROMPT, 1.0, 0))


def test_an_unread_text_that_was_typed_a_moment_ago_is_not_passed_over(mini):
    view = stepper(mini, PROMPT)
    click(view, "Step")

    async def type_and_step() -> None:
        view.controls["text"].box.value = "word " * 600
        click(view, "Step")

    asyncio.run(type_and_step())
    assert len(view.steps) == 1
    assert said(view).count("the text has") == 1


def test_an_empty_text_for_a_model_without_a_begin_token():
    gpt = tiny_gpt("gpt2")
    gpt.tokenizer._begin = None
    view = stepper(gpt, PROMPT)
    view.controls["text"].box.value = ""
    assert said(view)
    assert view.buttons["Step"].disabled
    view.controls["text"].box.value = PROMPT
    assert (said(view), view.buttons["Step"].disabled) == ("", False)


def test_a_text_on_which_the_model_breaks_is_not_passed_over():
    gpt = tiny_gpt("gpt2")
    view = stepper(gpt, PROMPT)
    gpt.model.transformer.h[1].mlp.c_fc.weight.data[0, 0] = float("nan")
    view.controls["text"].box.value = "The end"
    assert said(view).startswith("FloatingPointError")
    assert view.buttons["Step"].disabled
    assert text(view) == PROMPT


def test_what_was_typed_a_moment_ago_comes_first(mini):
    view = stepper(mini, PROMPT)

    async def type_and_step() -> None:
        view.controls["text"].box.value = "The end"
        assert text(view) == PROMPT
        click(view, "Step")

    asyncio.run(type_and_step())
    assert len(view.steps) == 1
    assert text(view).startswith("The end")


def test_a_first_prompt_that_is_too_long_is_refused():
    gpt = tiny_gpt("gpt2", n_positions=4)
    before = len(_instances)
    with pytest.raises(ValueError, match="gpt2 reads at most 4"):
        stepper(gpt, PROMPT)
    assert len(_instances) == before


def test_an_empty_prompt_begins_with_the_begin_token(mini):
    view = stepper(mini, "")
    assert text(view) == "<|endoftext|>"
    click(view, "Step")
    assert len(view.steps) == 1


def test_a_bad_number_is_said_in_the_widget(mini):
    view = stepper(mini, PROMPT)
    for name, typed, reads_as in [
        ("temperature", "-1", "temperature must be a number from 0 to 5, got -1"),
        ("seed", "1.5", "seed must be a whole number from 0 to 999, got 1.5"),
    ]:
        view.controls[name].box.value = typed
        assert reads_as in said(view)
        view.controls[name].box.value = "1"
        assert said(view) == ""


def test_a_model_that_breaks_is_said_in_the_widget():
    gpt = tiny_gpt("gpt2")
    view = stepper(gpt, PROMPT)
    click(view, "Step")
    gpt.model.transformer.h[1].mlp.c_fc.weight.data[0, 0] = float("nan")
    click(view, "Step")
    assert said(view).startswith("FloatingPointError: the model computed a number that is not")
    assert len(view.steps) == 1
    click(view, "Undo")
    assert said(view) == ""


def test_a_prompt_is_text(mini):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    view = stepper(mini, nasty)
    click(view, "Step")
    assert text(view).startswith(nasty)
    assert "<script" not in view._text.value
    assert "<img" not in str(view.figure.to_dict())


# --- playing -----------------------------------------------------------------------------------


def play(view: Stepper, until: Callable[[], bool], then: Callable[[], None]) -> None:
    """Press Play, do `then` as soon as `until` holds, and leave time for two rounds more."""

    async def scene() -> None:
        click(view, "Play")
        await waiting(until, 60)
        then()
        before = len(view.steps)
        await waiting(lambda: len(view.steps) >= before + 2, 1)

    asyncio.run(scene())


async def waiting(until: Callable[[], bool], seconds: float) -> None:
    end = time.perf_counter() + seconds
    while not until() and time.perf_counter() < end:
        await asyncio.sleep(0.005)


def check_stops_within_a_token(view: Stepper) -> None:
    """H7: pressing Stop stops within one token and keeps the text."""
    at: list[int] = []

    def stop() -> None:
        assert view.buttons["Play"].description == "Stop"
        at.append(len(view.steps))
        click(view, "Play")

    play(view, lambda: len(view.steps) >= 3, stop)
    assert at == [3]
    assert len(view.steps) - at[0] <= 1
    assert view.buttons["Play"].description == "Play"
    assert len(view.steps) == len(ids(view)) >= 3


def test_stop_stops_within_a_token(mini, monkeypatch):
    monkeypatch.setattr(module, "PACE", 0.02)
    check_stops_within_a_token(stepper(mini, PROMPT))


def test_stop_stops_within_a_token_twin(mini, monkeypatch):
    class Deaf(Stepper):
        def stop(self):
            self.buttons["Play"].description = "Play"  # looks stopped, and goes on

    monkeypatch.setattr(module, "PACE", 0.02)
    with pytest.raises(AssertionError):
        check_stops_within_a_token(Deaf(mini, PROMPT, 1.0, 0))


@pytest.mark.parametrize("word", ["Step", "Undo", "Restart", "close"])
def test_whatever_is_pressed_stops_the_playing(mini, monkeypatch, word):
    monkeypatch.setattr(module, "PACE", 0.02)
    view = stepper(mini, PROMPT)
    left: list[int] = []

    def press() -> None:
        view.close() if word == "close" else click(view, word)
        left.append(len(view.steps))

    play(view, lambda: len(view.steps) >= 2, press)
    assert left == [{"Step": 3, "Undo": 1, "Restart": 0, "close": 0}[word]]
    assert len(view.steps) == left[0]


def test_playing_ends_where_the_text_ends(monkeypatch):
    monkeypatch.setattr(module, "PACE", 0.001)
    gpt = tiny_gpt("gpt2", n_positions=10)
    view = stepper(gpt, PROMPT)
    play(view, lambda: view.buttons["Play"].disabled, lambda: None)
    assert status(view) == f"Stopped: {FULL}."
    assert view.buttons["Play"].description == "Play"


def test_playing_ends_where_the_model_breaks(monkeypatch):
    monkeypatch.setattr(module, "PACE", 0.001)
    gpt = tiny_gpt("gpt2")
    view = stepper(gpt, PROMPT)
    gpt.model.transformer.h[1].mlp.c_fc.weight.data[0, 0] = float("nan")
    gpt._next_token.cache_clear()
    play(view, lambda: bool(said(view)), lambda: None)
    assert said(view).startswith("FloatingPointError")
    assert view.buttons["Play"].description == "Play"
    assert view.steps == ()


def test_stop_and_play_again_at_once(mini, monkeypatch):
    monkeypatch.setattr(module, "PACE", 0.02)
    view = stepper(mini, PROMPT)

    async def scene() -> None:
        click(view, "Play")
        await waiting(lambda: len(view.steps) >= 1, 60)
        click(view, "Play", 2)
        assert view.buttons["Play"].description == "Stop"
        before = len(view.steps)
        await waiting(lambda: len(view.steps) >= before + 2, 60)
        assert view.buttons["Play"].description == "Stop"
        view.stop()

    asyncio.run(scene())


def test_other_cells_run_while_it_plays():
    with started_kernel() as kernel:
        run(kernel, "from gpt_viz import load, stepper; view = stepper(load())", "a")
        run(kernel, "from gpt_viz.widgets import stepper as s; s.PACE = 0.05; view.play()", "b")
        counts = [int(run(kernel, "print(len(view.steps))", "c")) for _ in range(3)]
        run(kernel, "import asyncio; await asyncio.sleep(0.5)", "d")
        assert int(run(kernel, "print(len(view.steps))", "c")) > counts[-1]
        stopped = int(run(kernel, "view.stop(); print(len(view.steps))", "e"))
        run(kernel, "await asyncio.sleep(0.3)", "d")
        assert int(run(kernel, "print(len(view.steps))", "c")) == stopped > 0


def test_closing_leaves_nothing_behind(mini):
    stepper(mini, PROMPT).close()
    before = len(_instances)
    view = stepper(mini, PROMPT)
    click(view, "Step", 3)
    view.close()
    assert len(_instances) == before
    assert view.steps == ()
