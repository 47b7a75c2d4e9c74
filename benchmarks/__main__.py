"""Measures everything and prints one table; the goals stand beside the figures."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import models
from benchmarks.measure import ROUNDS, cpu_seconds, import_seconds, peak_bytes
from gpt_viz import GPT, live
from gpt_viz.pictures.attention.grid import attention_grid
from gpt_viz.pictures.temperature.bars import heights

MEGABYTE = 2**20


@dataclass(frozen=True)
class Row:
    """One line of the table: ours and the other in the same unit, and the goal for their ratio.

    Without an other, the goal is for our own figure.
    """

    what: str
    ours: float
    other: float | None
    unit: str
    goal: float | None = None

    def __str__(self) -> str:
        ratio = self.ours / self.other if self.other else self.ours
        cells = [
            self.what,
            f"{self.ours:,.3g} {self.unit}" if self.ours < 100 else f"{self.ours:,.0f} {self.unit}",
            "" if self.other is None else f"{self.other:,.4g} {self.unit}",
            "" if self.other is None else f"{ratio:.2f}",
            "" if self.goal is None else f"≤ {self.goal:g}",
            "" if self.goal is None else ("reached" if ratio <= self.goal else "missed"),
        ]
        return f"| {' | '.join(cells)} |"


def traces(gpt: GPT, eager: GPT) -> Iterator[Row]:
    """A full trace beside a plain forward pass, and beside one with Hugging Face's flags."""
    for tokens in (16, 64, 256, 1024):
        ids = models.ids(tokens)
        calls = {
            "trace": lambda ids=ids: gpt.trace(ids),
            "plain": lambda ids=ids: models.plain(gpt, ids),
            "flags": lambda ids=ids: models.flagged(eager, ids),
        }
        ms = {n: 1000 * s for n, s in cpu_seconds(calls, 1 if tokens == 1024 else ROUNDS).items()}
        goal = 1.10 if tokens <= 256 else None
        yield Row(f"trace / plain forward, T = {tokens}", ms["trace"], ms["plain"], "ms", goal)
        yield Row(f"trace / forward with flags, T = {tokens}", ms["trace"], ms["flags"], "ms")


def generation(gpt: GPT, count: int = 64) -> Iterator[Row]:
    """64 tokens beside Hugging Face's `generate`, the likeliest ones and drawn ones."""
    ids = models.ids(16)
    drawn = {"temperature": 0.8, "top_k": 50, "top_p": 0.95}
    for name, ours, other in [
        ("greedy", {"temperature": 0}, {"do_sample": False}),
        ("drawn", drawn, {"do_sample": True, **drawn}),
    ]:
        calls = {
            "ours": lambda ours=ours: [*gpt.generate(ids, max_new_tokens=count, **ours)],
            "other": lambda other=other: models.written(gpt, ids, count, **other),
        }
        ms = {n: 1000 * s / count for n, s in cpu_seconds(calls).items()}
        yield Row(f"generate / model.generate, {name}, per token", ms["ours"], ms["other"], "ms", 1)


def temperature(gpt: GPT) -> Row:
    """From a new temperature to new bar heights, on 50,257 logits that are there already."""
    next_token = gpt.next_token(models.ids(16))
    heats = itertools.cycle([0.3, 0.7, 1.0, 1.5, 2.5])
    seconds = cpu_seconds({"bars": lambda: heights(next_token, next(heats))}, rounds=200)
    return Row("a temperature change, 50,257 logits", 1000 * seconds["bars"], None, "ms", 1)


def neighbours(gpt: GPT) -> Row:
    """The rows nearest to a vector, in a matrix whose norms are known already."""
    vectors = gpt.embedding()
    asked = itertools.cycle(vectors.matrix[:100])
    calls = {"nearest": lambda: vectors.nearest(next(asked), 10, words_only=False)}
    seconds = cpu_seconds(calls, rounds=50)
    rows, width = vectors.matrix.shape
    what = f"the 10 nearest of {rows:,} vectors of {width}"
    return Row(what, 1000 * seconds["nearest"], None, "ms", 20)


def head_change(gpt: GPT) -> Row:
    """From a moved control to the new picture of all heads, for a text of 256 tokens."""
    trace = gpt.trace(models.ids(256), keep=["queries", "keys"])
    view = live(attention_grid, trace, layer=range(12), head=range(12))
    heads = itertools.cycle([1, 5, 9])

    def move() -> None:
        view.controls["head"].value = next(heads)

    seconds = cpu_seconds({"move": move}, rounds=30)
    return Row("a head change among 12 x 12, T = 256", 1000 * seconds["move"], None, "ms", 50)


def memory() -> Iterator[Row]:
    """The most memory that a trace of 1,024 tokens takes, and that the flags take."""
    ours, ours_more = peak_bytes("gpt.trace(ids)")
    other, other_more = peak_bytes("models.flagged(gpt, ids)")
    more = (ours_more / MEGABYTE, other_more / MEGABYTE)
    yield Row("peak memory over the loaded model, T = 1024", *more, "MB", 0.65)
    yield Row("peak memory of the process, T = 1024", ours / MEGABYTE, other / MEGABYTE, "MB")


def imports() -> Iterator[Row]:
    """What importing costs before anything else is done."""
    heavy = import_seconds("import torch; from transformers import GPT2LMHeadModel", rounds=3)
    yield Row("import gpt_viz", import_seconds("import gpt_viz"), None, "s", 0.3)
    ours = import_seconds("from gpt_viz import load", rounds=3)
    yield Row(
        "from gpt_viz import load / from transformers import GPT2LMHeadModel", ours, heavy, "s"
    )


def main() -> None:
    """Measure and print, line by line."""
    print("| what | gpt_viz | the other | ratio | goal | |\n|---|---|---|---|---|---|")
    for row in itertools.chain(imports(), memory()):
        print(row, flush=True)
    gpt, eager = models.gpt(), models.gpt(eager=True)
    last = (temperature(gpt), neighbours(gpt), head_change(gpt))
    for row in itertools.chain(traces(gpt, eager), generation(gpt), last):
        print(row, flush=True)


if __name__ == "__main__":
    main()
