"""The pictures of lesson 08: what they show adds up, and is what the formulas say."""

import html
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import descending, entropy, softmax, warp
from gpt_viz.model.sampling import NextToken, Step, choose
from gpt_viz.model.tokens import Piece
from gpt_viz.pictures import theme
from gpt_viz.pictures.continuations import EDGES, LETTER, SHADES, SPACE
from gpt_viz.pictures.headings import called, short
from gpt_viz.pictures.sampling import drawn
from gpt_viz.pictures.temperature import (
    bars,
    continuation_columns,
    probability_bars,
    sample_histogram,
    softmax_steps,
    temperature_curves,
)
from gpt_viz.pictures.temperature_curves import LOW, place, temperature_at

PROMPT = "Once upon a time, there was a"
NAMES = ["Snape", "Trelawney", "Quirrell", "McGonagall", "Dumbledore", "Sprout", "Flitwick"]
SCORES = np.array([3.4, 2.5, 1.5, 0.5, -0.8, -2.3, -5.0])
KNOBS = [(t, k, p) for t in (0, 0.05, 0.7, 1.0, 4.0, math.inf) for k, p in ((0, 1.0), (7, 0.8))]
HOSTILE = [
    *("<b>bold</b>", "a<br>b", "&lt;entity", "$a$", "a%{x}", "a%{customdata[1]}"),
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
]


def scores_of(words: list[str], logits: list[float] | np.ndarray, text: str = "") -> NextToken:
    vocabulary = [Piece(i, word.encode()) for i, word in enumerate(words)]
    return NextToken(text, np.array(logits, dtype=np.float32), vocabulary)


def random_scores(size: int = 500, seed: int = 0) -> NextToken:
    logits = np.random.default_rng(seed).normal(size=size) * 3
    return scores_of([f" w{i}" for i in range(size)], logits, "a text")


def all_pictures(scores: NextToken) -> list[go.Figure]:
    """Each picture of the lesson, over one distribution."""
    probabilities = warp(scores.logits)[0]
    steps = [
        Step(scores, probabilities, scores.order, piece, 0.5, 0) for piece in scores.vocabulary[:30]
    ]
    names = [theme.label(piece) for piece in scores.vocabulary[:7]]
    return [
        probability_bars(scores, 0.8, 5, 0.9),
        temperature_curves(scores, 0.8),
        sample_histogram(scores, 0.8),
        softmax_steps(scores.logits[:7], names),
        continuation_columns(scores.text, {1.0: steps, 0: steps[:4]}),
    ]


