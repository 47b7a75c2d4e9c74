"""Controls are called as one would say it, whatever their arguments are called."""

import pytest

from gpt_viz.widgets.labels import label_words


@pytest.mark.parametrize(
    ("name", "words"),
    [("top_p", "top p"), ("temperature", "temperature"), ("hide_first", "hide first")],
)
def test_known_names(name: str, words: str) -> None:
    assert label_words(name) == words == name.replace("_", " ")


def test_any_other_name_stays() -> None:
    assert label_words("my_own_knob") == "my own knob"
