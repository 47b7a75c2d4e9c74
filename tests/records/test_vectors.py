"""Words as points, against plain loops and numbers worked out by hand."""

import numpy as np
import pytest

from gpt_viz import GPT
from gpt_viz.records.pieces import Piece
from gpt_viz.records.vectors import Vectors

WORDS = ["king", "queen", "man", "woman", "cat", "cats", "dog", "dogs", "2", "owl", "owls"]
RNG = np.random.default_rng(0)
MATRIX = RNG.standard_normal((len(WORDS), 5)).astype(np.float32)
NAMES = [Piece(i, word.encode()) for i, word in enumerate(WORDS)]


def cut(text: str) -> list[Piece]:
    """Each word is one piece if it is known; an unknown one has none, as in a file of words."""
    return [NAMES[WORDS.index(text)]] if text in WORDS else []


VECTORS = Vectors(MATRIX, NAMES, cut)


def by_loop(vector: np.ndarray, measure: str) -> list[float]:
    """One score for each row, one after the other."""
    scores = []
    for row in MATRIX.astype(float):
        dot = sum(a * b for a, b in zip(row, vector, strict=True))
        if measure == "dot":
            scores.append(dot)
        elif measure == "cosine":
            scores.append(dot / (sum(row**2) ** 0.5 * sum(vector**2) ** 0.5))
        else:
            scores.append(-(sum((row - vector) ** 2) ** 0.5))
    return scores


@pytest.mark.parametrize("measure", ["dot", "cosine", "euclidean"])
def test_scores_nearest_and_rank_agree_with_a_loop(measure: str) -> None:
    vector = VECTORS.of("cat").astype(float)
    expected = by_loop(vector, measure)
    np.testing.assert_allclose(VECTORS.scores(vector, measure), expected, atol=1e-5)
    order = [i for i in np.argsort(-np.array(expected)) if WORDS[i] not in ("2", "cat")]
    found = VECTORS.nearest(vector, 4, measure, without=["cat"])
    assert found.ids.tolist() == order[:4]
    sign = -1 if measure == "euclidean" else 1
    np.testing.assert_allclose(found.scores, [sign * expected[i] for i in order[:4]], atol=1e-5)
    assert [p.bytes.decode() for p in found.pieces] == [WORDS[i] for i in order[:4]]
    for place, i in enumerate(order, start=1):
        assert VECTORS.rank(WORDS[i], vector, measure, without=["cat"]) == place


def test_a_row_that_is_no_word_counts_only_when_asked_for() -> None:
    two = VECTORS.of("2")
    assert "2" not in [p.bytes.decode() for p in VECTORS.nearest(two, 10).pieces]
    assert VECTORS.nearest(two, 1, words_only=False).pieces[0].bytes == b"2"
    with pytest.raises(ValueError, match="'2' is left out here"):
        VECTORS.rank("2", two)


def test_rows_like_those_of_impossible_bytes_are_no_words() -> None:
    """A fragment that was never trained lies where the bytes lie that no text can have."""
    matrix = np.random.default_rng(2).standard_normal((14, 50))
    matrix[12:] = matrix[11] + 0.1 * matrix[12:]
    names = [*NAMES, *(Piece(11 + i, text) for i, text in enumerate([b"\xc0", b"\xff", b"diffe"]))]
    vectors = Vectors(matrix, names, cut)
    assert np.flatnonzero(vectors.unlearned).tolist() == [11, 12, 13]
    assert np.flatnonzero(vectors.whole_words).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 9, 10]
    assert not VECTORS.unlearned.any()  # a vocabulary of words has no bytes to compare with
    zeros = Vectors(np.zeros((14, 50)), names, cut)
    assert not zeros.unlearned.any()


def test_bytes_that_point_every_way_show_nothing() -> None:
    """In a model that is not trained; then no word may fall out by chance."""
    names = [Piece(i, bytes([0xF5 + i])) for i in range(11)]
    names += [Piece(11 + i, b"word") for i in range(5000)]
    vectors = Vectors(np.random.default_rng(1).standard_normal((len(names), 8)), names, cut)
    assert vectors.whole_words.sum() == 5000


def test_known_keeps_what_has_rows() -> None:
    assert VECTORS.known("cat/cats, elk/elks, dog/elks dog/dogs") == "cat/cats, dog/dogs"
    assert VECTORS.known("elk, king queen") == "king, queen"
    assert VECTORS.known("elk") == ""


