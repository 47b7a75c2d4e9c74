"""The pictures of lesson 08: what they show adds up, and is what the formulas say."""

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import warp
from gpt_viz.pictures import (
    continuation_columns,
    probability_bars,
    sample_histogram,
    softmax_steps,
    temperature_curves,
)
from gpt_viz.pictures.kit.text import escape, label, tick
from gpt_viz.records.draws import Step, choose
from gpt_viz.records.predictions import NextToken
from tests.scores import HOSTILE, PROMPT, random_scores, scores_of, strings

NAMES = ["Snape", "Trelawney", "Quirrell", "McGonagall", "Dumbledore", "Sprout", "Flitwick"]
SCORES = np.array([3.4, 2.5, 1.5, 0.5, -0.8, -2.3, -5.0])
KNOBS = [(t, k, p) for t in (0, 0.05, 0.7, 1.0, 4.0, math.inf) for k, p in ((0, 1.0), (7, 0.8))]


def all_pictures(scores: NextToken) -> list[go.Figure]:
    """Each picture of the lesson, over one distribution."""
    probabilities = warp(scores.logits)[0]
    steps = [
        Step(scores, probabilities, probabilities >= 0, piece, 0.5, 0)
        for piece in scores.vocabulary[:30]
    ]
    names = [label(piece) for piece in scores.vocabulary[:7]]
    return [
        probability_bars(scores, 0.8, 5, 0.9),
        temperature_curves(scores, 0.8),
        sample_histogram(scores, 0.8),
        softmax_steps(scores.logits[:7], names),
        continuation_columns(scores.text, {1.0: steps, 0: steps[:4]}),
    ]


# --- N11: everything is shown or counted -------------------------------------------------------


def check_adds_to_one(figure: go.Figure) -> None:
    """The bars and "not shown" add to 1, now and at T = 1; so do the printed percentages."""
    at_one, _, now, numbers = figure.data
    assert abs(now.x.sum() - 1) < 1e-9
    assert abs(at_one.x.sum() - 1) < 1e-9
    assert (now.x >= 0).all() and (now.x <= 1).all()
    assert figure.layout.yaxis.ticktext[-1].startswith("not shown:")
    printed = [text.strip() for text in numbers.text if "cut" not in text]
    total = sum(float(text.strip("<> %")) for text in printed)  # "< 0.1 %" counts as 0.1
    assert abs(total - 100) <= 0.1 * len(printed)


@pytest.mark.parametrize(("temperature", "top_k", "top_p"), KNOBS)
@pytest.mark.parametrize("top", [1, 20, 100])
def test_shown_and_not_shown_add_to_one(temperature, top_k, top_p, top):
    check_adds_to_one(probability_bars(random_scores(), temperature, top_k, top_p, top))


def test_on_the_bundled_model(mini):
    check_adds_to_one(probability_bars(mini.next_token(PROMPT), 1.7))


def test_a_vocabulary_smaller_than_the_picture():
    figure = probability_bars(scores_of(list("abc"), [2, 1, 0]), 1.0)
    check_adds_to_one(figure)
    assert figure.layout.yaxis.ticktext[-1] == "not shown:<br>0 tokens"


def test_nothing_is_left_where_all_others_are_cut():
    figure = probability_bars(random_scores(), 0.6, 10, 0.7)
    check_adds_to_one(figure)
    assert figure.data[2].x[-1] == 0
    assert "cut, was" in figure.data[3].text[-1]


def without_the_rest(figure: go.Figure) -> go.Figure:
    now = figure.data[2]
    now.x = np.append(now.x[:-1], 0)
    return figure


def softmax_over_the_shown(figure: go.Figure) -> go.Figure:
    now = figure.data[2]
    now.x = np.append(now.x[:-1] / now.x[:-1].sum(), now.x[-1])
    return figure


@pytest.mark.parametrize("broken", [without_the_rest, softmax_over_the_shown])
def test_twin_rows_that_do_not_add_up(broken):
    with pytest.raises(AssertionError):
        check_adds_to_one(broken(probability_bars(random_scores(), 2.0)))


# --- the bars ----------------------------------------------------------------------------------


def test_the_order_never_changes():
    scores = random_scores()
    for temperature in (0.2, 1.0, 5.0):
        figure = probability_bars(scores, temperature)
        assert (np.diff(figure.data[2].x[:-1]) < 0).all()
        expected = [tick(scores.vocabulary[i]) for i in scores.top(12)]
        assert [*figure.layout.yaxis.ticktext[:-1]] == expected
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first row on top
    assert figure.layout.xaxis.range == (0, 1)


