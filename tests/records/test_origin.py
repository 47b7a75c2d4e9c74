"""A picture of a model that has not learned says so; one of a model that has does not."""

import typing
from collections.abc import Iterator

import numpy as np
import pytest

from gpt_viz import pictures
from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.kit import theme
from gpt_viz.records.heads import HeadScores, head_scores, repeated_ids
from gpt_viz.records.origin import Origin
from gpt_viz.records.predictions import LensTop, NextToken
from gpt_viz.records.trace import Trace
from gpt_viz.records.vectors import Vectors
from tests import cases
from tests.tiny import KINDS, tiny_gpt

RECORDS = (HeadScores, LensTop, NextToken, Trace, Vectors)
TEXT = "Once upon a time"


# --- which model counts as untrained -----------------------------------------------------------


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
        given.append(head_scores(gpt.trace(ids), 5))
        assert [one.origin for one in given] == [gpt.origin] * len(given)


class _Bundled:
    """The tokenizer of another model, in the shape that `GPT` asks for."""

    def __init__(self, gpt: GPT) -> None:
        self.backend_tokenizer = gpt.tokenizer._literal


# --- the word stands on the picture ------------------------------------------------------------


def records_in(kind: object) -> Iterator[type]:
    """The kinds of records that an annotation such as ``Sequence[Step]`` names."""
    if isinstance(kind, type) and hasattr(kind, "origin"):
        yield kind
    for inner in typing.get_args(kind):
        yield from records_in(inner)


def takes_a_record(name: str) -> bool:
    hints = typing.get_type_hints(getattr(pictures, name))
    return any(True for kind in hints.values() for _ in records_in(kind))


OF_A_MODEL = sorted(name for name in cases.CASES if takes_a_record(name))


def test_pictures_of_a_model_are_found() -> None:
    assert {"lens_map", "rank_paths", "draw_bar", "continuation_columns"} <= {*OF_A_MODEL}
    assert not {"token_strip", "softmax_steps"} & {*OF_A_MODEL}


@pytest.fixture
def nothing_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record says that its model has not learned, whatever it was made with."""
    never = property(lambda _: Origin(trained=False), lambda *_: None)
    for record in RECORDS:
        monkeypatch.setattr(record, "origin", never)


@pytest.mark.usefixtures("nothing_learned")
@pytest.mark.parametrize("name", OF_A_MODEL)
def test_a_picture_of_an_untrained_model_says_so(name: str) -> None:
    figure = cases.CASES[name]("a text")
    assert figure.layout.title.text.startswith("<b>untrained</b> · ")
    assert figure.layout.meta["alt"].startswith("Untrained model. ")


@pytest.mark.parametrize("name", OF_A_MODEL)
def test_a_picture_of_a_trained_model_does_not(name: str) -> None:
    figure = cases.CASES[name]("a text")
    assert "untrained" not in f"{figure.layout.title.text} {figure.layout.meta}".lower()


@pytest.mark.usefixtures("nothing_learned")
def test_twin_a_picture_that_does_not_pass_it_on_is_seen() -> None:
    scores = NextToken("", np.zeros(3, dtype=np.float32), ())
    figure = theme.figure([], title=f"{scores.logits.size} scores", alt="three scores")
    assert not scores.origin.trained
    assert "untrained" not in figure.layout.title.text
