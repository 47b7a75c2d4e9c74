"""The bundled model: its files belong together, and its card tells what can be measured again."""

import json

import pytest

from gpt_viz import GPT, load
from gpt_viz.model.load import BUNDLED
from training import evaluate, words
from training.card import card
from training.curve import loss_svg


def test_the_shipped_files_tell_one_story() -> None:
    made = json.loads((BUNDLED / "training.json").read_text("utf-8"))
    found = json.loads((BUNDLED / "evaluation.json").read_text("utf-8"))
    history = (BUNDLED / "history.json").read_bytes()
    assert (BUNDLED / "README.md").read_text("utf-8") == card(made, found)
    assert (BUNDLED / "loss.svg").read_text("utf-8") == loss_svg(made["curve"])
    assert (BUNDLED / "model.safetensors").stat().st_size <= 45e6
    assert len(history) < 500_000
    points = json.loads(history)["points"]
    assert len(points) == 8
    assert points[0]["step"] == 0
    assert points[-1]["tokens"] == made["tokens"]
    assert load("mini").sizes.parameters == made["parameters"]


def test_the_shipped_model_gives_the_figures_of_its_card(mini: GPT) -> None:
    """All but the held-out text, which is not here, and the samples, which take a minute."""
    told = json.loads((BUNDLED / "evaluation.json").read_text("utf-8"))
    vectors = mini.embedding()
    found = {
        "plural": evaluate.direction_test(vectors, words.pairs(words.PLURALS), 20, 40),
        "gender": evaluate.direction_test(vectors, words.pairs(words.GENDERS), 8, 10),
        "analogies": evaluate.analogies(vectors),
    }
    for name, figures in found.items():
        assert json.loads(json.dumps(figures)) == told[name], name
    assert evaluate.facts(mini)["all"] == told["facts"]["all"]
    heads = evaluate.heads(mini)
    assert heads["induction"]["score"] == pytest.approx(
        told["heads"]["induction"]["score"], abs=1e-3
    )
