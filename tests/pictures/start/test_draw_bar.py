"""Pictures of lesson 00: the bars, the draw that lands on one of them, the map of the model."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from gpt_viz.maths import softmax
from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import escape, tick
from gpt_viz.pictures.start.draw_bar import draw_bar
from gpt_viz.pictures.start.model_map import model_map
from gpt_viz.pictures.start.next_bars import next_bars
from gpt_viz.records.draws import Step, choose
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken
from tests.safety import assert_no_markup, hostile_pieces

VOCABULARY = [Piece(i, f" w{i}".encode()) for i in range(40)]
SCORES = NextToken("Once upon a", np.random.default_rng(1).normal(size=40).astype("f4"), VOCABULARY)


def stretches(figure: go.Figure) -> dict[str, list[tuple[float, float]]]:
    """Where the stretches of each colour begin and end."""
    bar, found = figure.data[1], {}
    for start, length, colour in zip(bar.base, bar.x, bar.marker.color, strict=True):
        found.setdefault(colour, []).append((start, start + length))
    return found


def assert_lands_on_the_chosen(figure: go.Figure, draw: float) -> None:
    """One stretch is the chosen one, the draw lies in it, and the row goes from 0 to 1."""
    found = stretches(figure)
    ((start, end),) = found[theme.CHOSEN]
    assert start - 1e-9 <= draw <= end + 1e-9
    ends = sorted(pair for pairs in found.values() for pair in pairs)
    assert ends[0][0] == 0
    assert ends[-1][1] == pytest.approx(1)
    gaps = [after[0] - before[1] for before, after in pairwise(ends)]
    assert gaps == pytest.approx([0] * len(gaps), abs=1e-9)


@pytest.mark.parametrize(
    "knobs",
    [{}, {"temperature": 0.5}, {"temperature": 3.0}, {"top_k": 3}, {"top_k": 20}, {"top_p": 0.9}],
    ids=str,
)
def test_the_draw_lands_in_the_stretch_of_the_chosen_token(knobs: dict[str, float]) -> None:
    for seed in range(60):
        step = choose(SCORES, seed=seed, **knobs)
        figure = draw_bar(step, top=5)
        assert step.draw is not None
        assert_lands_on_the_chosen(figure, step.draw)
        assert set(figure.data[2].x) == {step.draw}


def test_the_draw_twin_a_wrong_order_is_seen() -> None:
    steps = unlikely(SCORES, 5)
    for step in steps:
        assert_lands_on_the_chosen(draw_bar(step, top=5), step.draw or 0.0)
    with pytest.raises(AssertionError):
        for step in steps:
            assert_lands_on_the_chosen(draw_bar(laid_backwards(step), top=5), step.draw or 0.0)


def laid_backwards(step: Step) -> Step:
    """The same round, its tokens laid end to end from the least likely on."""
    wrong = replace(step)
    wrong.__dict__["kept"] = step.kept[::-1]
    return wrong


def unlikely(scores: NextToken, top: int) -> list[Step]:
    """Rounds in which a token outside the `top` most likely was drawn."""
    rounds = [choose(scores, seed=seed) for seed in range(100)]
    return [step for step in rounds if step.piece.id not in scores.top(top)]


def assert_whole(heights: Sequence[float]) -> None:
    assert sum(heights) == pytest.approx(1, abs=1e-9)


def test_the_bars_make_100_percent() -> None:
    assert_whole(next_bars(SCORES, top=4).data[0].x)
    for step in [*unlikely(SCORES, 4), choose(SCORES, temperature=0), choose(SCORES, top_k=2)]:
        assert_whole(draw_bar(step, top=4).data[0].x)


def test_twin_a_missing_rest_is_seen() -> None:
    with pytest.raises(AssertionError):
        assert_whole(next_bars(SCORES, top=4).data[0].x[:-1])


def test_the_chosen_token_always_has_its_row() -> None:
    for step in [*unlikely(SCORES, 4), choose(SCORES, seed=3)]:
        figure = draw_bar(step, top=4)
        row = list(figure.data[0].marker.color).index(theme.CHOSEN)
        assert figure.layout.yaxis.ticktext[row] == f"<b>{tick(step.piece)}</b>"
        assert figure.data[0].x[row] == pytest.approx(step.probability)


def test_nothing_moves_between_prediction_and_draw() -> None:
    before, likely = next_bars(SCORES), draw_bar(choose(SCORES, temperature=0))
    after = draw_bar(unlikely(SCORES, 10)[0])
    assert likely.layout.height == after.layout.height
    assert len(before.data[0].x) == len(likely.data[0].x) == len(after.data[0].x)
    assert list(before.layout.xaxis.range) == list(after.layout.xaxis.range)


def assert_no_draw(figure: go.Figure, tied: int) -> None:
    """`tied` bars share all, laid end to end they are the whole row; words stand for the marker."""
    assert "no draw, the largest wins" in figure.layout.title.text
    assert list(figure.data[0].x) == [1 / tied] * tied + [0] * (len(figure.data[0].x) - tied)
    assert list(figure.data[1].base) == pytest.approx([i / tied for i in range(tied)])
    assert list(figure.data[1].x) == pytest.approx([1 / tied] * tied)
    assert figure.data[1].marker.color[0] == theme.CHOSEN
    assert len(figure.data[2].x) == 0
    (note,) = figure.layout.annotations
    assert (note.text, note.bgcolor) == ("<b>no draw: the largest wins</b>", theme.PAPER)
    lowest_bar, row = figure.data[0].y[-1] + 0.36, figure.data[1].y[0] - 0.7
    assert lowest_bar < note.y - 10 / 24 < note.y + 10 / 24 < row  # 20 pixels high, a row is 24


def test_greedy_draws_nothing_and_shows_a_tie() -> None:
    assert_no_draw(draw_bar(choose(SCORES, temperature=0)), 1)
    tied = NextToken("q", np.array([1, 2, 2], dtype="f4"), VOCABULARY[:3])
    figure = draw_bar(choose(tied, temperature=0))
    assert_no_draw(figure, 2)
    assert "2 tie" in figure.layout.title.text


def test_greedy_twin_the_bars_of_another_temperature_are_seen() -> None:
    greedy = choose(SCORES, temperature=0)
    with pytest.raises(AssertionError):
        assert_no_draw(draw_bar(replace(greedy, probabilities=softmax(SCORES.logits))), 1)


def assert_at_temperature(figure: go.Figure, temperature: float, words: str) -> None:
    expected = softmax(SCORES.logits, temperature)[SCORES.top(8)]
    assert list(figure.data[0].x[:8]) == pytest.approx(list(expected))
    assert_whole(figure.data[0].x)
    assert figure.layout.title.text.endswith(f"what comes next{words}?")
    assert percent(expected[0]) in figure.layout.meta["alt"]


def test_the_bars_obey_the_temperature() -> None:
    assert_at_temperature(next_bars(SCORES, top=8), 1, "")
    assert_at_temperature(next_bars(SCORES, 0.8, 8), 0.8, " at T = 0.8")
    assert_at_temperature(next_bars(SCORES, 0, 8), 0, " at T = 0 (greedy)")
    with pytest.raises(ValueError, match="temperature"):
        next_bars(SCORES, -1)


def test_the_bars_twin_another_temperature_is_seen() -> None:
    planted = next_bars(SCORES, top=8)
    planted.layout.title.text = next_bars(SCORES, 0.8, 8).layout.title.text
    with pytest.raises(AssertionError):
        assert_at_temperature(planted, 0.8, " at T = 0.8")


def test_a_draw_is_never_shown_as_1() -> None:
    step = replace(choose(SCORES, seed=0), draw=0.99999, piece=VOCABULARY[int(SCORES.order[-1])])
    assert "0.999 lands" in draw_bar(step).layout.title.text


def test_labels_in_the_row_are_literal() -> None:
    pieces = hostile_pieces()
    scores = NextToken("q", np.zeros(len(pieces), dtype="f4"), pieces)
    figure = draw_bar(choose(scores, top_k=0, seed=1))
    assert any(figure.data[1].text)
    assert_no_markup(figure, *(piece.bytes.decode() for piece in pieces))


def test_equal_labels_keep_their_rows() -> None:
    twins = NextToken("q", np.array([3, 2, 1], dtype="f4"), [Piece(i, b" a") for i in range(3)])
    figure = next_bars(twins)
    assert list(figure.data[0].y) == [0, 1, 2, 3, 4]
    assert list(figure.layout.yaxis.ticktext[:3]) == ["·a"] * 3


def test_the_real_model(mini: GPT) -> None:
    next_token = mini.next_token("Once upon a time, there was a")
    figure = next_bars(next_token)
    best = softmax(next_token.logits).max()
    assert figure.data[0].x[0] == pytest.approx(best)
    assert figure.data[0].text[0] == escape(percent(best))
    assert f"{mini.sizes.vocabulary - 10:,} others" in figure.layout.meta["alt"]
    assert_whole(figure.data[0].x)


# --- the map --------------------------------------------------------------------------------------


def written(figure: go.Figure) -> str:
    return "\n".join(note.text for note in figure.layout.annotations)


def test_the_map_shows_the_models_own_shapes(mini: GPT) -> None:
    s, text = mini.sizes, written(model_map(mini.sizes, mini.name))
    shapes = {tuple(weight.shape) for weight in mini.model.parameters() if weight.dim() == 2}
    assert (s.vocabulary, s.width) in shapes
    assert (s.width, 3 * s.width) in shapes  # queries, keys and values side by side
    assert (s.width, s.neurons) in shapes
    for rows, columns in [(s.vocabulary, s.width), (s.width, s.neurons), (s.width, s.width)]:
        assert f"{rows:,} × {columns:,}" in text
    assert f"× {s.layers}" in text


def test_the_map_names_the_model_and_its_parameters(mini: GPT) -> None:
    figure = model_map(mini.sizes, "<b>mine</b>")
    assert figure.layout.title.text.startswith("&lt;b&gt;mine&lt;/b&gt;: ")
    assert f"{sum(w.numel() for w in mini.model.parameters()):,} parameters" in (
        figure.layout.title.text
    )
    assert figure.layout.height <= 520
