"""Small checkpoints with random weights, one for each architecture, for the tests."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, PreTrainedModel

from gpt_viz.model.gpt import GPT
from gpt_viz.model.load import BUNDLED

VOCABULARY = 16_384
_NEW = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 64,
    "bos_token_id": 0,
    "eos_token_id": 0,
    "pad_token_id": None,
}
_GPT = {
    "vocab_size": VOCABULARY,
    "n_embd": 32,
    "n_layer": 3,
    "n_head": 4,
    "n_positions": 64,
    "bos_token_id": 0,
    "eos_token_id": 0,
}
SETTINGS: dict[str, dict[str, Any]] = {
    "gpt2": _GPT,
    "gpt_neox": {**_NEW, "num_key_value_heads": None, "use_parallel_residual": True},
    "opt": {**_NEW, "ffn_dim": 48, "word_embed_proj_dim": 32, "pad_token_id": 1},
    "llama": _NEW,
    "mistral": {**_NEW, "sliding_window": 4},
    "qwen2": {**_NEW, "use_sliding_window": True, "sliding_window": 4, "max_window_layers": 1},
    "qwen3": {**_NEW, "head_dim": 16},
    "gemma2": {
        **_NEW,
        "sliding_window": 4,
        "query_pre_attn_scalar": 5,
        "final_logit_softcapping": 3.0,
    },
    "gpt_neo": {
        **_NEW,
        "num_layers": 3,
        "num_heads": 4,
        "attention_types": [[["global", "local", "global"], 1]],
        "window_size": 4,
    },
    "gptj": {**_GPT, "rotary_dim": 4},
    "bloom": {"vocab_size": VOCABULARY, "hidden_size": 32, "n_layer": 3, "n_head": 4},
}
EXTRA = {
    "gpt_neox-serial": ("gpt_neox", {"use_parallel_residual": False}),
    "gpt2-layer-scaled": ("gpt2", {"scale_attn_by_inverse_layer_idx": True}),
}
KINDS = [*SETTINGS, *EXTRA]
RECORDED = ["gpt2", "gpt_neox", "opt", "llama", "mistral", "qwen2", "qwen3", "gemma2"]
"""The families whose queries and keys can be recorded."""

TEXT = "The cat sat on the mat, and the dog sat on the cat."


def tiny_model(kind: str, seed: int = 0, **settings: Any) -> PreTrainedModel:
    """A random model of an architecture, its norms' weights and all biases random too."""
    family, extra = EXTRA.get(kind, (kind, {}))
    config = AutoConfig.for_model(family, **{**SETTINGS[family], **extra, **settings})
    generator = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng():
        model = AutoModelForCausalLM.from_config(config)
    with torch.no_grad():
        for weight in model.parameters():
            spread = 0.3 if weight.dim() == 1 else 0.15
            noise = torch.randn(weight.shape, generator=generator) * spread
            weight.copy_(noise + (1.0 if weight.dim() == 1 else 0.0))
    return model.eval()


def tiny_gpt(kind: str, seed: int = 0, **settings: Any) -> GPT:
    """A random model with mini's tokenizer, ready to be looked into."""
    return GPT(tiny_model(kind, seed, **settings), AutoTokenizer.from_pretrained(BUNDLED), kind)


def save_tiny(folder: Path, kind: str = "llama", **settings: Any) -> Path:
    """Write a checkpoint of a random model, with mini's tokenizer, as safetensors."""
    tiny_model(kind, **settings).save_pretrained(folder)
    AutoTokenizer.from_pretrained(BUNDLED).save_pretrained(folder)
    return folder
