"""What the bundled model knows, in numbers: `python -m training.evaluate CORPUS [MODEL]`.

Measures the files as the package loads them, without a network, and prints the figures as JSON.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gpt_viz import GPT, load
from gpt_viz.maths import losses
from gpt_viz.records.heads import repeated_ids, score_heads
from gpt_viz.records.pieces import Piece
from gpt_viz.records.vectors import Vectors
from training import drills, words
from training.corpus import END_OF_TEXT, documents

Figures = dict[str, Any]


def evaluate(gpt: GPT, corpus: Path) -> Figures:
    """All figures of the model card, each under its name."""
    vectors = gpt.embedding()
    return {
        "bits_per_byte": bits_per_byte(gpt, documents_of(corpus)),
        "plural": direction_test(vectors, words.pairs(words.PLURALS), 20, 40),
        "gender": direction_test(vectors, words.pairs(words.GENDERS), 8, 10),
        "analogies": analogies(vectors),
        "nearest": {word: nearest(vectors, word) for word in words.NEIGHBOURS},
        "facts": facts(gpt),
        "heads": heads(gpt),
        "senses": senses(gpt),
        "texts": texts(gpt),
        "lesson_words_in_pieces": [w for w in words.lesson_words() if not vectors.has(w)],
    }


def documents_of(corpus: Path) -> list[str]:
    """The held-out documents."""
    return list(documents(corpus / "valid.txt"))


def bits_per_byte(gpt: GPT, texts: Sequence[str]) -> float:
    """-log2 p of the texts, divided by their bytes.

    Each document is read by itself, after the token that begins a text, in windows that overlap
    by half: every token but those at a document's start has at least half a context before it.
    """
    bits = sum(surprise(gpt, text) for text in texts)
    return bits / sum(len(text.encode()) for text in texts)


def surprise(gpt: GPT, text: str) -> float:
    """The bits that a document costs: the sum of -log2 p over its tokens."""
    begin = gpt.tokenizer.pieces(END_OF_TEXT, special=True)[0].id
    ids = [begin, *(piece.id for piece in gpt.pieces(text))]
    size, done, total = gpt.sizes.context, 1, 0.0
    while done < len(ids):
        first = max(0, min(done - size // 2, len(ids) - size))
        window = ids[first : first + size]
        logits = gpt.trace(window, keep=["logits"]).logits[done - first - 1 : -1]
        targets = np.array(window[done - first :])
        total += float(losses(logits, targets).sum()) / np.log(2)
        done = first + len(window)
    return total


def direction_test(
    vectors: Vectors, pairs: Sequence[tuple[str, str]], train: int, test: int
) -> Figures:
    """How well the mean difference of some pairs orders others, beside random directions."""
    single = [pair for pair in pairs if all(vectors.has(word) for word in pair)]
    trained, held_out = single[:train], single[train : train + test]
    random = vectors.random_accuracies(held_out, 1000)
    direction = vectors.direction(trained)
    return {
        "accuracy": vectors.accuracy(direction, held_out),
        "by_principal_direction": vectors.accuracy(vectors.principal_direction(trained), held_out),
        "pairs": [len(trained), len(held_out)],
        "random_mean": float(random.mean()),
        "random_best_of_1000": float(random.max()),
        "wrong": [pair for pair in held_out if vectors.accuracy(direction, [pair]) == 0],
    }


def analogies(vectors: Vectors) -> Figures:
    """Ranks among whole words of the expected word, with and without the three given words."""
    found: Figures = {"queen": analogy(vectors, "king", "man", "woman", "queen")}
    for name, table in [("family", words.FAMILY), ("capitals", words.CAPITALS)]:
        rows = [row for row in words.rows(table) if all(map(vectors.has, row))]
        ranks = {f"{a} - {b} + {c} = {d}": analogy(vectors, a, b, c, d) for a, b, c, d in rows}
        medians = {
            kind: float(np.median([rank[kind] for rank in ranks.values()]))
            for kind in ("with", "without")
        }
        found[name] = {"ranks": ranks, "median": medians}
    return found


def analogy(vectors: Vectors, a: str, b: str, c: str, expected: str) -> dict[str, int]:
    """The rank of the expected word near a - b + c."""
    target = vectors.analogy(a, b, c)
    return {
        "with": vectors.rank(expected, target),
        "without": vectors.rank(expected, target, without={a, b, c} - {expected}),
    }


def nearest(vectors: Vectors, word: str) -> list[str]:
    """The eight whole words nearest by cosine."""
    found = vectors.nearest(vectors.of(word), 8, without=[word])
    return [piece.bytes.decode().strip() for piece in found.pieces]


def facts(gpt: GPT) -> Figures:
    """The rank of the right next token in plain completions, and which stand in the added text."""
    added = "\n".join(drills.documents())
    rows = []
    for text, answer in words.facts():
        rank = gpt.next_token(text).rank(gpt.pieces(answer)[0].id)
        rows.append({"text": text, "answer": answer, "rank": rank, "added": text + answer in added})
    return {
        "all": shares(rows),
        "added": shares([r for r in rows if r["added"]]),
        "not_added": shares([r for r in rows if not r["added"]]),
        "rows": rows,
    }


def shares(rows: Sequence[Figures]) -> dict[str, float]:
    """The shares of first places and of the first five."""
    ranks = np.array([row["rank"] for row in rows])
    return {
        "count": len(rows),
        "top_1": float(np.mean(ranks == 1)),
        "top_5": float(np.mean(ranks <= 5)),
    }


def heads(gpt: GPT, length: int = 50, texts: int = 10) -> Figures:
    """The best previous-token and induction heads, and what a second reading spares in loss."""
    begin = gpt.tokenizer.pieces(END_OF_TEXT, special=True)[0].id
    scores, first, second = [], [], []
    for seed in range(texts):
        ids = repeated_ids(gpt.tokenizer, length, seed, begin)
        trace = gpt.trace(ids, keep=["queries", "keys", "logits"])
        scores.append(score_heads(trace, length))
        loss = losses(trace.logits[:-1], np.array(ids[1:]))
        first.append(loss[:length].mean())
        second.append(loss[length:].mean())
    return {
        "previous": best(np.mean([s.previous for s in scores], axis=0)),
        "induction": best(np.mean([s.induction for s in scores], axis=0)),
        "loss_first_copy": float(np.mean(first)),
        "loss_second_copy": float(np.mean(second)),
    }


def best(scores: np.ndarray) -> Figures:
    """The largest score of any head, and where: (L, H) scores."""
    layer, head = np.unravel_index(scores.argmax(), scores.shape)
    return {"score": float(scores.max()), "layer": int(layer), "head": int(head)}


def senses(gpt: GPT) -> Figures:
    """Cosine between a word's two senses after each layer, 0 being before the first."""
    by_word = {}
    for word, (one, other) in words.SENSES.items():
        places = [last_place(gpt.pieces(text), word) for text in (one, other)]
        streams = [gpt.trace(text, keep=["residual"]).residual for text in (one, other)]
        first, second = (s[:, place] for s, place in zip(streams, places, strict=True))
        lengths = np.linalg.norm(first, axis=-1) * np.linalg.norm(second, axis=-1)
        by_word[word] = (np.sum(first * second, axis=-1) / lengths).round(3).tolist()
    return {"mean": np.mean([*by_word.values()], axis=0).round(3).tolist(), "words": by_word}


