"""From a finished run to the folder that ships: weights in float16, tokenizer, provenance."""

import json
import os
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from gpt_viz.model.files import write_checksums
from training.corpus import Mixture
from training.tokenizer import wrapped
from training.train import Progress, Recipe

FILES = [
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
]


def export(model: GPT2LMHeadModel, tokenizer: Tokenizer, out: Path) -> None:
    """Write a checkpoint that `gpt_viz.load` reads, with the checksums of its files."""
    model.half().save_pretrained(out)
    wrapped(tokenizer, model.config.n_positions).save_pretrained(out)
    write_checksums(out, FILES)


def provenance(recipe: Recipe, progress: Progress, mixture: Mixture, parameters: int) -> str:
    """Where the weights come from, as JSON: recipe, machine, versions, text, loss curve."""
    packages = ("torch", "transformers", "tokenizers", "numpy")
    device = "CPU" if not torch.cuda.is_available() else torch.cuda.get_device_name()
    facts = {
        "recipe": asdict(recipe),
        "parameters": parameters,
        "device": f"{device}, {platform.machine()}, {os.cpu_count()} cores",
        "versions": {"python": platform.python_version()} | {p: version(p) for p in packages},
        "tokens_in_the_text": {name: len(row) for name, row in mixture.tokens.items()},
        "shares_shown": {name: round(share, 4) for name, share in mixture.shares().items()},
        "steps": progress.step,
        "tokens": progress.tokens,
        "minutes": round(progress.seconds / 60, 1),
        "curve": progress.curve,
    }
    return json.dumps(facts, indent=1) + "\n"
