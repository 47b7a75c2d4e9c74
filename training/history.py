"""The training in eight pictures, for lesson 10: loss, samples, and where the words lie."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from gpt_viz import GPT
from gpt_viz.maths import losses, principal_axes
from training import words
from training.tokenizer import wrapped


def history(run: Path, tokenizer: Tokenizer, valid: np.ndarray) -> str:
    """What the snapshots of a run show, as JSON.

    `places` are the words' first three principal components, in the axes of the finished
    embedding, so that the words can be seen to move to their places.
    """
    gpts = [(folder, opened(folder, tokenizer)) for folder in sorted(run.glob("snapshot-*"))]
    finished = gpts[-1][1].embedding()
    chosen = [word for word in words.map_words() if finished.has(word)]
    axes, kept = principal_axes(centred(gpts[-1][1], chosen), 3)
    return json.dumps(
        {
            "words": chosen,
            "prompts": words.PROMPTS,
            "variance_kept": kept.round(4).tolist(),
            "points": [point(folder, gpt, valid, chosen, axes) for folder, gpt in gpts],
        },
        ensure_ascii=False,
    )


def opened(folder: Path, tokenizer: Tokenizer) -> GPT:
    """A snapshot as the package sees a model."""
    model = GPT2LMHeadModel.from_pretrained(folder)
    return GPT(model, wrapped(tokenizer, model.config.n_positions), folder.name)


def point(
    folder: Path, gpt: GPT, valid: np.ndarray, chosen: list[str], axes: np.ndarray
) -> dict[str, Any]:
    """One snapshot: how far the training was, and what it had come to."""
    return {
        **json.loads((folder / "progress.json").read_text()),
        "valid": round(validation_loss(gpt, valid), 4),
        "samples": [sample(gpt, prompt) for prompt in words.PROMPTS],
        "places": (centred(gpt, chosen) @ axes.T).round(3).tolist(),
    }


def validation_loss(gpt: GPT, valid: np.ndarray, windows: int = 16) -> float:
    """Mean loss in nats a token over windows spread through the held-out text.

    The windows have half the context: early snapshots of a run on halves have read none longer.
    """
    size = gpt.sizes.context // 2
    starts = np.linspace(0, len(valid) - size - 1, windows).astype(int)
    rows = [valid[start : start + size + 1].astype(int) for start in starts]
    traces = [gpt.trace(row[:-1].tolist(), keep=["logits"]) for row in rows]
    found = [losses(t.logits, row[1:]).mean() for t, row in zip(traces, rows, strict=True)]
    return float(np.mean(found))


def sample(gpt: GPT, prompt: str) -> str:
    """What the model adds to the prompt: 40 tokens at temperature 0.7, with seed 0."""
    steps = gpt.generate(prompt, max_new_tokens=40, temperature=0.7, seed=0)
    return gpt.tokenizer.text([step.piece.id for step in steps])


def centred(gpt: GPT, chosen: list[str]) -> np.ndarray:
    """The words' vectors around their mean: (n, D)."""
    embedding = gpt.embedding()
    vectors = np.stack([embedding.of(word) for word in chosen])
    around: np.ndarray = vectors - vectors.mean(0)
    return around