def last_place(pieces: Sequence[Piece], word: str) -> int:
    """Where the word's last token ends."""
    text = b""
    places = []
    for place, piece in enumerate(pieces):
        text += piece.bytes
        if text.endswith(word.encode()):
            places.append(place)
    return places[-1]


def texts(gpt: GPT) -> Figures:
    """Continuations as they come: five each at three temperatures, of 60 tokens."""
    found: Figures = {
        prompt: {
            str(t): [continuation(gpt, prompt, t, seed) for seed in range(5)]
            for t in (0.0, 0.7, 1.2)
        }
        for prompt in words.PROMPTS
    }
    at_07 = [text for prompt in words.PROMPTS for text in found[prompt]["0.7"]]
    found["repeated_4_grams"] = float(np.mean([repeated(gpt, text) for text in at_07]))
    return found


def continuation(gpt: GPT, prompt: str, temperature: float, seed: int) -> str:
    """The prompt with what the model adds."""
    steps = gpt.generate(prompt, max_new_tokens=60, temperature=temperature, seed=seed)
    return prompt + gpt.tokenizer.text([step.piece.id for step in steps])


def repeated(gpt: GPT, text: str) -> float:
    """The share of a text's runs of four tokens that occurred in it before."""
    ids = [piece.id for piece in gpt.pieces(text)]
    runs = [tuple(ids[i : i + 4]) for i in range(len(ids) - 3)]
    return 1 - len({*runs}) / len(runs)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="the folder with valid.txt.xz")
    parser.add_argument("model", nargs="?", default="mini")
    arguments = parser.parse_args()
    figures = evaluate(load(arguments.model), arguments.corpus)
    print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
