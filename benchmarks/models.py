"""The model that is measured: GPT-2's architecture and size, with random weights."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, GPT2Config, GPT2LMHeadModel

import gpt_viz
from gpt_viz import GPT

MINI = Path(gpt_viz.__file__).parent / "model/mini"


def gpt(eager: bool = False) -> GPT:
    """12 layers, 768 wide, 50,257 tokens, context 1,024; it never ends a text by itself."""
    torch.manual_seed(0)
    kind = "eager" if eager else "sdpa"
    config = GPT2Config(bos_token_id=None, eos_token_id=None, attn_implementation=kind)
    tokenizer = AutoTokenizer.from_pretrained(MINI, local_files_only=True)
    return GPT(GPT2LMHeadModel(config), tokenizer, "random GPT-2")


def ids(count: int) -> list[int]:
    """Some tokens to read."""
    return torch.randint(50_257, (count,), generator=torch.Generator().manual_seed(1)).tolist()


def plain(gpt: GPT, ids: list[int], **flags: bool) -> Any:
    """A forward pass of the model as Hugging Face runs it, with flags or without."""
    with torch.inference_mode():
        return gpt.model(torch.tensor([ids]), **flags)


def flagged(gpt: GPT, ids: list[int]) -> Any:
    """A forward pass that keeps what Hugging Face's flags keep; `gpt` must be eager."""
    return plain(gpt, ids, output_attentions=True, output_hidden_states=True)


def written(gpt: GPT, ids: list[int], count: int, **drawing: Any) -> Any:
    """Hugging Face's own generation, with the logits of each step."""
    return gpt.model.generate(
        torch.tensor([ids]),
        max_new_tokens=count,
        output_logits=True,
        return_dict_in_generate=True,
        pad_token_id=0,
        **drawing,
    )
