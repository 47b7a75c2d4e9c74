"""Which model counts as untrained, and that what it gives carries the word along."""

import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.records.heads import repeated_ids, score_heads
from tests.tiny import KINDS, tiny_gpt

TEXT = "Once upon a time"


@pytest.mark.parametrize("kind", KINDS)
def test_random_weights_are_untrained(kind: str) -> None:
    gpt = tiny_gpt(kind)
    assert not gpt.origin.trained
    assert repr(gpt).endswith("untrained: it guesses English no better than blindly")


def test_weights_that_say_the_same_of_everything_are_untrained() -> None:
    gpt = tiny_gpt("gpt2")
    for weight in gpt.model.parameters():
        weight.zero_()
    again = GPT(gpt.model, _Bundled(gpt), "zeros")
    assert not again.origin.trained  # its loss is that of a blind guess, exactly


def test_the_bundled_model_is_trained(mini: GPT) -> None:
    assert mini.origin.trained
    assert "untrained" not in repr(mini)


def test_the_word_travels_with_what_a_model_gives(mini: GPT) -> None:
    for gpt in (mini, tiny_gpt("llama")):
        trace = gpt.trace(TEXT)
        steps = list(gpt.generate(TEXT, max_new_tokens=1))
        given = [trace, gpt.next_token(TEXT), gpt.lens_top(trace), *steps]
        given += [gpt.embedding(), gpt.unembedding()]
        ids = repeated_ids(gpt.tokenizer, 5)
        given.append(score_heads(gpt.trace(ids), 5))
        assert [one.origin for one in given] == [gpt.origin] * len(given)


class _Bundled:
    """The tokenizer of another model, in the shape that `GPT` asks for."""

    def __init__(self, gpt: GPT) -> None:
        self.backend_tokenizer = gpt.tokenizer._literal
