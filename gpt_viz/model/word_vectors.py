"""Word vectors from outside: a text file from disk, or a set that gensim downloads."""

import gzip
from collections.abc import Sequence
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from gpt_viz.ranges import check_whole
from gpt_viz.records.pieces import Piece
from gpt_viz.records.vectors import Vectors
from gpt_viz.words import say

Entry = tuple[str, np.ndarray]


def load_vectors(name: str | Path, limit: int | None = None) -> Vectors:
    """Word vectors with the same abilities as a model's: neighbours, analogies, directions.

    `name` is a text file in GloVe's or word2vec's format (``.gz`` too), or the name of a set in
    gensim's downloader such as ``"glove-wiki-gigaword-50"``, which needs
    ``pip install "gpt_viz[vectors]"`` and, the first time, a network. `limit` reads only so many
    words from the beginning, where the commonest stand. A vocabulary without capitals reads
    every word in lower case. A damaged file is a `ValueError` that names the line; a missing one,
    a missing gensim or a name that it does not know an `OSError`.
    """
    if limit is not None:
        check_whole("limit", limit, 1, 10**9)
    path = Path(name)
    if path.is_file():
        return _named(*_read(path, limit))
    keyed = _downloaded(str(name))
    return _named(keyed.index_to_key[:limit], keyed.vectors[:limit])


def _named(words: Sequence[str], matrix: np.ndarray) -> Vectors:
    """Vectors of whole words: a word is one piece if it is there, and otherwise nothing."""
    pieces = [Piece(id, word.encode()) for id, word in enumerate(words)]
    places = dict(zip(words, pieces, strict=True))
    has_capitals = any(word != word.lower() for word in words)

    def cut(text: str) -> list[Piece]:
        word = text if has_capitals else text.lower()
        return [places[word]] if word in places else []

    return Vectors(np.asarray(matrix, dtype=np.float32), pieces, cut)


def _downloaded(name: str) -> Any:
    """The set as gensim gives it: ``index_to_key`` and ``vectors``."""
    try:
        gensim = import_module("gensim.downloader")
    except ImportError:
        raise OSError(
            say(
                "there is no file {name!r} here, and no gensim to download word vectors with.\n"
                'To download by name: pip install "gpt_viz[vectors]", then try again.\n'
                "Or give the path of a text file with vectors, in GloVe's or word2vec's format.",
                name=name,
            )
        ) from None
    try:
        return gensim.load(name)
    except ValueError as problem:
        raise OSError(
            say(
                "there is no file {name!r} here, and gensim's downloader does not give it: "
                "{problem}\n"
                "The names of its sets: gensim.downloader.info(name_only=True)['models']",
                name=name,
                problem=problem,
            )
        ) from problem


def _read(path: Path, limit: int | None) -> tuple[list[str], np.ndarray]:
    """The words of a file and their vectors ``(V, D)``; of a word that comes twice, the first."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as file:
        lines = enumerate(file, start=1)
        width, promised, first = _head(path, next(lines, (1, b""))[1])
        entries = (_entry(path, number, line, width) for number, line in chain(first, lines))
        found = list(islice(entries, limit))
    if promised is not None and len(found) < min(promised, limit or promised):
        raise ValueError(
            say(
                "{path}: the first line promises {promised} words, but the file ends after "
                "{count}: it is not whole",
                path=path,
                promised=promised,
                count=len(found),
            )
        )
    if not found:
        raise ValueError(say("{path} holds no word vectors: it is empty", path=path))
    vectors: dict[str, np.ndarray] = {}
    for word, vector in found:
        vectors.setdefault(word, vector)
    return [*vectors], np.stack([*vectors.values()])


def _head(path: Path, line: bytes) -> tuple[int, int | None, list[tuple[int, bytes]]]:
    """How wide the vectors are, how many are promised, and the first line if it is a vector."""
    parts = line.split()
    if len(parts) == 2 and all(part.isdigit() for part in parts):  # word2vec's "count width"
        return int(parts[1]), int(parts[0]), []
    if len(parts) == 1 or (parts and b"\0" in line):
        raise ValueError(
            say(
                "{path}, line 1: expected a word and its numbers, got {line!r}",
                path=path,
                line=line[:40],
            )
        )
    return len(parts) - 1, None, [(1, line)] if parts else []


def _entry(path: Path, number: int, line: bytes, width: int) -> Entry:
    """The word and the vector ``(D,)`` of one line; a word may have spaces in it."""
    try:
        word, *numbers = line.decode().rstrip().rsplit(" ", width)
    except UnicodeDecodeError:
        raise ValueError(
            say("{path}, line {number:d}: this is not a text in UTF-8", path=path, number=number)
        ) from None
    try:
        vector = np.array(numbers, dtype=np.float32)
    except ValueError:
        vector = np.full(width, np.nan)
    if len(numbers) != width or not word or not np.isfinite(vector).all():
        raise ValueError(
            say(
                "{path}, line {number:d}: expected a word and {width:d} numbers, got {line!r}",
                path=path,
                number=number,
                width=width,
                line=line.decode()[:40],
            )
        )
    return word, vector
