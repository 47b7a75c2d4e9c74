"""Loading a model: the bundled one, a folder, or one from the Hugging Face hub by name."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import constants, snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

from gpt_viz.model.files import check_checksums, check_weights
from gpt_viz.model.gpt import GPT
from gpt_viz.words import listed, say

BUNDLED = Path(__file__).parent / "mini"
_FILES = ["*.safetensors", "*.safetensors.index.json", "*.json", "*.txt", "*.model"]


def load(name: str | None = None) -> GPT:
    """A GPT that can be looked into.

    `name` is ``"mini"`` (bundled with gpt_viz, needs no network), a folder with a checkpoint, or
    a model's name on the Hugging Face hub such as ``"gpt2"``. Without a name, the environment
    variable ``GPT_VIZ_MODEL`` decides, else it is mini. Only safetensors weights are read, code
    that comes with a checkpoint never runs, and a checkpoint that does not fill the model
    exactly is refused with a `ValueError`; files that are missing or damaged are an `OSError`.
    """
    name = name or os.environ.get("GPT_VIZ_MODEL") or "mini"
    folder = _folder(name)
    check_checksums(folder)
    check_weights(folder)
    with _quiet():
        model, report = AutoModelForCausalLM.from_pretrained(
            folder,
            dtype=torch.float32,
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
            ignore_mismatched_sizes=True,  # so that they are reported: _check_keys refuses them
            output_loading_info=True,
        )
        tokenizer = AutoTokenizer.from_pretrained(
            folder, trust_remote_code=False, local_files_only=True
        )
    _check_keys(report, name)
    return GPT(model, tokenizer, name)


def on_disk(name: str) -> bool:
    """Whether ``load(name)`` finds the model's files here, without a network."""
    return name == "mini" or Path(name).expanduser().is_dir() or _cached(name) is not None


def _folder(name: str) -> Path:
    """Where the files of a model are: bundled, in a folder, or in the hub's cache."""
    if name == "mini":
        return BUNDLED
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if name.startswith((".", "/", "~")) or name.count("/") > 1:
        raise OSError(say("there is no folder {path}", path=path.resolve()))
    return _cached(name) or _downloaded(name)


def _cached(name: str) -> Path | None:
    """The hub's copy of a model on this machine, if it has weights."""
    try:
        folder = Path(snapshot_download(name, allow_patterns=_FILES, local_files_only=True))
    except (OSError, HFValidationError):
        return None
    return folder if any(folder.glob("*.safetensors")) else None


def _downloaded(name: str) -> Path:
    """Fetch a model from the hub; an `OSError` of three lines says what to do where it fails."""
    try:
        return Path(snapshot_download(name, allow_patterns=_FILES))
    except HFValidationError as error:
        raise ValueError(
            say(
                "{name!r} is neither a folder nor a name on the hub: {error}",
                name=name,
                error=error,
            )
        ) from None
    except (OSError, HfHubHTTPError) as error:
        reason = str(error).splitlines()[0]
        raise OSError(
            say(
                "The model {name!r} is not on this machine, and the hub did not give it "
                "({reason}).\nLooked for a folder of that name, then in {cache}.\n"
                "To get it once, with a network: hf download {name}",
                name=name,
                reason=reason,
                cache=constants.HF_HUB_CACHE,
            )
        ) from None


def _check_keys(report: dict[str, Any], name: str) -> None:
    """Refuse a checkpoint that leaves weights out: transformers would fill in random numbers."""
    problems = []
    if report["missing_keys"]:
        problems.append(say("it lacks {keys}", keys=_first(report["missing_keys"])))
    if report["unexpected_keys"]:
        keys = _first(report["unexpected_keys"])
        problems.append(say("it has more than the model needs: {keys}", keys=keys))
    for key, found, needed in sorted(report["mismatched_keys"])[:1]:
        sizes = ["x".join(map(str, size)) for size in (found, needed)]
        problems.append(
            say(
                "it has {key} as {found}, the model needs {needed}",
                key=key,
                found=sizes[0],
                needed=sizes[1],
            )
        )
    if problems:
        raise ValueError(
            say(
                "the checkpoint {name!r} does not fit its model: {problems}",
                name=name,
                problems="; ".join(problems),
            )
        )


def _first(keys: Collection[str]) -> str:
    """Three names of weights at most, and how many more there are."""
    names = listed(sorted(keys)[:3])
    if len(keys) <= 3:
        return names
    return say("{names} and {count} more", names=names, count=len(keys) - 3)


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars and reports from transformers in a lesson: what matters is raised."""
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()
