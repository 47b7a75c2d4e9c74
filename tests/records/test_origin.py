"""A picture of a model that has not learned says so; one of a model that has does not."""

import typing
from collections.abc import Iterator

import numpy as np
import pytest

from gpt_viz import pictures
from gpt_viz.pictures.kit import theme
from gpt_viz.records.heads import HeadScores
from gpt_viz.records.origin import UNNAMED, Origin, together
from gpt_viz.records.predictions import LensTop, NextToken
from gpt_viz.records.trace import Trace
from gpt_viz.records.vectors import Vectors
from tests import cases

RECORDS = (HeadScores, LensTop, NextToken, Trace, Vectors)


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


def test_a_picture_says_what_its_model_ran_without() -> None:
    edited = Origin("mini", trained=False, without=("layer 5, head <3> switched off",))
    figure = theme.figure([], title="a", alt="one", origin=edited)
    said = "<b>untrained</b> · <b>layer 5, head &lt;3&gt; switched off</b> · a"
    assert figure.layout.title.text == said
    assert figure.layout.meta["alt"] == "Untrained model. layer 5, head <3> switched off. one"


def test_several_origins_together() -> None:
    one, other = Origin("a"), Origin("b", False, ("x",))
    assert together([one, one]) == one
    assert together([one, other, one]) == Origin("a, b", False, ("x",))
    assert together([UNNAMED]) == UNNAMED
