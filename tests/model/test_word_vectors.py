"""Word vectors from files and from gensim; each kind of damage is named with its line."""

import gzip
import json
import sys
from hashlib import md5
from pathlib import Path

import numpy as np
import pytest
from gensim import downloader

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


LOADER = """from gensim import downloader, models

def load_data():
    return models.KeyedVectors.load_word2vec_format(f"{downloader.base_dir}/words-3/words-3.gz")
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """gensim's own downloader, with a folder for a hub: it has one set, ``words-3``."""
    hub, home = tmp_path / "hub", tmp_path / "home"
    (hub / "words-3").mkdir(parents=True)
    packed = gzip.compress(f"3 3\n{GLOVE}".encode())
    (hub / "words-3/words-3.gz").write_bytes(packed)
    (hub / "words-3/__init__.py").write_text(LOADER)
    about = {"file_name": "words-3.gz", "parts": 1, "checksum": md5(packed).hexdigest()}
    (hub / "list.json").write_text(json.dumps({"corpora": {}, "models": {"words-3": about}}))
    address = hub.as_uri()
    monkeypatch.setattr(downloader, "DOWNLOAD_BASE_URL", address)
    monkeypatch.setattr(downloader._load_info, "__defaults__", (f"{address}/list.json", "utf-8"))
    for name in ("BASE_DIR", "base_dir"):
        monkeypatch.setattr(downloader, name, str(home))
    monkeypatch.setattr(sys, "path", [*sys.path])  # to which gensim adds its folder


@pytest.mark.usefixtures("shelf")
def test_a_name_is_downloaded_by_gensim() -> None:
    vectors = load_vectors("words-3")
    np.testing.assert_array_equal(vectors.matrix, MATRIX)
    assert vectors.find("naïve") == 2
    assert len(load_vectors("words-3", limit=2)) == 2


@pytest.mark.usefixtures("shelf")
def test_a_name_that_gensim_does_not_know_is_told() -> None:
    with pytest.raises(OSError, match="no file 'words-4' here") as caught:
        load_vectors("words-4")
    assert "info(name_only=True)" in str(caught.value)
