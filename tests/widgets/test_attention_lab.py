"""AttentionLab from Python's side: what is sent, both ways of choosing, and the still picture."""

import re

import numpy as np
import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.page.bundle import HERE
from gpt_viz.pictures.attention.map import attention_map
from gpt_viz.pictures.kit.text import label
from gpt_viz.records.heads import repeated_ids, score_heads, score_heads_on_text
from gpt_viz.widgets.attention_lab import AttentionLab
from gpt_viz.widgets.quantised import BUDGET, quantise
from tests.safety import HOSTILE, assert_no_markup, hostile_pieces
from tests.tiny import tiny_gpt
from tests.traces import random_trace, words_trace
from tests.wire import Wire

TRACE = words_trace(9)
LONG = words_trace(300, layers=12, heads=12)


def test_a_lab_has_all_that_the_page_needs(mini: GPT) -> None:
    trace = mini.trace("the cat and the dog")
    state = AttentionLab(trace).get_state()
    assert state["_tokens"] == [label(piece) for piece in trace.pieces]
    assert state["_sizes"] == [mini.sizes.layers, mini.sizes.heads]
    assert state["_stretch"] == [0, len(trace.pieces)]
    assert state["_weights"] == quantise(trace, 0, len(trace.pieces)).data
    measured = score_heads_on_text(trace)
    assert [*state["_scores"]] == ["previous", "first", "induction", "entropy"]
    for name, sent in state["_scores"].items():
        scores = np.frombuffer(sent, "<f4").reshape(state["_sizes"])
        np.testing.assert_allclose(scores, getattr(measured, name), atol=1e-6)
    assert state["_marks"] == []