def check_greedy(figure: go.Figure, tied: int) -> None:
    """At T = 0 the tied tokens have equal bars that fill everything, and the heading says "tie"."""
    now = figure.data[2].x
    assert np.allclose(now[:tied], 1 / tied) and now[tied:].sum() == 0
    heading = figure.layout.title.subtitle.text
    assert (f"a tie: {tied} tokens" in heading) == (tied > 1)
    assert (f"{tied} tokens tie" in figure.layout.meta["alt"]) == (tied > 1)
    assert "greedy" in figure.layout.title.text


def test_a_tie_is_shown_as_a_tie():
    check_greedy(probability_bars(scores_of(list("abcd"), [1, 3, 3, 0]), 0), 2)
    check_greedy(probability_bars(scores_of(list("abcd"), [1, 3, 2, 0]), 0), 1)


def test_twin_a_tie_that_is_hidden():
    scores = scores_of(list("abcd"), [1, 3, 3, 0])
    with pytest.raises(AssertionError):
        check_greedy(probability_bars(scores, 1e-9), 2)  # no word of greedy or of a tie
    with pytest.raises(AssertionError):
        check_greedy(probability_bars(scores, 0), 1)


# --- what is refused ---------------------------------------------------------------------------

OVER_TOKENS = [probability_bars, temperature_curves, sample_histogram]


@pytest.mark.parametrize("value", [-1, math.nan, "abc", None])
def test_temperature_refused(value):
    scores = random_scores()
    for picture in OVER_TOKENS:
        with pytest.raises(ValueError, match="temperature must be") as caught:
            picture(scores, temperature=value)
        assert repr(value) in str(caught.value)
    with pytest.raises(ValueError, match="temperature must be"):
        softmax_steps(SCORES, NAMES, value)
    if not isinstance(value, str):  # a string is a name, such as a model's
        with pytest.raises(ValueError, match="temperature must be"):
            continuation_columns("", {value: [choose(scores)]})


def test_a_column_may_have_a_name():
    figure = continuation_columns("", {"<b>mini": [choose(random_scores())]})
    assert "<b>&lt;b&gt;mini</b>, 1 token" in [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("top_k", bad) for bad in (-1, 2.5, None)),
        *(("top_p", bad) for bad in (-0.1, 1.5, math.nan, None)),
        *(("top", bad) for bad in (0, 101, 2.5, None)),
    ],
)
def test_bars_refuse(name, value):
    with pytest.raises(ValueError, match=f"{name} must be") as caught:
        probability_bars(random_scores(), **{name: value})
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_no_picture_of_broken_logits(bad):
    logits = random_scores().logits.copy()
    logits[3] = bad
    scores = scores_of([f"w{i}" for i in range(500)], logits)
    for picture in OVER_TOKENS:
        with pytest.raises(ValueError, match=f"got {bad} at index 3"):
            picture(scores)
    with pytest.raises(ValueError, match=f"got {bad} at index 3"):
        softmax_steps(logits[:7], NAMES)


def test_minus_infinity_is_allowed():
    scores = scores_of(list("abcdefgh"), [2, 1, -math.inf, 0, 0, 0, -math.inf, 1])
    for figure in all_pictures(scores):
        assert "nan" not in figure.to_json().lower()


# --- token text --------------------------------------------------------------------------------


def check_literal(figure: go.Figure) -> None:
    """No hostile text stands raw in anything that plotly draws, nor in a template."""
    for text in strings(figure.to_dict()):
        for raw in HOSTILE:
            assert raw not in text, text
    for trace in figure.data:
        assert "w0" not in (trace.hovertemplate or "")


def test_token_text_is_never_markup():
    words = HOSTILE + [f"w{i}" for i in range(30)]
    scores = scores_of(words, np.linspace(5, 0, len(words)), HOSTILE[-1])
    for figure in all_pictures(scores):
        check_literal(figure)
    assert escape("<b>bold</b>") in [*strings(all_pictures(scores)[0].to_dict())]


@pytest.mark.parametrize("raw", HOSTILE)
def test_twin_raw_text(raw):
    figure = probability_bars(random_scores())
    check_literal(figure)
    figure.layout.yaxis.ticktext = [raw, *figure.layout.yaxis.ticktext[1:]]
    with pytest.raises(AssertionError):
        check_literal(figure)


def test_equal_labels_do_not_merge():
    figure = probability_bars(scores_of(["1", "1", " a", " a"], [3, 2, 1, 0]))
    assert figure.data[2].y.dtype.kind == "f" and np.unique(figure.data[2].y).size == 5
    assert [*figure.layout.yaxis.ticktext[:4]] == ["1", "1", "·a", "·a"]


def test_every_picture_has_words_of_its_own_numbers(mini):
    for figure in all_pictures(mini.next_token(PROMPT)):
        alt = figure.layout.meta["alt"]
        assert len(alt) > 60 and any(letter.isdigit() for letter in alt) and alt.endswith(".")
