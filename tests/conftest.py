import pytest

from gpt_viz import load
from gpt_viz.model.gpt import GPT


@pytest.fixture(scope="session")
def mini() -> GPT:
    """The bundled model, loaded once."""
    return load("mini")
