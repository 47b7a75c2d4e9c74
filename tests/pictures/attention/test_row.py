"""One row of attention: each column follows from the one before, and the end is the model's own."""

import math

import numpy as np
import pytest
import torch

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.attention.row import attention_row, left_out, look, strongest
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import percent
from tests.tiny import tiny_gpt
from tests.traces import random_trace, words_trace

TEXT = "a fluffy blue creature roamed the verdant forest"


def by_hand(trace, layer, head, position):
    """The five steps in plain Python, one number at a time."""
    query = trace.queries[layer, head, position].astype(float)
    pattern, steps = trace.patterns[layer], []
    for key in trace.keys[layer, head].astype(float):
        score = sum(a * b for a, b in zip(query, key, strict=True))
        scaled = score * pattern.scale
        if pattern.softcap:
            scaled = pattern.softcap * math.tanh(scaled / pattern.softcap)
        steps.append((score, scaled))
    allowed = [i for i in range(len(steps)) if i <= position]
    total = sum(math.exp(steps[i][1]) for i in allowed)
    weights = [math.exp(s[1]) / total if i in allowed else 0.0 for i, s in enumerate(steps)]
    values = trace.values[layer, head].astype(float)
    value_weighted = [w * math.sqrt(sum(v * v)) for w, v in zip(weights, values, strict=True)]
    return np.array([*zip(*steps, strict=True), weights, value_weighted])


@pytest.mark.parametrize("softcap", [None, 2.0])
@pytest.mark.parametrize("position", [0, 3, 6, -1])
def test_every_step_equals_the_same_by_hand(softcap, position):
    trace = random_trace(words_trace(7).pieces, softcap=softcap)
    row = look(trace, 1, 2, position)
    scores, scaled, weights, value_weighted = by_hand(trace, 1, 2, position % 7)
    np.testing.assert_allclose(row.scores, scores, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(row.scaled, scaled, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(row.weights, weights, atol=1e-6)
    np.testing.assert_allclose(row.value_weighted, value_weighted, rtol=1e-5, atol=1e-6)
    late = np.arange(7) > position % 7
    assert (row.masked[late] == -np.inf).all() and (row.masked[~late] == row.scaled[~late]).all()


def check_is_the_models_own(gpt: GPT, trace, weights: np.ndarray, place) -> None:
    """The weights are those of Hugging Face's eager attention."""
    layer, head, position = place
    gpt.model.set_attn_implementation("eager")
    try:
        ids = torch.tensor([trace.ids.tolist()])
        own = gpt.model(ids, output_attentions=True).attentions[layer][0, head, position]
    finally:
        gpt.model.set_attn_implementation("sdpa")
    assert np.abs(weights - own.numpy()).max() < 1e-5


def test_the_weights_are_the_models_own(mini: GPT):
    trace = mini.trace(TEXT)
    for place in [(0, 0, 3), (1, 1, len(trace.pieces) - 1)]:
        weights = look(trace, *place).weights
        check_is_the_models_own(mini, trace, weights, place)
        np.testing.assert_allclose(weights, trace.attention(*place[:2])[place[2]], atol=1e-6)
        with pytest.raises(AssertionError):
            check_is_the_models_own(mini, trace, np.roll(weights, 1), place)


def columns(figure):
    return [trace.x for trace in figure.data if trace.type == "bar"][1::2]


def test_the_picture_shows_the_steps():
    trace = words_trace(9)
    row = look(trace, 0, 1, 5)
    figure = attention_row(trace, 0, 1, 5)
    scores, scaled, masked, weights, value_weighted = columns(figure)
    assert np.array_equal(scores, row.scores) and np.array_equal(scaled, row.scaled)
    assert np.array_equal(masked, np.where(np.isinf(row.masked), 0, row.masked))
    assert np.array_equal(weights, row.weights) and np.array_equal(
        value_weighted, row.value_weighted
    )
    texts = [trace.text for trace in figure.data if trace.type == "scatter"]
    assert [text.strip() for text in texts[2][6:]] == ["−∞"] * 3
    assert texts[3][0].strip() == percent(row.weights[0])
    names = figure.layout.yaxis.ticktext
    assert names[5] == "<b>·w5</b>" and names[4] == "·w4"
    assert all(theme.DATA in name for name in names[6:])
    assert "√4" in figure.layout.title.subtitle.text
    assert "looks in layer 0, head 1" in figure.layout.title.text
    assert "÷ 2" in [note.text for note in figure.layout.annotations][1]


def test_a_capped_score_says_so():
    figure = attention_row(random_trace(words_trace(4).pieces, softcap=2.0), 0, 0, 3)
    assert "capped" in [note.text for note in figure.layout.annotations][1]


def check_nothing_is_lost(figure, weights: np.ndarray) -> None:
    """What is shown and what the heading counts make up the whole row."""
    shown = columns(figure)[3]
    counted = figure.layout.title.subtitle.text.partition("not shown: ")[2]
    others, _, share = counted.partition(" other tokens with ")
    assert int(others) + shown.size == weights.size
    assert abs(float(share.split(" ")[0]) / 100 + shown.sum() - 1) < 1e-3


def test_a_long_text_shows_the_strongest_and_counts_the_rest():
    trace = words_trace(60)
    weights = look(trace, 0, 0, 50).weights
    figure = attention_row(trace, 0, 0, 50, top=5)
    assert sorted(columns(figure)[3]) == sorted(np.sort(weights)[-5:])
    check_nothing_is_lost(figure, weights)
    with pytest.raises(AssertionError):
        check_nothing_is_lost(figure, weights[:40])
    assert left_out(weights, np.arange(60)) == []
    assert left_out(weights, np.arange(59))[0].startswith("not shown: 1 other token with ")
    assert strongest(np.array([0.1, 0.5, 0.1, 0.3]), 2).tolist() == [1, 3]


def test_equal_words_have_their_own_rows(mini: GPT):
    figure = attention_row(mini.trace("the cat the cat the cat"), 1, 0, -1)
    assert [*figure.data[1].y] == [0, 1, 2, 3, 4, 5]
    assert len(figure.layout.yaxis.ticktext) == 6


@pytest.mark.parametrize(
    ("place", "name"), [((2, 0, 0), "layer"), ((0, 3, 0), "head"), ((0, 0, 9), "position")]
)
def test_places_that_do_not_exist(place, name):
    with pytest.raises(IndexError, match=f"{name} must be from 0 to"):
        attention_row(words_trace(9), *place)


@pytest.mark.parametrize("top", [1, 41, 2.5])
def test_top_is_checked(top):
    with pytest.raises(ValueError, match="top must be a whole number from 2"):
        attention_row(words_trace(9), 0, 0, 3, top=top)


def test_families_without_queries_say_so():
    trace = tiny_gpt("gpt_neo").trace("the cat sat")
    with pytest.raises(LookupError, match=r"no queries.*unless this architecture does not show"):
        attention_row(trace, 0, 0, 1)


def test_one_token(mini: GPT):
    figure = attention_row(mini.trace("the"), 0, 0, 0)
    assert columns(figure)[3].tolist() == [1]
    assert "100.0 %" in figure.layout.meta["alt"]
