"""What the lessons say of the bundled model is true of the model that is shipped."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from gpt_viz import GPT
from gpt_viz.maths import ranks
from gpt_viz.records.heads import highest
from gpt_viz.records.trace import Trace

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def says(lesson: str, words: str) -> bool:
    """Whether the prose of a lesson, such as "05", has these words."""
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return words in "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def percent(share: float) -> str:
    return f"{100 * share:.0f}"


def place(trace: Trace, word: str) -> int:
    return [piece.text for piece in trace.pieces].index(word)


@pytest.fixture(scope="module")
def creature(mini: GPT) -> Trace:
    return mini.trace("a fluffy blue creature roamed the verdant forest")


def test_00_every_number_of_the_model_is_counted(mini: GPT) -> None:
    assert mini.sizes.parameters == sum(weight.numel() for weight in mini.model.parameters())


def test_02_banana_begins_in_three_ways(mini: GPT) -> None:
    words = ("Banana", " Banana", " banana", " BANANA")
    assert len({mini.tokenizer.first(word).id for word in words}) == 3
    assert says("02", "The bundled model has three: *BANANA* shares one.")


def test_03_one_of_three_sums_fails(mini: GPT) -> None:
    vectors = mini.embedding()
    sums = ("boy man woman girl", "Paris France Germany Berlin", "boy man cow calf")
    found = []
    for a, b, c, word in map(str.split, sums):
        found.append(vectors.rank(word, vectors.analogy(a, b, c), without=(a, b, c)))
    assert found[:2] == [1, 1]
    assert found[2] > 20
    sums = "*boy* − *man* + *woman*; *Paris* − *France* + *Germany*; *boy* − *man* + *cow*"
    assert says("03", f"{sums}. Which one fails")


def test_03_cats_and_opposites_are_near(mini: GPT) -> None:
    vectors = mini.embedding()

    def near(word: str) -> list[str]:
        found = vectors.nearest(vectors.of(word), 8, without=[word])
        return [piece.text.strip() for piece in found.pieces]

    assert {"cats", "Cat", "dog", "lion"} <= {*near("cat")}
    assert says("03", "*cats* and *Cat* are there")
    assert all(b in near(a) for a, b in (("hot", "cold"), ("good", "bad"), ("first", "last")))
    assert says("03", "*hot*, *good*, *first*: look for opposites")


def test_05_a_head_that_looks_at_blue_looks_one_token_back(mini: GPT, creature: Trace) -> None:
    row = creature.attention(0, 0)[place(creature, " creature")]
    between = percent(row[1 : place(creature, " creature")].sum())
    plain = mini.trace("he did not see the creature")
    the = percent(plain.attention(0, 0)[place(plain, " creature"), place(plain, " the")])
    assert says("05", f"In the bundled model layer 0, head 0 gives {between}.")
    assert says("05", f"it gives {the} % to *the*: it looks one token back.")


def test_05_a_head_that_looks_at_adjectives_more_than_at_an_article(mini: GPT) -> None:
    dress = mini.trace("she wore a long green dress")
    row = dress.attention(3, 5)[place(dress, " dress")]
    a, long, green = (percent(row[place(dress, word)]) for word in (" a", " long", " green"))
    assert says("05", "Layer 3, head 5, our example, hardly beats an even look")
    assert says("05", f"*dress* gives *long* {long} %, *green* {green} %, but *a* {a} %.")


def test_05_the_lab_shows_what_its_puzzles_answer(mini: GPT, creature: Trace) -> None:
    scores, at = mini.head_scores(), place(creature, " creature")
    best = creature.attention(*highest(scores.first))[1:, 1:].argmax(axis=1) + 1
    ends = [place(creature, "uffy"), place(creature, "amed")]
    assert np.isin(best, ends).sum() > len(best) / 2
    assert says("05", "Most rows look at *uffy* or *amed*.")
    blue = creature.attention(*highest(scores.previous))[:, place(creature, " blue")]
    assert blue.argmax() == at
    assert blue[at] > 0.99
    assert says("05", "2. Yes: over 99 per cent.")
    first = np.array([creature.attention(i)[:, at, 0] for i in range(mini.sizes.layers)])
    (one, head_of_one), (other, head_of_other) = np.argwhere(first < 0.01)
    places = f"Layer {one}, head {head_of_one}, and layer {other}, head {head_of_other}."
    assert says("05", f"3. {places}")


def test_05_the_best_induction_head_is_far_above_the_best_previous_token_head(mini: GPT) -> None:
    scores = mini.head_scores(length=50)
    induction, previous = (int(s.max(axis=1).argmax()) for s in (scores.induction, scores.previous))
    assert scores.induction.max() > 0.5
    assert scores.previous.max() > 0.9
    best = f"the best induction head is in layer {induction}, the best previous-token head in layer"
    assert says("05", f"{best} {previous}.")


def test_05_a_sink_is_short_in_our_example(creature: Trace, mini: GPT) -> None:
    at, values = place(creature, " creature"), creature.values[3, 5]
    moved = np.linalg.norm(values @ mini.output_matrix(3, 5), axis=1)
    moved = (creature.attention(3, 5)[at] * moved)[: at + 1]
    assert creature.attention(3, 5)[at, 0] > 0.2
    assert moved.argmin() == 0
    assert says("05", "Where a sink stands at the first token, its value is often short")


def test_07_a_logit_is_the_sum_of_the_products(mini: GPT) -> None:
    trace = mini.trace("The days of the week are Monday, Tuesday, Wednesday,")
    vector, table = mini.normed(trace)[-1], mini.unembedding().matrix
    logits = trace.logits[-1]
    assert table.shape == (mini.sizes.vocabulary, mini.sizes.width)
    assert vector.shape == trace.residual[-1, -1].shape
    assert np.isclose((vector * table[logits.argmax()]).sum(), logits.max(), atol=1e-3)


def test_07_the_tables_are_one_where_the_lesson_says_tied(mini: GPT) -> None:
    same = np.array_equal(mini.embedding().matrix, mini.unembedding().matrix)
    assert same == mini.sizes.tied


def test_07_the_last_row_of_the_lens_is_the_models_own(mini: GPT) -> None:
    trace = mini.trace("One, two, three, four, five, six, seven, eight")
    for position in range(len(trace.pieces)):
        assert np.allclose(mini.lens(trace, position)[-1], trace.logits[position], atol=1e-3)
    assert says("07", "(a), up to rounding, at every position")


def test_07_the_cabinet_misleads_the_early_blocks(mini: GPT) -> None:
    trace, find = mini.trace("The keys to the cabinet"), mini.unembedding().find
    singular, plural = [[find(a), find(b)] for a, b in (("is", "was"), ("are", "were"))]
    lens = mini.lens(trace)
    after = lens[1:]  # each block; lens[0] has met none
    assert all(row[singular].min() > row[plural].max() for row in after[:5])
    assert all(row[plural].min() > row[singular].max() for row in after[6:])
    assert says("07", "the singulars lead up to block 4, as the near noun would have it")
    assert says("07", "from block 6 on the plurals do")
    first = [ranks(lens[:1], np.array([token]))[0] for token in singular + plural]
    assert min(first) > 100
    assert says("07", "At the left all four are far down")


def test_07_of_stands_better_in_the_middle(mini: GPT) -> None:
    lens, of = mini.lens(mini.trace("The keys to the cabinet")), mini.unembedding().find("of")
    found = ranks(lens, np.full(len(lens), of))
    assert found[3:6].max() < found[-1] < found[0]
    assert says("07", "*of* stands better in the middle than at the end")


def test_07_the_comma_after_six_changes_its_mind(mini: GPT) -> None:
    trace = mini.trace("One, two, three, four, five, six, seven, eight")
    lens = mini.lens(trace, place(trace, " six") + 1)
    seven = mini.tokenizer.first(" seven").id
    assert lens[-1].argmax() == seven
    assert len({row.argmax() for row in lens}) > 1
    assert says("07", "a column in which the answer changes on the way, such as the comma")


def test_07_facts_that_were_added_are_no_1(mini: GPT) -> None:
    for question, answer in (("The capital of France is", " Paris"), ("The sky is", " blue")):
        assert mini.next_token(question).rank(mini.tokenizer.first(answer).id) == 1
    assert says("07", "The bundled one has read such sentences.")