@pytest.mark.parametrize("start", [0, 70])
def test_a_lab_is_whole_when_the_page_first_hears_of_it(
    start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(AttentionLab, "open", lambda lab: opened.append(lab.get_state()))
    AttentionLab(LONG, start=start)
    length = opened[0]["_stretch"][1] - start
    assert opened[0]["_weights"] == quantise(LONG, start, start + length).data


def test_whatever_listens_ends_with_the_view() -> None:
    """`listen` in elements.js, and the signal itself, are the only ones that may add a listener."""
    added = r"(?<!lab\.signal)\.addEventListener\("
    assert not re.search(
        added, "".join(path.read_text("utf-8") for path in (HERE / "attention").glob("*.js"))
    )
    assert re.search(added, "window.addEventListener('resize', paint)")


def test_both_sides_choose() -> None:
    lab = AttentionLab(TRACE, layer=1, threshold=0.25)
    assert (lab.layer, lab.head, lab.position, lab.threshold) == (1, 0, 8, 0.25)
    wire = Wire(lab)
    lab.head, lab.looked_at = 2, True
    assert [state for state, _, _ in wire.sent] == [{"head": 2}, {"looked_at": True}]
    lab.set_state({"layer": 0, "head": None, "position": 3, "hide_first": True})  # as the page does
    assert (lab.layer, lab.head, lab.position, lab.hide_first) == (0, None, 3, True)


@pytest.mark.parametrize(
    ("name", "bad", "message"),
    [
        ("layer", 2, "layer must be a whole number from 0 to 1, got 2"),
        ("layer", None, "layer must be a whole number from 0 to 1, got None"),
        ("head", -1, "head must be a whole number from 0 to 2, got -1"),
        ("head", "0", "head must be a whole number from 0 to 2, got '0'"),
        ("position", 9, "position must be a whole number from 0 to 8, got 9"),
        ("threshold", 1.5, "threshold must be a number from 0 to 1, got 1.5"),
        ("threshold", float("nan"), "threshold must be a number from 0 to 1, got nan"),
        ("hide_first", 1, "hide_first must be True or False, got 1"),
        ("looked_at", "yes", "looked_at must be True or False, got 'yes'"),
        ("start", 1, "start must be a whole number from 0 to 0, got 1"),
    ],
)
def test_a_bad_value_names_what_is_possible_and_the_last_good_one_stays(
    name: str, bad: object, message: str
) -> None:
    lab = AttentionLab(TRACE)
    before = getattr(lab, name)
    with pytest.raises(ValueError, match=message):
        setattr(lab, name, bad)
    assert getattr(lab, name) == before
    with pytest.raises(ValueError, match=message):
        AttentionLab(TRACE, **{name: bad})


@pytest.mark.parametrize("looked_at", [False, True])
@pytest.mark.parametrize("head", [1, None])
def test_the_still_picture_is_that_of_the_present_state(head: int | None, looked_at: bool) -> None:
    lab = AttentionLab(TRACE)
    lab.layer, lab.head, lab.hide_first, lab.threshold = 1, head, True, 0.2
    lab.position, lab.looked_at = 4, looked_at
    expected = attention_map(TRACE, 1, head, True, position=4, looked_at=looked_at, threshold=0.2)
    assert lab.figure() == expected
    assert lab.figure() != attention_map(TRACE, 1, head, True)
    data, _ = lab._repr_mimebundle_()
    assert data["text/plain"] == expected.layout.meta["alt"]


def test_144_heads_of_128_tokens_are_sent_once_within_the_budget() -> None:
    state = AttentionLab(words_trace(128, layers=12, heads=12)).get_state()
    sent = sum(len(v) for v in state.values() if isinstance(v, bytes | str))
    assert state["_stretch"] == [0, 128]
    assert sent <= BUDGET  # with the module and the style


def test_a_long_text_comes_in_windows_one_message_each() -> None:
    lab = AttentionLab(LONG)
    length = lab._stretch[1]
    assert 128 <= length < 300
    assert lab.position == length - 1
    wire = Wire(lab)
    lab.start = 100
    (state, text, binary), *more = [one for one in wire.sent if "_stretch" in one[0]]
    assert more == []
    assert state["_stretch"] == [100, 100 + length]
    assert text + binary <= BUDGET + 1000
    assert lab._weights == quantise(LONG, 100, 100 + length).data


def test_a_token_chosen_from_python_comes_into_sight() -> None:
    lab = AttentionLab(LONG)
    length = lab._length
    for position in (250, 299, 0, 140):
        lab.position = position
        assert lab.start <= position < lab.start + length
        assert lab._stretch == [lab.start, lab.start + length]
    assert AttentionLab(LONG, position=299).start == 300 - length
    assert AttentionLab(LONG, start=50).position == 49 + length


def test_scores_of_another_text_can_stand_beside(mini: GPT) -> None:
    trace = mini.trace("the cat")
    twice = score_heads(mini.trace(repeated_ids(mini.tokenizer, 8)), 8)
    lab = AttentionLab(trace, twice)
    scores = np.frombuffer(lab._scores["induction"], "<f4").reshape(lab._sizes)
    np.testing.assert_allclose(scores, twice.induction, atol=1e-6)
    assert (lab._is_own_text, AttentionLab(trace)._is_own_text) == (False, True)
    with pytest.raises(ValueError, match="scores must be of 2 layers with 3 heads, got"):
        AttentionLab(TRACE, twice)


def test_an_untrained_model_is_marked() -> None:
    assert AttentionLab(tiny_gpt("llama").trace("the cat"))._marks != []


@pytest.mark.parametrize("text", ["the", ""])
def test_one_token_is_enough(mini: GPT, text: str) -> None:
    trace = mini.trace(text or "a")
    lab = AttentionLab(trace, hide_first=True)
    assert (lab.position, lab._stretch) == (0, [0, 1])
    assert "nothing to see" in lab.figure().layout.meta["alt"]


def test_tokens_travel_as_they_are_and_the_still_picture_is_safe() -> None:
    pieces = hostile_pieces()
    lab = AttentionLab(random_trace(pieces))
    assert lab._tokens == [label(piece) for piece in pieces]
    assert_no_markup(lab.figure(), *HOSTILE)
    data, _ = lab._repr_mimebundle_()
    assert "<script" not in data["text/html"]


def test_a_closed_lab_lets_go_of_its_numbers() -> None:
    lab = AttentionLab(TRACE)
    lab.close()
    assert lab._weights == b""
    with pytest.raises(ValueError, match="closed"):
        lab.figure()
