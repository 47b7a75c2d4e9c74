"""The temperature lab's half in Python: what is sent, what can be set, and the still picture."""

import json

import numpy as np
import pytest

from gpt_viz import TemperatureLab
from gpt_viz.pictures.kit.text import label
from gpt_viz.pictures.temperature.compared_bars import compared_bars
from gpt_viz.records.origin import Origin
from gpt_viz.records.predictions import NextToken
from gpt_viz.records.trace import Trace
from gpt_viz.widgets import temperature_lab as module
from tests.kernel import run, started_kernel
from tests.safety import hostile_pieces
from tests.scores import random_scores, scores_of
from tests.traces import pieces_of
from tests.wire import Wire

WORDS = pieces_of([f" w{i}" for i in range(60)])


def trace_of(length: int, trained: bool = True) -> Trace:
    """A text of the first words, each position with random scores for all words."""
    logits = np.random.default_rng(1).normal(size=(length, len(WORDS))).astype(np.float32)
    vectors = np.zeros((length, 2))
    return Trace(
        "", WORDS[:length], vectors, None, {"logits": logits}, (), Origin(trained=trained), WORDS
    )


def sent(lab: TemperatureLab) -> np.ndarray:
    return np.frombuffer(lab._logits, np.float32).reshape(-1, lab._size)


# --- what the page gets ------------------------------------------------------------------------


def test_a_vocabulary_is_sent_whole_and_as_bytes():
    scores = random_scores(50_257)
    lab = TemperatureLab(scores)
    np.testing.assert_array_equal(sent(lab), scores.logits[None])
    assert len(lab._logits) == 4 * 50_257
    names = lab._names.decode().split("\n")
    assert names == [label(piece) for piece in scores.vocabulary]
    state = lab.get_state()
    text = {name: value for name, value in state.items() if not isinstance(value, bytes)}
    assert len(json.dumps({**text, "layout": "", "_esm": "", "_css": ""})) < 5000


def test_every_name_is_one_line_and_nothing_is_invisible():
    pieces = hostile_pieces()
    lab = TemperatureLab(NextToken("", np.zeros(len(pieces), np.float32), pieces))
    names = lab._names.decode().split("\n")
    assert names == [label(piece) for piece in pieces]
    assert all(name.isprintable() for name in names)


def test_a_trace_brings_every_position_and_what_came():
    trace = trace_of(7)
    lab = TemperatureLab(trace, position=2)
    np.testing.assert_array_equal(sent(lab), trace.logits)
    assert lab._window["pieces"] == [f"·w{i}" for i in range(7)]
    assert lab._window["came"] == [1, 2, 3, 4, 5, 6]
    assert lab._window["headings"][1] == "After “ w0 w1”"
    assert lab.next_token.text == " w0 w1 w2"
    lab.position = -1
    assert (lab.position, lab.next_token.text[-3:]) == (6, " w6")


def test_of_a_long_text_the_places_around_the_position_are_sent(monkeypatch):
    monkeypatch.setattr(module, "ROOM", 4 * len(WORDS) * 5)
    trace = trace_of(40)
    lab = TemperatureLab(trace, position=20)
    assert (lab._window["first"], len(sent(lab))) == (18, 5)
    wire = Wire(lab)
    lab.position = 22
    assert [list(state) for state, _, _ in wire.sent] == [["position"]]
    for position in (23, 0, 39):
        lab.position = position
        first = lab._window["first"]
        np.testing.assert_array_equal(sent(lab), trace.logits[first : first + 5])
        assert first <= position < first + 5
    assert lab._window["came"] == [36, 37, 38, 39]


def test_a_knob_sends_nothing_but_itself():
    lab = TemperatureLab(random_scores())
    wire = Wire(lab)
    lab.temperature = 0.3
    lab.top_k = 7
    assert [state for state, _, _ in wire.sent] == [{"temperature": 0.3}, {"top_k": 7}]


@pytest.mark.parametrize("trained", [True, False])
def test_the_page_is_told_whether_the_model_has_learned(trained):
    assert (TemperatureLab(trace_of(3, trained))._marks == []) is trained
    scores = random_scores()
    other = NextToken(scores.text, scores.logits, scores.vocabulary, Origin(trained=trained))
    assert (TemperatureLab(other)._marks == []) is trained
    said = TemperatureLab(other)._repr_mimebundle_()[0]["text/plain"]
    assert said.startswith("Untrained model. ") is not trained


