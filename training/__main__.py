"""Build the bundled GPT from the corpus: `python -m training CORPUS OUT --minutes 105`.

What is there already is not made again: after an interruption the same command goes on.
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from gpt_viz import load
from training.card import card
from training.corpus import pack
from training.curve import loss_svg
from training.evaluate import evaluate
from training.export import export, provenance
from training.history import history
from training.tokenizer import train_tokenizer
from training.train import ON_A_GPU, ON_TWO_CORES, Recipe, Run

VOCABULARY = 16_384


def prepare(corpus: Path, data: Path) -> Tokenizer:
    """The tokenizer, and the corpus packed with it in the folder `data`."""
    path = data / "tokenizer.json"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        tokenizer = train_tokenizer(corpus, VOCABULARY)
        pack(corpus, tokenizer, data)
        tokenizer.save(str(path))  # last: it says that all is there
    return Tokenizer.from_file(str(path))


def build(corpus: Path, out: Path, recipe: Recipe) -> None:
    """Everything from the text to the folder `out/mini`, model card included."""
    data, mini = out / "data", out / "mini"
    tokenizer = prepare(corpus, data)
    run = Run(recipe, data, out / "run", tokenizer.get_vocab_size())
    run.train()
    finish(run, tokenizer, corpus, mini)


def finish(run: Run, tokenizer: Tokenizer, corpus: Path, mini: Path) -> None:
    """The folder that ships: the model, how it was made, what it can do."""
    export(run.model, tokenizer, mini)
    made = provenance(run.recipe, run.progress, run.mixture, run.model.num_parameters())
    (mini / "training.json").write_text(made)
    (mini / "loss.svg").write_text(loss_svg(run.progress.curve))
    (mini / "history.json").write_text(history(run.out, tokenizer, run.valid))
    figures = evaluate(load(str(mini)), corpus)
    (mini / "evaluation.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    (mini / "README.md").write_text(card(json.loads(made), figures))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="the folder with simple.txt.xz and the others")
    parser.add_argument("out", type=Path, help="where everything is written; needs 500 MB")
    parser.add_argument("--minutes", type=float, default=0.0, help="train for so long")
    parser.add_argument("--steps", type=int, default=0, help="or for so many steps")
    arguments = parser.parse_args()
    recipe = ON_A_GPU if torch.cuda.is_available() else ON_TWO_CORES
    if arguments.minutes or arguments.steps:
        recipe = replace(recipe, minutes=arguments.minutes, steps=arguments.steps)
    build(arguments.corpus, arguments.out, recipe)


if __name__ == "__main__":
    main()
