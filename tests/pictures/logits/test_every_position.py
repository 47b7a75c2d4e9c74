"""Every position predicts: the ranks, probabilities and losses are those of the whole run."""

from html import unescape

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from gpt_viz.maths import softmax
from gpt_viz.model.gpt import GPT
from gpt_viz.pictures import every_position
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.pictures.kit.text import label, tick
from gpt_viz.pictures.logits.every_position import Foresight, foresight
from gpt_viz.records.pieces import Piece
from gpt_viz.records.trace import Trace
from tests.tiny import tiny_gpt

TEXT = "Once upon a time, there was a king. Once upon a time"
V = 40
PIECES = [Piece(i, f" w{i}".encode()) for i in range(V)]


def trace_of(read: tuple[Piece, ...], logits: np.ndarray) -> Trace:
    kept = {"logits": logits}
    return Trace("a text", read, np.zeros((len(read), 2)), None, kept, (), vocabulary=PIECES)


def made_up(length: int, seed: int = 0) -> Trace:
    rng = np.random.default_rng(seed)
    read = tuple(PIECES[i] for i in rng.integers(0, V, length))
    logits = rng.normal(size=(length, V)).astype(np.float32) * 2
    return trace_of(read, logits)


def check_foresight(found: Foresight, gpt: GPT, trace: Trace) -> None:
    """The numbers, against torch's cross-entropy and a sort of each position's scores."""
    logits, came = torch.tensor(trace.logits[:-1]).double(), torch.tensor(trace.ids[1:])
    theirs = torch.nn.functional.cross_entropy(logits, came, reduction="none").numpy()
    np.testing.assert_allclose(found.losses, theirs, atol=1e-9)
    np.testing.assert_allclose(found.probabilities, np.exp(-theirs), atol=1e-9)
    order = torch.argsort(logits, descending=True).numpy()
    for at, id in enumerate(trace.ids[1:]):
        assert order[at].tolist().index(id) + 1 == found.ranks[at]
        assert found.favourites[at] == order[at, 0]
        alone = softmax(gpt.next_token(trace.ids[: at + 1].tolist()).logits)
        assert abs(alone.max() - found.best[at]) < 1e-4  # read alone, the start says the same


@pytest.mark.parametrize("kind", ["mini", "gpt2", "gpt_neox", "llama"])
def test_numbers_are_those_of_torch(kind: str, mini: GPT) -> None:
    gpt = mini if kind == "mini" else tiny_gpt(kind)
    trace = gpt.trace(TEXT)
    check_foresight(foresight(trace), gpt, trace)


def test_numbers_twin_a_shift_by_one_is_seen(mini: GPT) -> None:
    trace = mini.trace(TEXT)
    shifted = dict(trace.arrays) | {"logits": np.roll(trace.logits, 1, axis=0)}
    wrong = Trace(TEXT, trace.pieces, trace.token_vectors, None, shifted, ())
    with pytest.raises(AssertionError):
        check_foresight(foresight(wrong), mini, trace)


def check_rows(figure: go.Figure, trace: Trace) -> None:
    """A row for each token in view, with the bars and words of `foresight`."""
    found, rows = foresight(trace), figure.data[0].y
    outlines, came, words = figure.data
    for row, at in enumerate(rows):
        text = unescape(words.text[row])
        if at == 0:
            assert "nothing came before it" in text
        elif at == len(trace.pieces):
            assert came.x[row] == 0
            assert outlines.x[row] == softmax(trace.logits[-1]).max()
        else:
            assert came.x[row] == found.probabilities[at - 1]
            assert outlines.x[row] == found.best[at - 1]
            share = percent(found.probabilities[at - 1])
            assert text.strip().startswith(f"<b>no. {found.ranks[at - 1]:,}</b>, {share}")
            assert ("favourite" in text) == (found.ranks[at - 1] > 1)
    ends = [name for name in figure.layout.yaxis.ticktext if name == "<b>next?</b>"]
    assert len(ends) == (rows[-1] == len(trace.pieces))


@pytest.mark.parametrize(("position", "rows"), [(0, 32), (0, 5), (7, 5), (-1, 5), (3, 60)])
def test_rows_are_the_tokens_from_a_position_on(position: int, rows: int) -> None:
    trace = made_up(20)
    figure = every_position(trace, position, rows)
    first = position % 20
    assert figure.data[0].y.tolist() == [*range(first, min(first + rows, 21))]
    assert figure.layout.yaxis.ticktext[0] == tick(trace.pieces[first])
    check_rows(figure, trace)
    rows_words = f"rows {first} to {min(first + rows, 21) - 1} of 21 "
    assert (rows_words in figure.layout.title.subtitle.text) == (rows < 21 or position > 0)


def test_rows_twin_a_rank_of_another_row_is_seen() -> None:
    trace = made_up(20)
    figure = every_position(trace)
    figure.data[2].text = figure.data[2].text[::-1]
    with pytest.raises(AssertionError):
        check_rows(figure, trace)


def test_the_heading_counts_over_the_whole_text() -> None:
    trace = made_up(30)
    found = foresight(trace)
    for position in (0, 12):
        heading = every_position(trace, position, 6).layout.title.subtitle.text
        assert f"{(found.ranks == 1).sum()} of 29 tokens were the favourite of {V}" in heading
        assert f"{found.losses.mean():.2f} (a blind guess has {np.log(V):.2f})" in heading


def test_hover_says_what_is_left_out() -> None:
    trace = made_up(12)
    for facts in every_position(trace).data[0].customdata[1:-1]:
        plain = unescape(facts).replace("<br>", " ").replace(",", "")
        shown = [float(part.rsplit(" ", 1)[-1]) for part in plain.split(" %")[:-1]]
        assert abs(sum(shown) - 100) < 0.2, facts


def test_a_single_token_has_a_picture() -> None:
    trace = made_up(1)
    figure = every_position(trace)
    check_rows(figure, trace)
    assert "nothing to foresee yet" in figure.layout.title.subtitle.text


def test_equal_labels_do_not_merge() -> None:
    logits = np.zeros((3, V), dtype=np.float32)
    trace = trace_of((PIECES[1],) * 3, logits)
    figure = every_position(trace)
    assert figure.data[0].y.tolist() == [0, 1, 2, 3]
    assert [*figure.layout.yaxis.ticktext[:3]] == ["·w1"] * 3


@pytest.mark.parametrize("rows", [1, 61, 2.5])
def test_rows_out_of_range_are_refused(rows: object) -> None:
    with pytest.raises(ValueError, match="rows must be a whole number from 2 to 60, got"):
        every_position(made_up(3), rows=rows)  # type: ignore[arg-type]


@pytest.mark.parametrize("position", [3, -4, "a"])
def test_positions_out_of_the_text_are_refused(position: object) -> None:
    with pytest.raises(IndexError, match="position must be from 0 to 2"):
        every_position(made_up(3), position)  # type: ignore[arg-type]


def test_words_for_those_who_cannot_see() -> None:
    trace = made_up(20)
    alt = every_position(trace).layout.meta["alt"]
    first = foresight(trace).ranks[0]
    assert f"“{label(trace.pieces[1])}” no. {first} with" in alt
    assert alt.endswith("and so on.")
