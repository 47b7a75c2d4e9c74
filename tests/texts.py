"""Texts that are hard to cut, and the bundled model's tokenizer."""

import json

import pytest
from tokenizers import Tokenizer as Backend
from tokenizers import decoders, models, pre_tokenizers, processors, trainers

from gpt_viz.model.load import BUNDLED
from gpt_viz.model.tokenizer import Tokenizer

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
TEXTS = [
    "Once upon a time",
    "\U0001f917",
    "e\u0301 \u00e9",
    "日本",
    "שלום",
    FAMILY,
    "  a\n\tb",
    "\x00\u202e\u200b",
    "</script><img src=x onerror=alert(1)>",
    "<|endoftext|>",
]


def mini() -> Tokenizer:
    config = json.loads((BUNDLED / "config.json").read_text())
    backend = Backend.from_file(str(BUNDLED / "tokenizer.json"))
    return Tokenizer(backend, config["vocab_size"], config["bos_token_id"])


MINI = mini()

CORPUS = [
    "Once upon a time there was a little girl who lived in a little house.",
    "The cat sat on the mat, and the dog sat on the log. They were happy in the end.",
    "Es war einmal ein kleines Mädchen; das ging über die Brücke. 2024-01 日本語 שלום",
] * 10


def with_begin() -> Tokenizer:
    """Byte-level, and a begin token is put before every text, as Llama-3 has it."""
    backend = Backend(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=500, initial_alphabet=alphabet, special_tokens=["<|begin|>", "<|endoftext|>"]
    )
    backend.train_from_iterator(CORPUS, trainer)
    backend.post_processor = begin("<|begin|>")
    return Tokenizer(backend, backend.get_vocab_size(), backend.token_to_id("<|begin|>"))


def begin(name: str, id: int = 0) -> processors.TemplateProcessing:
    return processors.TemplateProcessing(single=f"{name} $A", special_tokens=[(name, id)])


WITH_BEGIN = with_begin()
BYTE_LEVEL = [MINI, WITH_BEGIN]
byte_level = pytest.mark.parametrize("tokenizer", BYTE_LEVEL, ids=["mini", "with_begin"])
