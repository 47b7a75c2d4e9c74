"""Every check: an exercise that is not written, or that breaks, gets a verdict in words."""

import pytest

from gpt_viz import check
from gpt_viz.model.gpt import GPT


def unsolved(*_: object) -> None:
    raise NotImplementedError


@pytest.mark.parametrize("name", ["append_likeliest", "read_back", "temperature"])
def test_unsolved_and_broken_exercises_get_a_verdict(name: str, mini: GPT) -> None:
    rest = [] if name == "temperature" else [mini]
    verdict = getattr(check, name)(unsolved, *rest)
    assert not verdict.right
    assert repr(verdict).startswith("✗ Not yet. Write the function above")
    broken = getattr(check, name)(lambda *_: 1 / 0, *rest)
    assert "ZeroDivisionError" in broken.message
