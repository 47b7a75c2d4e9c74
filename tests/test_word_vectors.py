"""Word vectors from files and from gensim; each kind of damage is named with its line."""

import gzip
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from gpt_viz import load_vectors

MATRIX = np.array([[0.5, -1, 2], [0.25, 0, 1], [-3, 1e-3, 4]], dtype=np.float32)
WORDS = ["king", "queen", "naïve"]
GLOVE = "king 0.5 -1 2\nqueen 0.25 0 1\nnaïve -3 1e-3 4\n"


@pytest.fixture
def no_gensim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gensim", None)
    monkeypatch.setitem(sys.modules, "gensim.downloader", None)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "vectors.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("head", ["", "3 3\n"], ids=["glove", "word2vec"])
@pytest.mark.parametrize("end", ["\n", " \n", "\r\n"], ids=["plain", "trailing space", "windows"])
def test_both_formats_give_the_numbers_that_were_written(
    tmp_path: Path, head: str, end: str
) -> None:
    vectors = load_vectors(written(tmp_path, head + GLOVE.replace("\n", end)))
    np.testing.assert_array_equal(vectors.matrix, MATRIX)
    assert [piece.bytes.decode() for piece in vectors.names] == WORDS
    np.testing.assert_array_equal(vectors.of("queen"), MATRIX[1])
    assert vectors.nearest(MATRIX[0], 1, without=["king"]).pieces[0].bytes == b"queen"
    assert vectors.whole_words.all()


def test_a_compressed_file_and_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "vectors.gz"
    path.write_bytes(gzip.compress(("3 3\n" + GLOVE).encode()))
    np.testing.assert_array_equal(load_vectors(path).matrix, MATRIX)
    np.testing.assert_array_equal(load_vectors(str(path), limit=2).matrix, MATRIX[:2])
    with pytest.raises(ValueError, match="limit must be a whole number"):
        load_vectors(path, limit=0)


def test_words_with_spaces_and_words_that_come_twice(tmp_path: Path) -> None:
    vectors = load_vectors(written(tmp_path, "a 1 2\n. . . 3 4\na 5 6\n2 7 8\n"))
    assert [piece.bytes for piece in vectors.names] == [b"a", b". . .", b"2"]
    np.testing.assert_array_equal(vectors.matrix, [[1, 2], [3, 4], [7, 8]])
    assert vectors.whole_words.tolist() == [True, False, False]


def test_a_word_is_there_or_not_and_small_vocabularies_read_small_letters(tmp_path: Path) -> None:
    small = load_vectors(written(tmp_path, GLOVE))
    np.testing.assert_array_equal(small.of("King"), MATRIX[0])
    with pytest.raises(ValueError, match=r"'giraffe' has no vector of its own here$"):
        small.of("giraffe")
    both = load_vectors(written(tmp_path, "king 1 2\nKing 3 4\nqueen 5 6\n"))
    np.testing.assert_array_equal(both.of("King"), [3, 4])
    assert not both.has("Queen")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a 1 2\nb 3\n", r"line 2: expected a word and 2 numbers, got 'b 3"),
        ("a 1 2\nb 3 x\n", r"line 2: expected a word and 2 numbers, got 'b 3 x"),
        ("a 1 2\nb 3 nan\n", r"line 2: expected a word and 2 numbers"),
        ("a 1 2\n\nb 3 4\n", r"line 2: expected a word and 2 numbers"),
        ("2 3\na 1 2 3\nb 1 2\n", r"line 3: expected a word and 3 numbers"),
        (b"a 1 2\n" + b"\xff\xfe 3 4\n", r"line 2: this is not a text in UTF-8"),
        ("3 2\na 1 2\nb 3 4\n", r"promises 3 words, but the file ends after 2"),
        ("a\nb\n", r"line 1: expected a word and its numbers, got b'a"),
        (b"\0\1 \0\2 \0\3", r"line 1: expected a word and its numbers"),
        ("", r"holds no word vectors: it is empty"),
    ],
)
def test_damage_is_named_with_its_line(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told) as caught:
        load_vectors(written(tmp_path, text))
    assert "vectors.txt" in str(caught.value)


@pytest.mark.usefixtures("no_gensim")
def test_without_gensim_three_lines_say_what_to_do() -> None:
    with pytest.raises(OSError, match="no gensim") as caught:
        load_vectors("glove-wiki-gigaword-50")
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "'glove-wiki-gigaword-50'" in lines[0]
    assert 'pip install "gpt_viz[vectors]"' in lines[1]
    assert "path of a text file" in lines[2]


def test_a_name_goes_to_gensims_downloader(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    downloader = ModuleType("gensim.downloader")

    def load(name: str) -> SimpleNamespace:
        asked.append(name)
        return SimpleNamespace(index_to_key=WORDS, vectors=MATRIX)

    downloader.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gensim", ModuleType("gensim"))
    monkeypatch.setitem(sys.modules, "gensim.downloader", downloader)
    vectors = load_vectors("glove-wiki-gigaword-50")
    assert asked == ["glove-wiki-gigaword-50"]
    np.testing.assert_array_equal(vectors.of("queen"), MATRIX[1])
    assert len(load_vectors("glove-wiki-gigaword-50", limit=2)) == 2
