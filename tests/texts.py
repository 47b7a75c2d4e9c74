"""Texts that are hard to cut, and the bundled model's tokenizer."""

import json

from tokenizers import Tokenizer as Backend

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