def strings(value: object) -> Iterator[str]:
    """All texts inside a figure's description, without its words for those who cannot see."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "meta":
                yield from strings(inner)
    elif isinstance(value, list | tuple | np.ndarray) and not (
        isinstance(value, np.ndarray) and value.dtype.kind in "fiub"
    ):
        for inner in value:
            yield from strings(inner)


# --- N11: everything is shown or counted -------------------------------------------------------


def check_n11(figure: go.Figure) -> None:
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
def test_n11_shown_and_not_shown_add_to_one(temperature, top_k, top_p, top):
    check_n11(probability_bars(random_scores(), temperature, top_k, top_p, top))


def test_n11_on_the_bundled_model(mini):
    check_n11(probability_bars(mini.next_token(PROMPT), 1.7))


def test_n11_a_vocabulary_smaller_than_the_picture():
    figure = probability_bars(scores_of(list("abc"), [2, 1, 0]), 1.0)
    check_n11(figure)
    assert figure.layout.yaxis.ticktext[-1] == "not shown:<br>0 tokens"


def without_the_rest(figure: go.Figure) -> go.Figure:
    now = figure.data[2]
    now.x = np.append(now.x[:-1], 0)
    return figure


def softmax_over_the_shown(figure: go.Figure) -> go.Figure:
    now = figure.data[2]
    now.x = np.append(now.x[:-1] / now.x[:-1].sum(), now.x[-1])
    return figure


@pytest.mark.parametrize("broken", [without_the_rest, softmax_over_the_shown])
def test_n11_twin(broken):
    with pytest.raises(AssertionError):
        check_n11(broken(probability_bars(random_scores(), 2.0)))


# --- the bars ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("temperature", "top_k", "top_p"), KNOBS)
def test_bars_are_those_of_the_whole_vocabulary(temperature, top_k, top_p):
    scores = random_scores()
    b = bars(scores, temperature, top_k, top_p, 15)
    p, kept = warp(scores.logits, temperature, top_k, top_p)
    assert b.ids.tolist() == descending(scores.logits)[:15].tolist()
    assert np.array_equal(b.probabilities, p[b.ids])
    assert np.array_equal(b.kept, kept[b.ids])
    assert np.array_equal(b.uncut, softmax(scores.logits, temperature)[b.ids])
    assert np.array_equal(b.at_one, softmax(scores.logits)[b.ids])
    assert (b.others, b.kept_count, b.tied) == (485, kept.sum(), 1)
    assert b.kept_by_k == (top_k or 500)
    assert b.bits == entropy(p)


def test_the_order_never_changes():
    scores = random_scores()
    for temperature in (0.2, 1.0, 5.0):
        figure = probability_bars(scores, temperature)
        assert (np.diff(figure.data[2].x[:-1]) < 0).all()
        expected = [theme.tick(scores.vocabulary[i]) for i in scores.top(20)]
        assert [*figure.layout.yaxis.ticktext[:-1]] == expected
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first row on top
    assert figure.layout.xaxis.range == (0, 1)


def check_n1(figure: go.Figure, tied: int) -> None:
    """At T = 0 the tied tokens have equal bars that fill everything, and the heading says "tie"."""
    now = figure.data[2].x
    assert np.allclose(now[:tied], 1 / tied) and now[tied:].sum() == 0
    heading = figure.layout.title.subtitle.text
    assert (f"a tie: {tied} tokens" in heading) == (tied > 1)
    assert (f"{tied} tokens tie" in figure.layout.meta["alt"]) == (tied > 1)
    assert "greedy" in figure.layout.title.text


def test_n1_a_tie_is_shown_as_a_tie():
    check_n1(probability_bars(scores_of(list("abcd"), [1, 3, 3, 0]), 0), 2)
    check_n1(probability_bars(scores_of(list("abcd"), [1, 3, 2, 0]), 0), 1)


def test_n1_twin():
    scores = scores_of(list("abcd"), [1, 3, 3, 0])
    with pytest.raises(AssertionError):
        check_n1(probability_bars(scores, 1e-9), 2)  # no word of greedy or of a tie
    with pytest.raises(AssertionError):
        check_n1(probability_bars(scores, 0), 1)


def cut_lines(figure: go.Figure) -> dict[float, str]:
    texts = {note.y: note.text for note in figure.layout.annotations}
    return {line.y0: texts[line.y0] for line in figure.layout.shapes}


def test_cuts_are_drawn_where_they_cut():
    scores = random_scores()
    figure = probability_bars(scores, 1.0, 10, 0.6)
    kept_by_p = bars(scores, 1.0, 10, 0.6).kept_count
    assert kept_by_p < 10
    assert cut_lines(figure) == {
        9.5: "top-k 10 cuts what is below",
        kept_by_p - 0.5: "top-p 0.6 cuts what is below",
    }
    cut, numbers = figure.data[1].x, figure.data[3].text
    assert (cut[:kept_by_p] == 0).all()
    assert np.array_equal(cut[kept_by_p:], softmax(scores.logits)[scores.top(20)[kept_by_p:]])
    assert ["cut, was" in text for text in numbers[:-1]] == [i >= kept_by_p for i in range(20)]
    assert f"top-k 10 keeps 10 of 500 · top-p 0.6 keeps {kept_by_p} of 10" in (
        figure.layout.title.subtitle.text
    )


def test_cuts_at_one_place_share_a_line_and_cuts_out_of_sight_have_none():
    scores = random_scores()
    assert cut_lines(probability_bars(scores, 1.0, 1, 0.0)) == {
        0.5: "top-k 1 and top-p 0 cuts what is below"
    }
    assert cut_lines(probability_bars(scores, 1.0, 400)) == {}
    assert cut_lines(probability_bars(scores, 1.0)) == {}


def check_n4(figure: go.Figure) -> None:
    heading = figure.layout.title.subtitle.text
    assert "top-k 1,000,000 is more than the vocabulary: all 500 are kept" in heading


def test_n4_a_top_k_beyond_the_vocabulary_is_clamped_and_said():
    scores = random_scores()
    check_n4(probability_bars(scores, 1.0, 10**6))
    assert np.array_equal(bars(scores, 1.0, 10**6).probabilities, bars(scores).probabilities)
    with pytest.raises(AssertionError):
        check_n4(probability_bars(scores, 1.0, 500))


# --- what is refused ---------------------------------------------------------------------------

OVER_TOKENS = [probability_bars, temperature_curves, sample_histogram]


@pytest.mark.parametrize("value", [-1, math.nan, "abc", None])
def test_n2_temperature_refused(value):
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
    assert "<b>&lt;b&gt;mini</b>, 1 tokens" in [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("top_k", bad) for bad in (-1, 2.5, None)),
        *(("top_p", bad) for bad in (-0.1, 1.5, math.nan, None)),
        *(("top", bad) for bad in (0, 101, 2.5, None)),
    ],
)
def test_n4_n5_bars_refuse(name, value):
    with pytest.raises(ValueError, match=f"{name} must be") as caught:
        probability_bars(random_scores(), **{name: value})
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("draws", bad) for bad in (0, -5, 1_000_001, 3.7, math.nan, None, True)),
        *(("seed", bad) for bad in (-1, 0.5, None)),
        *(("top", bad) for bad in (0, 51)),
    ],
)
def test_histogram_refuses(name, value):
    with pytest.raises(ValueError, match=f"{name} must be a whole number from") as caught:
        sample_histogram(random_scores(), **{name: value})
    assert repr(value) in str(caught.value)


def test_curves_refuse_more_lines_than_colours():
    with pytest.raises(ValueError, match="top must be a whole number from 1 to 7, got 8"):
        temperature_curves(random_scores(), top=8)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_n6_no_picture_of_broken_logits(bad):
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


def check_s3(figure: go.Figure) -> None:
    """No hostile text stands raw in anything that plotly draws, nor in a template."""
    for text in strings(figure.to_dict()):
        for raw in HOSTILE:
            assert raw not in text, text
    for trace in figure.data:
        assert "w0" not in (trace.hovertemplate or "")


def test_s1_s3_token_text_is_never_markup():
    words = HOSTILE + [f"w{i}" for i in range(30)]
    scores = scores_of(words, np.linspace(5, 0, len(words)), HOSTILE[-1])
    for figure in all_pictures(scores):
        check_s3(figure)
    assert theme.escape("<b>bold</b>") in [*strings(all_pictures(scores)[0].to_dict())]


@pytest.mark.parametrize("raw", HOSTILE)
def test_s3_twin(raw):
    figure = probability_bars(random_scores())
    check_s3(figure)
    figure.layout.yaxis.ticktext = [raw, *figure.layout.yaxis.ticktext[1:]]
    with pytest.raises(AssertionError):
        check_s3(figure)


def test_u8_equal_labels_do_not_merge():
    figure = probability_bars(scores_of(["1", "1", " a", " a"], [3, 2, 1, 0]))
    assert figure.data[2].y.dtype.kind == "f" and np.unique(figure.data[2].y).size == 5
    assert [*figure.layout.yaxis.ticktext[:4]] == ["1", "1", "·a", "·a"]


def test_a_very_long_token_does_not_take_the_picture():
    assert short(Piece(0, b"-" * 64)) == "-" * 19 + "…"
    assert short(Piece(0, b"<b>")) == theme.escape("<b>")


def test_every_picture_has_words_of_its_own_numbers(mini):
    for figure in all_pictures(mini.next_token(PROMPT)):
        alt = figure.layout.meta["alt"]
        assert len(alt) > 60 and any(letter.isdigit() for letter in alt) and alt.endswith(".")


def test_called():
    names = [called(t) for t in (0, 0.7, 1, math.inf)]
    assert names == ["T = 0 (greedy)", "T = 0.7", "T = 1", "T = ∞ (all alike)"]


# --- softmax by hand ---------------------------------------------------------------------------


def columns(figure: go.Figure) -> list[np.ndarray]:
    """The four columns of bars."""
    return [trace.x for trace in figure.data if trace.type == "bar"][1::2]


@pytest.mark.parametrize("temperature", [0.05, 0.5, 1.0, 2.0, 100.0, math.inf])
def test_softmax_steps_follow_from_each_other(temperature):
    figure = softmax_steps(SCORES, NAMES, temperature)
    z, divided, exps, p = columns(figure)
    assert np.array_equal(z, SCORES)
    assert np.allclose(divided, SCORES / temperature)
    assert np.allclose(exps, np.exp(divided))
    assert np.allclose(p, exps / exps.sum())
    assert [*figure.layout.yaxis.ticktext] == NAMES
    total = next(note.text for note in figure.layout.annotations if note.text.startswith("sum: "))
    if temperature == 1:
        assert total == "sum: 48.8"


@pytest.mark.parametrize("z", [SCORES + 2000, SCORES - 2000])
def test_softmax_steps_subtract_the_largest_where_exp_fails(z):
    figure = softmax_steps(z, NAMES, 0.9)
    _, divided, exps, p = columns(figure)
    assert np.allclose(divided, (z - z.max()) / 0.9)
    assert np.allclose(p, exps / exps.sum()) and np.allclose(p, softmax(SCORES, 0.9))
    assert "subtracting the largest logit first" in figure.layout.title.subtitle.text


def test_n1_softmax_steps_at_zero():
    figure = softmax_steps(SCORES, NAMES, 0)
    assert columns(figure)[3].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert figure.layout.title.text == "Softmax at T = 0 (greedy): “Snape” takes all"
    tie = softmax_steps([2, 2, 1], ["a", "b", "c"], 0)
    assert columns(tie)[3].tolist() == [0.5, 0.5, 0]
    assert html.unescape(tie.layout.title.text).endswith("a tie, “a” and “b” get 50.0 % each")


@pytest.mark.parametrize("temperature", [0, 1e-300, 1e-5, 100, math.inf])
def test_n3_softmax_steps_have_no_nan(temperature):
    for z in (SCORES, [0.0, -math.inf, 5.0], [-900.0, 900.0]):
        figure = softmax_steps(z, NAMES[: len(z)], temperature)
        assert all(np.isfinite(column).all() for column in columns(figure))
        assert np.allclose(columns(figure)[3], softmax(np.array(z), temperature))


@pytest.mark.parametrize("names", [NAMES[:6], "Snapes!", []])
def test_softmax_steps_ask_for_a_name_each(names):
    with pytest.raises(ValueError, match="each logit needs one name: got 7 logits"):
        softmax_steps(SCORES, names)


@pytest.mark.parametrize("size", [1, 13])
def test_softmax_steps_are_for_a_few_numbers(size):
    with pytest.raises(ValueError, match=f"a whole number from 2 to 12, got {size}"):
        softmax_steps(np.zeros(size), ["a"] * size)


# --- curves ------------------------------------------------------------------------------------


def test_the_axis_of_temperatures_grows_and_can_be_read_back():
    temperatures = [0, 1e-3, LOW / 2, LOW, 0.3, 1, 9, 10, 50, 1e6, math.inf]
    places = [place(t) for t in temperatures]
    assert (np.diff(places) > 0).all()
    for temperature, at in zip(temperatures[:-1], places, strict=False):
        assert temperature_at(at) == pytest.approx(temperature, abs=1e-12, rel=1e-6)
    assert temperature_at(places[-1]) > 1e12


def test_curves_are_softmax_at_each_temperature():
    scores = random_scores()
    figure = temperature_curves(scores, 0.7, 4)
    curves, spread = figure.data[:4], figure.data[4]
    for at, row in zip(curves[0].x[::11], range(0, 90, 11), strict=True):
        p = softmax(scores.logits, temperature_at(at))
        assert [curve.y[row] for curve in curves] == p[scores.top(4)].tolist()
        assert spread.y[row] == entropy(p)
    assert [curve.y[0] for curve in curves] == [1, 0, 0, 0]
    assert [curve.y[-1] for curve in curves] == pytest.approx([1 / 500] * 4)


def test_curves_never_cross_and_the_entropy_never_falls():
    figure = temperature_curves(random_scores(), 0.7, 7)
    heights = np.array([curve.y for curve in figure.data[:7]])
    assert (np.diff(heights, axis=0) <= 0).all()
    assert (np.diff(figure.data[7].y) >= -1e-12).all()


@pytest.mark.parametrize("temperature", [0, 0.01, 1.0, 40, math.inf])
def test_the_line_stands_at_the_temperature_with_its_values(temperature):
    scores = random_scores()
    figure = temperature_curves(scores, temperature, 3)
    assert figure.layout.shapes[0].x0 == place(temperature)
    p = softmax(scores.logits, temperature)
    reading = next(note.text for note in figure.layout.annotations if "all others" in note.text)
    for i in scores.top(3):
        assert f"{theme.tick(scores.vocabulary[i])}{SPACE}" in reading
        assert theme.percent(p[i]) in reading
    rest = max(0.0, 1 - p[scores.top(3)].sum())
    assert reading.endswith(theme.percent(rest))  # N11
    dots = figure.data[4]
    assert np.allclose(dots.y, p[scores.top(3)])


def test_h8_a_dragged_temperature_does_not_draw_the_curves_anew():
    scores = random_scores()
    first, second = temperature_curves(scores, 0.7), temperature_curves(scores, 0.9)
    assert [c.y.tolist() for c in first.data[:6]] == [c.y.tolist() for c in second.data[:6]]
    assert first.layout.shapes[0].x0 != second.layout.shapes[0].x0


# --- many draws --------------------------------------------------------------------------------


def check_histogram(figure: go.Figure, p: np.ndarray, draws: int) -> None:
    """Theory is n p with sqrt(n p (1 - p)); the draws add to n."""
    theory, found = figure.data[:2]
    assert found.x.sum() == draws
    assert np.allclose(theory.x, draws * p)
    assert np.allclose(theory.error_x.array, np.sqrt(draws * p * (1 - p)))
    assert (theory.x - theory.error_x.arrayminus >= -1e-9).all()
    assert (np.abs(found.x - theory.x) <= 5 * theory.error_x.array + 2).all()
    assert max(theory.x.max(), found.x.max()) <= figure.layout.xaxis.range[1] <= draws


@pytest.mark.parametrize("draws", [1, 100, 1000, 1_000_000])
@pytest.mark.parametrize("seed", [0, 1])
def test_histogram_is_a_fair_sample(draws, seed):
    scores = random_scores()
    p = softmax(scores.logits, 2.0)[scores.top(10)]
    figure = sample_histogram(scores, 2.0, draws, seed)
    check_histogram(figure, np.append(p, 1 - p.sum()), draws)


def test_histogram_twin():
    scores = random_scores()
    p = softmax(scores.logits, 1.9)[scores.top(10)]
    with pytest.raises(AssertionError):  # another temperature
        check_histogram(sample_histogram(scores, 2.0), np.append(p, 1 - p.sum()), 1000)
    p = softmax(scores.logits, 2.0)[scores.top(10)]
    with pytest.raises(AssertionError):  # the shown tokens alone
        check_histogram(sample_histogram(scores, 2.0), np.append(p / p.sum(), 0), 1000)


def test_n8_histogram_depends_on_its_seed_alone():
    scores = random_scores()
    before = np.random.get_state()[1].tolist()
    first = sample_histogram(scores, seed=4).data[1].x
    np.random.default_rng().random()
    assert np.array_equal(first, sample_histogram(scores, seed=4).data[1].x)
    assert not np.array_equal(first, sample_histogram(scores, seed=5).data[1].x)
    assert np.random.get_state()[1].tolist() == before


def test_n1_histogram_at_zero_takes_one_token():
    scores = scores_of(list("abcd"), [1, 3, 3, 0])
    shares, counts = drawn(scores, 0, 50, 1)
    assert shares.tolist() == [0, 1, 0, 0] and counts.tolist() == [0, 50, 0, 0]
    figure = sample_histogram(scores, 0)
    assert "greedy" in figure.layout.title.subtitle.text
    assert "of 2 that tie, the one with the lowest id" in figure.layout.title.subtitle.text
    assert choose(scores, temperature=0).piece.id == 1


def test_the_histogram_says_how_many_rows_are_close():
    scores = random_scores()
    figure = sample_histogram(scores, 1.0, 1000, 7)
    theory, found = figure.data[:2]
    close = (np.abs(found.x - theory.x) <= theory.error_x.array).sum()
    assert f"{close} of 11 rows" in figure.layout.title.subtitle.text


# --- continuations -----------------------------------------------------------------------------


def chips(figure: go.Figure) -> list[go.layout.Annotation]:
    return [note for note in figure.layout.annotations if note.hovertext]


def steps_of(words: list[bytes | Piece], logits: np.ndarray | None = None) -> list[Step]:
    vocabulary = [w if isinstance(w, Piece) else Piece(i, w) for i, w in enumerate(words)]
    z = np.zeros(len(words)) if logits is None else logits
    scores = NextToken("", np.asarray(z, dtype=np.float32), vocabulary)
    p = softmax(scores.logits)
    return [Step(scores, p, scores.order, piece, 0.5, 0) for piece in vocabulary]


def check_text(figure: go.Figure, texts: list[str]) -> None:
    """Reading the chips column by column, line by line, gives the texts; no two overlap."""
    found: dict[float, dict[float, list[go.layout.Annotation]]] = {}
    for chip in chips(figure):
        found.setdefault(chip.x, {}).setdefault(chip.y, []).append(chip)
    assert len(found) == len(texts)
    for (_, lines), text in zip(sorted(found.items()), texts, strict=True):
        read = []
        for _, line in sorted(lines.items()):
            ends = [chip.xshift + chip.width for chip in line]
            assert all(a <= b.xshift for a, b in zip(ends, line[1:], strict=False))
            assert ends[-1] <= 84 * LETTER / len(texts)
            read.append("".join(chip.text for chip in line))
        written = "".join(read).replace(SPACE, "").replace("⏎", "\n")
        assert written == text.replace(" ", "")


def test_columns_hold_the_whole_text(mini):
    texts = {t: [*mini.generate(PROMPT, max_new_tokens=25, temperature=t)] for t in (0, 0.7, 1.5)}
    figure = continuation_columns(PROMPT, texts)
    written = [
        theme.escape(b"".join(step.piece.bytes for step in steps).decode("utf-8", "replace"))
        for steps in texts.values()
    ]
    check_text(figure, written)
    for steps in texts.values():
        for word in b"".join(step.piece.bytes for step in steps).decode().split()[:5]:
            assert word in figure.layout.meta["alt"]


def test_columns_twin():
    figure = continuation_columns("", {1.0: steps_of([b"one", b" two", b" three"])})
    check_text(figure, ["one two three"])
    figure.layout.annotations[2].text = "ten"
    with pytest.raises(AssertionError):
        check_text(figure, ["one two three"])


def test_words_are_not_parted_where_they_fit():
    words = [b" alpha", b"bet", b" gamma"] * 20
    figure = continuation_columns("", dict.fromkeys((0.5, 1.0, 2.0, 4.0), steps_of(words)))
    for chip in chips(figure):
        if "bet" in chip.text:
            assert chip.xshift > 0  # never alone at a line's start
    check_text(figure, ["alphabetgamma" * 20] * 4)


def test_lines_break_after_a_newline():
    lines = {c.text: c.y for c in chips(continuation_columns("", {1: steps_of([b"a\n", b"b"])}))}
    assert lines == {"a⏎": 0, "b": 1}


def test_the_height_follows_the_text():
    short_text = continuation_columns("", {1: steps_of([b" word"] * 5)})
    long_text = continuation_columns("", {1: steps_of([b" word"] * 200)})
    assert long_text.layout.height > short_text.layout.height + 200
    assert max(c.y for c in chips(long_text)) < long_text.layout.yaxis.range[0]


def check_u2(figure: go.Figure) -> None:
    """The parts of a character stand together as the character; no U+FFFD anywhere."""
    assert [chip.text for chip in chips(figure)] == ["🤗", "F0 9F"]
    assert "�" not in "".join(strings(figure.to_dict()))


def test_u2_parts_of_a_character_are_one_chip():
    face = "🤗".encode()
    steps = steps_of([face[:2], face[2:3], face[3:], b"\xf0\x9f"])
    figure = continuation_columns("", {1.0: steps})
    check_u2(figure)
    assert "probability (T = 1): 1.6 %" in chips(figure)[0].hovertext  # (1/4) ** 3
    with pytest.raises(AssertionError):
        check_u2(continuation_columns("", {1.0: steps_of([face[:2], face[2:], b"a"])}))


def test_the_shade_is_the_models_own_probability():
    logits = np.log([0.6, 0.3, 0.095, 0.005])
    steps = steps_of([b"a", b"b", b"c", b"d"], logits)
    uniform = [replace(step, probabilities=np.full(4, 0.25)) for step in steps]
    for picture in ({1.0: steps}, {math.inf: uniform}):
        shades = [chip.bgcolor for chip in chips(continuation_columns("", picture))]
        assert shades == SHADES[::-1]
    assert len(SHADES) == len(EDGES) + 1
    hover = chips(continuation_columns("", {math.inf: uniform}))[3].hovertext
    assert "(T = 1): 0.5 %" in hover and "when drawn: 25.0 %" in hover and "rank: 4" in hover


def test_l2_why_a_text_ended_is_said():
    steps = steps_of([b"a", b"b"])
    steps[-1] = replace(steps[-1], stop="the model <ended> its text")
    figure = continuation_columns("", {1.0: steps})
    notes = [note.text for note in figure.layout.annotations]
    assert f"<i>{theme.escape('the model <ended> its text')}</i>" in notes


def test_special_and_very_long_tokens():
    steps = steps_of([Piece(0, b"<|end|>", True, "<|end|>"), b"x" * 300])
    first, second = chips(continuation_columns("", {1.0: steps, 2.0: steps}))[:2]
    assert first.text == theme.escape("<|end|>")
    assert second.text.endswith("…") and second.width < 42 * LETTER


@pytest.mark.parametrize(
    ("continuations", "message"),
    [
        ({}, "the number of continuations must be a whole number from 1 to 4, got 0"),
        ({float(t): steps_of([b"a"]) for t in range(5)}, "from 1 to 4, got 5"),
        ({1.0: []}, "the number of steps of T = 1 must be a whole number from 1 to 1,000, got 0"),
    ],
)
def test_columns_refuse(continuations, message):
    with pytest.raises(ValueError, match=message):
        continuation_columns("", continuations)