def test_spread_is_the_usual_size_of_an_entry() -> None:
    squares = [entry**2 for row in MATRIX.astype(float) for entry in row]
    assert VECTORS.spread == pytest.approx((sum(squares) / len(squares)) ** 0.5)


def test_spaces_around_a_word_do_not_matter() -> None:
    assert VECTORS.find(" cat ") == WORDS.index("cat")


def test_equal_rows_come_in_the_order_of_their_numbers() -> None:
    twins = Vectors(np.repeat(MATRIX[:2], [2, 9], axis=0), NAMES, cut)
    assert twins.nearest(MATRIX[1], 3, words_only=False).ids.tolist() == [2, 3, 4]


def test_analogy_and_directions() -> None:
    king, man, woman = (VECTORS.of(word) for word in ("king", "man", "woman"))
    np.testing.assert_array_equal(VECTORS.analogy("king", "man", "woman"), king - man + woman)
    pairs = [("cat", "cats"), ("dog", "dogs")]
    differences = np.stack([VECTORS.of(b) - VECTORS.of(a) for a, b in pairs])
    np.testing.assert_allclose(VECTORS.direction(pairs), differences.mean(0), rtol=1e-6)
    share = [float(d @ VECTORS.of("owls") > d @ VECTORS.of("owl")) for d in differences]
    assert [VECTORS.accuracy(d, [("owl", "owls")]) for d in differences] == share


def test_principal_direction_is_the_one_that_keeps_most() -> None:
    pairs = [("cat", "cats"), ("dog", "dogs"), ("owl", "owls"), ("king", "queen")]
    differences = VECTORS.differences(pairs)
    found = VECTORS.principal_direction(pairs)
    assert np.linalg.norm(found) == pytest.approx(1)
    assert differences.mean(0) @ found > 0
    kept = np.square(differences @ found).sum()
    for other in RNG.standard_normal((500, 5)):
        assert kept >= np.square(differences @ (other / np.linalg.norm(other))).sum() - 1e-5


def test_random_directions_give_one_half_and_the_same_for_a_seed() -> None:
    pairs = [("cat", "cats"), ("dog", "dogs"), ("man", "woman")]
    shares = VECTORS.random_accuracies(pairs, 4000, seed=1)
    assert shares.shape == (4000,)
    assert shares.mean() == pytest.approx(0.5, abs=0.03)
    np.testing.assert_array_equal(shares, VECTORS.random_accuracies(pairs, 4000, seed=1))


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda v: v.find("giraffe"), "'giraffe' has no vector of its own here"),
        (lambda v: v.find(" "), "there is no word to look up"),
        (lambda v: v.nearest(v.of("cat"), 0), "n must be a whole number from 1 to 10"),
        (lambda v: v.nearest(v.of("cat"), 11), "n must be a whole number from 1 to 10"),
        (lambda v: v.scores(v.of("cat"), "near"), "measure must be 'cosine', 'euclidean' or 'dot'"),
        (lambda v: v.direction([]), "at least one pair"),
        (lambda v: v.random_accuracies([("cat", "cats")], 0), "count must be a whole number"),
    ],
)
def test_errors_say_what_is_possible(ask, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        ask(VECTORS)


def test_a_models_words(mini: GPT) -> None:
    vectors = mini.embedding()
    assert len(vectors) == mini.sizes.vocabulary
    assert vectors.names[vectors.find("king")].bytes == b" king"
    assert vectors.has("king")
    assert not vectors.has("antidisestablishmentarianism")
    words = [vectors.names[int(i)].bytes for i in np.flatnonzero(vectors.whole_words)]
    assert b" king" in words
    assert b"king" not in words
    assert all(word[:1] == b" " and word[1:].decode().isalpha() for word in words)
    assert not {b" differe", b" enem", b" memb", b" galax"} & {*words}
    dropped = vectors.unlearned & [p.bytes[:1] == b" " for p in vectors.names[:]]
    assert 50 < dropped.sum() < 150
    rare = [vectors.find(w) for w in ("enemy", "sofa", "oats", "vodka", "helium", "Cherokee")]
    assert not vectors.unlearned[rare].any()
    with pytest.raises(ValueError, match=r"no vector of its own here: it is '.+' \+ '.+'"):
        vectors.find("antidisestablishmentarianism")
