"""The answer to a - b + c: a ranked list, with the input words in it and without them."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.headings import legend, write_heading
from gpt_viz.pictures.kit.numbers import number
from gpt_viz.pictures.kit.text import escape, label, plain
from gpt_viz.pictures.vectors.nearest_bars import measure_name
from gpt_viz.ranges import check_whole
from gpt_viz.records.pieces import Piece
from gpt_viz.records.vectors import Measure, Neighbours, Vectors
from gpt_viz.words import listed, say

ROW = 24  # pixels from one bar to the next


@dataclass(frozen=True, eq=False)
class Answer:
    """What stands near ``a - b + c``: `target` ``(D,)``, the `nearest` words, inputs included.

    `inputs` are the rows of the three words. `best` is the nearest word that is no input. Of the
    expected word: its row `own`, its `score`, its rank among all words and among those that are
    no inputs; all None where no word is expected.
    """

    target: np.ndarray
    nearest: Neighbours
    inputs: tuple[int, int, int]
    best: Piece
    own: int | None = None
    score: float | None = None
    rank: int | None = None
    rank_without: int | None = None


def answer(
    vectors: Vectors,
    a: str,
    b: str,
    c: str,
    expected: str = "",
    measure: Measure = "cosine",
    top: int = 10,
) -> Answer:
    """Compute ``a - b + c`` and look at what is near; a `ValueError` if the words will not do."""
    inputs = (vectors.find(a), vectors.find(b), vectors.find(c))
    target = vectors.analogy(a, b, c)
    nearest = vectors.nearest(target, top, measure)
    best = vectors.nearest(target, 1, measure, without=(a, b, c)).pieces[0]
    if not expected.strip():
        return Answer(target, nearest, inputs, best)
    own = vectors.find(expected)
    if own in inputs:
        raise ValueError(say("expected must be a fourth word, got {word!r} again", word=expected))
    score = float(vectors.scores(target, measure)[own])
    return Answer(
        target,
        nearest,
        inputs,
        best,
        own,
        -score if measure == "euclidean" else score,
        vectors.rank(expected, target, measure),
        vectors.rank(expected, target, measure, without=(a, b, c)),
    )


def analogy_bars(
    vectors: Vectors,
    a: str,
    b: str,
    c: str,
    expected: str = "",
    measure: Measure = "cosine",
    top: int = 10,
) -> go.Figure:
    """The words nearest to ``a - b + c``, the inputs among them, and where the expected one is.

    The three input words are hatched: the lists that one usually sees leave them out. The heading
    gives the rank of the expected word with them and without them.
    """
    check_whole("top", top, 1, 30)
    found = answer(vectors, a, b, c, expected, measure, top)
    signs = in_signs(a, b, c)
    rows, names, scores = _rows(vectors, found)
    ranks = _ranks(found, expected, int(vectors.whole_words.sum()))
    figure = theme.figure(
        [_bars(found, rows, names, scores)],
        title=_title(signs, found),
        alt=_alt(signs, names, ranks),
        height=int(ROW * (rows[-1] + 1)) + 150,
        origin=vectors.origin,
    )
    figure.update_yaxes(tickmode="array", tickvals=rows, tickfont_family=theme.MONO)
    figure.update_yaxes(ticktext=[escape(name) for name in names], ticklabelstandoff=4)
    figure.update_yaxes(range=[rows[-1] + 0.7, -0.7], showgrid=False, zeroline=False)
    least, most = min(0.0, scores.min()), max(0.0, scores.max())
    limits = [-1.0 if least < 0 else 0.0, 1.0] if measure == "cosine" else [least, 1.15 * most]
    figure.update_xaxes(range=limits, title={"text": measure_name(measure), "font": {"size": 13}})
    entries = [("▨", theme.DATA, say("one of the three inputs"))]
    entries += [("■", theme.CHOSEN, say("the expected word"))] if expected else []
    write_heading(figure, [escape(plain(ranks)), legend(entries)])
    return figure


def _alt(signs: str, names: list[str], ranks: str) -> str:
    nearest = listed(names)
    return say("{sum}. Nearest first: {names}. {ranks}.", sum=signs, names=nearest, ranks=ranks)


def in_signs(a: str, b: str, c: str) -> str:
    """``king − man + woman``."""
    return f"{a.strip()} − {b.strip()} + {c.strip()}"


def _title(signs: str, found: Answer) -> str:
    first, best = (label(piece).strip("·") for piece in (found.nearest.pieces[0], found.best))
    if best == first:
        return say("{sum}: nearest is “{first}”", sum=signs, first=first)
    return say(
        "{sum}: nearest is “{first}”, and of the new words “{best}”",
        sum=signs,
        first=first,
        best=best,
    )


def _ranks(found: Answer, expected: str, words: int) -> str:
    """Where the expected word came, in words."""
    if found.rank is None:
        return say("of {count} words; no word was expected", count=words)
    return say(
        "“{word}” is no. {rank} of {count} words, and no. {rank_without} without the three inputs",
        word=expected.strip(),
        rank=found.rank,
        count=words,
        rank_without=found.rank_without,
    )


def _rows(vectors: Vectors, found: Answer) -> tuple[np.ndarray, list[str], np.ndarray]:
    """The rows' places, names and scores; an expected word that is far down gets a row below."""
    names = [label(piece).strip("·") for piece in found.nearest.pieces]
    rows, scores = np.arange(len(names), dtype=float), found.nearest.scores
    if found.own is None or found.score is None or found.own in found.nearest.ids:
        return rows, names, scores
    name = label(vectors.names[found.own]).strip("·")
    rows = np.append(rows, len(names) + 0.5)
    names.append(say("no. {rank}: {word}", rank=found.rank, word=name))
    return rows, names, np.append(scores, found.score)


def _bars(found: Answer, rows: np.ndarray, names: list[str], scores: np.ndarray) -> go.Bar:
    ids = [*found.nearest.ids.tolist(), found.own][: len(rows)]
    colours = [theme.CHOSEN if id == found.own else theme.DATA for id in ids]
    hatches = ["/" if id in found.inputs else "" for id in ids]
    return go.Bar(
        x=scores,
        y=rows,
        orientation="h",
        width=0.6,
        marker={
            "color": colours,
            "line": {"color": colours, "width": 1},
            "pattern": {"shape": hatches, "size": 5},
        },
        text=[f" {number(score)}" for score in scores],
        textposition="outside",
        cliponaxis=False,
        customdata=[escape(name) for name in names],
        hovertemplate="%{customdata}: %{x:.4f}<extra></extra>",
    )
