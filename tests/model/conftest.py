"""A model of each family, and its trace of one text."""

import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.records.trace import Trace
from tests.tiny import KINDS, TEXT, tiny_gpt


@pytest.fixture(scope="module", params=KINDS)
def pair(request: pytest.FixtureRequest) -> tuple[GPT, Trace]:
    gpt = tiny_gpt(request.param)
    return gpt, gpt.trace(TEXT)
