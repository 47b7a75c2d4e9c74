"""The tokenizer: byte-level byte-pair encoding, its merges learned from the training text."""

from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from training.corpus import END_OF_TEXT, groups


def train_tokenizer(folder: Path, size: int) -> Tokenizer:
    """Learn a vocabulary of `size` tokens, the 256 bytes included, from the corpus."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[END_OF_TEXT],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_texts(folder), trainer=trainer)
    return tokenizer


def wrapped(tokenizer: Tokenizer, context: int) -> PreTrainedTokenizerFast:
    """The tokenizer as transformers reads and writes it, for a model with this context."""
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=END_OF_TEXT,
        eos_token=END_OF_TEXT,
        model_max_length=context,
    )


def _texts(folder: Path) -> Iterator[str]:
    """The simple text whole, every third novel's chapter, and the added facts."""
    for i, (group, text) in enumerate(groups(folder)):
        if group != "classics" or i % 3 == 0:
            yield text