# --- what can be set ---------------------------------------------------------------------------

BAD = {
    "temperature": (-1, 5.1, np.nan, np.inf, "abc", None, True),
    "compare": (-0.1, 6, "1"),
    "top_k": (-1, 2.5, None),
    "top_p": (-0.1, 1.5, np.nan, "1"),
    "top": (9, 41, 10.5),
    "log": (1, None, "yes"),
    "position": (1, -2, 0.0),
    "token": (-1, 500, "w0"),
    "seed": (-1, 1000),
    "draws": (-1, 10_001),
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in BAD.items() for v in values])
def test_a_bad_value_is_refused_and_the_last_good_one_stays(name, value):
    lab = TemperatureLab(random_scores(500))
    before = getattr(lab, name)
    with pytest.raises(ValueError, match=rf"{name} must be .*, got "):
        setattr(lab, name, value)
    assert getattr(lab, name) == before


def test_a_top_k_above_the_vocabulary_keeps_all():
    lab = TemperatureLab(random_scores(500), top_k=10**6)
    assert lab.top_k == 500
    lab.top_k = 499
    assert lab.top_k == 499


def test_good_values_come_back_in_plain_form():
    lab = TemperatureLab(random_scores(500), temperature=np.float32(0.5), top_k=np.int64(3))
    lab.compare, lab.token, lab.draws = 2, np.int64(7), 1000
    given = (lab.temperature, lab.top_k, lab.compare, lab.token, lab.draws, lab.position)
    assert given == (0.5, 3, 2.0, 7, 1000, 0)
    assert [type(value) for value in given] == [float, int, float, int, int, int]
    lab.compare = lab.token = None
    assert (lab.compare, lab.token) == (None, None)


def test_scores_that_are_no_numbers_are_refused():
    with pytest.raises(ValueError, match=r"logits must be numbers .*, got nan at index 0, 1"):
        TemperatureLab(scores_of(["a", "b"], [0, np.nan]))


def test_a_trace_without_names_is_refused():
    bare = Trace("", WORDS[:2], np.zeros((2, 2)), None, {"logits": np.zeros((2, 60))}, ())
    with pytest.raises(ValueError, match="no vocabulary"):
        TemperatureLab(bare)


# --- the still picture, and the end ------------------------------------------------------------


def test_the_still_picture_follows_the_state():
    scores = random_scores()
    lab = TemperatureLab(scores, temperature=0.4, top_k=9, top_p=0.8, top=15)
    assert lab.figure() == compared_bars(scores, [0.4], 9, 0.8, 15)
    lab.set_state({"temperature": 2.5})  # as the page does
    assert lab.figure() == compared_bars(scores, [2.5], 9, 0.8, 15)
    lab.set_state({"compare": 0, "log": True, "draws": 30, "seed": 2})
    assert lab.figure() == compared_bars(scores, [2.5, 0], 9, 0.8, 15, True, 30, 2)
    data, _ = lab._repr_mimebundle_()
    assert data["text/plain"] == lab.figure().layout.meta["alt"]


def test_thirty_runs_of_a_cell_leave_one_lab():
    cell = "TemperatureLab(gpt.next_token('The king'))"
    count = "import gc; gc.collect(); print(len(_instances))"
    with started_kernel() as kernel:
        run(kernel, "from ipywidgets.widgets.widget import _instances")
        run(kernel, "from gpt_viz import TemperatureLab, load\ngpt = load()")
        run(kernel, cell, "a")
        once = run(kernel, count)
        for _ in range(9):
            run(kernel, cell, "a")
        assert run(kernel, count) == once
        run(kernel, cell, "b")
        assert run(kernel, count) != once


def test_a_closed_lab_holds_no_numbers():
    lab = TemperatureLab(random_scores())
    lab.close()
    assert (lab._logits, lab._names, lab._places) == (b"", b"", [])


def test_mini_names_its_trace(mini):
    lab = TemperatureLab(mini.trace("Once upon a time"))
    np.testing.assert_allclose(
        lab.next_token.logits, mini.next_token("Once upon a time").logits, atol=1e-4
    )
    assert lab.next_token.vocabulary is mini.tokenizer
