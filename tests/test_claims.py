"""What the lessons say of the bundled model is true of the model that is shipped."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from gpt_viz import GPT
from gpt_viz.maths import ranks
from gpt_viz.model.trace import Trace

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def says(lesson: str, words: str) -> bool:
    """Whether the prose of a lesson, such as "05", has these words."""
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return words in "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def percent(share: float) -> str:
    return f"{100 * share:.0f}"


def first_token(mini: GPT, text: str) -> int:
    return next(piece.id for piece in mini.pieces(text) if piece.bytes)


def place(trace: Trace, word: str) -> int:
    return [piece.bytes.decode() for piece in trace.pieces].index(word)


@pytest.fixture(scope="module")
def creature(mini: GPT) -> Trace:
    return mini.trace("a fluffy blue creature roamed the verdant forest")


def test_02_banana_begins_in_three_ways(mini: GPT) -> None:
    words = ("Banana", " Banana", " banana", " BANANA")
    assert len({first_token(mini, word) for word in words}) == 3
    assert says("02", "The bundled model has three: *BANANA* shares one.")


def test_05_a_head_that_looks_at_blue_looks_one_token_back(mini: GPT, creature: Trace) -> None:
    row = creature.attention(2, 4)[place(creature, " creature")]
    between = percent(row[1 : place(creature, " creature")].sum())
    plain = mini.trace("he did not see the creature")
    the = percent(plain.attention(2, 4)[place(plain, " creature"), place(plain, " the")])
    assert says("05", f"In the bundled model layer 2, head 4 gives {between}.")
    assert says("05", f"it gives {the} % to *the*: it looks one token back.")


def test_05_the_lab_shows_what_its_puzzles_answer(mini: GPT, creature: Trace) -> None:
    scores, at = mini.head_scores(), place(creature, " creature")
    layer, head = np.unravel_index(scores.first.argmax(), scores.first.shape)
    rest = creature.attention(int(layer), int(head))[at, 1:]
    own = percent(rest[at - 1] / rest.sum())
    assert says("05", f"*creature* gives {own} per cent of its rest to itself.")
    layer, head = np.unravel_index(scores.previous.argmax(), scores.previous.shape)
    blue = creature.attention(int(layer), int(head))[:, place(creature, " blue")]
    assert blue.argmax() == at
    assert says("05", f"2. Yes: {percent(blue[at])} per cent.")
    first = np.array([creature.attention(i)[:, at, 0] for i in range(mini.sizes.layers)])
    busy = np.unravel_index(first.argmin(), first.shape)
    assert first[busy] < 0.01
    assert says("05", f"3. Layer {busy[0]}, head {busy[1]}.")


def test_05_induction_is_best_in_the_last_three_layers(mini: GPT) -> None:
    by_layer = mini.head_scores().induction.max(axis=1)
    assert by_layer[-3:].min() > 3 * by_layer[:-3].max()
    assert says("05", "the best induction heads are in the last three layers")


def test_07_the_cabinet_misleads_for_a_layer(mini: GPT) -> None:
    trace, find = mini.trace("The keys to the cabinet"), mini.unembedding().find
    singular, plural = [[find(a), find(b)] for a, b in (("is", "was"), ("are", "were"))]
    lens = mini.lens(trace)
    after = lens[1:]  # each block; lens[0] has met none
    assert after[3][singular].min() > after[3][plural].max()
    assert after[4][plural].min() > after[4][singular].max()
    assert lens[-1][find("are")] > lens[-1][find("is")]
    assert says("07", "the singulars lead after block 3, as the near noun would have it")
    assert says("07", "after block 4 the plurals do")
    first = [ranks(lens[:1], np.array([token]))[0] for token in singular + plural]
    assert min(first) > 100
    assert says("07", "At the left all four are far down")


def test_07_the_comma_after_six_changes_its_mind(mini: GPT) -> None:
    trace = mini.trace("One, two, three, four, five, six, seven, eight")
    lens = mini.lens(trace, place(trace, " six") + 1)
    seven = first_token(mini, " seven")
    assert lens[-1].argmax() == seven
    assert len({row.argmax() for row in lens}) > 1
    assert says("07", "a column in which the answer changes on the way, such as the comma")


def test_07_facts_that_were_added_are_no_1(mini: GPT) -> None:
    for question, answer in (("The capital of France is", " Paris"), ("The sky is", " blue")):
        assert mini.next_token(question).rank(first_token(mini, answer)) == 1
    assert says("07", "The bundled one has read such sentences.")
