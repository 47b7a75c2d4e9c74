"""The making of the bundled model: each part against an independent computation, and a run."""

import json
import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from gpt_viz import load
from gpt_viz.maths import losses
from training import corpus, drills, words
from training.__main__ import finish, prepare
from training.evaluate import surprise
from training.losses import Sampler, full_loss, sampled_loss
from training.optimizers import Muon, orthogonal, set_rates
from training.train import Recipe, Run

SIZE = 2600  # tokens of the test's own tokenizer: enough for the lessons' words
TINY = Recipe(
    layers=2,
    heads=2,
    width=16,
    windows=4,
    part=2,
    context=128,
    dropout=0.1,
    sampled=400,
    whole_from=0.7,
    halves_until=0.6,
    steps=6,
)


def write(path: Path, documents: list[str]) -> None:
    with lzma.open(path, "wt") as file:
        file.writelines(f"{text}\n{corpus.END_OF_TEXT}\n" for text in documents)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of a few kilobytes, with a document of each group."""
    folder = tmp_path_factory.mktemp("corpus")
    names = [name for name in corpus.WEIGHTS if name not in ("classics", "drills")]
    facts = drills.documents(count=26)
    write(folder / "simple.txt.xz", [f"{name}. {facts[i]}" for i, name in enumerate(names)])
    every_word = " " + " ".join(words.lesson_words())
    write(folder / "classics.txt.xz", [*facts[10:20], *[every_word] * 9])
    write(folder / "valid.txt.xz", facts[20:])
    with lzma.open(folder / "simple.groups.txt.xz", "wt") as file:
        file.write("\n".join(names))
    return folder


@pytest.fixture(scope="module")
def data(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, packed with a tokenizer of its own."""
    data = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.__main__.VOCABULARY", SIZE)
        prepare(folder, data)
    return data


# --- text ---------------------------------------------------------------------------------------


def test_documents_and_their_groups(folder: Path) -> None:
    found = list(corpus.groups(folder))
    assert {group for group, _ in found} == set(corpus.WEIGHTS)
    assert all(text == text.strip() and corpus.END_OF_TEXT not in text for _, text in found)
    assert all(text.startswith(group) for group, text in found if group == "textbook")


def test_the_added_text_is_small_plain_and_the_same_each_time() -> None:
    documents = drills.documents()
    assert documents == drills.documents()
    assert sum(map(len, documents)) < 500_000
    assert all(text.isascii() for text in documents)
    joined = "\n".join(documents)
    for sentence in [
        "The opposite of hot is cold.",
        "The capital of France is Paris.",
        "One mouse",
    ]:
        assert sentence in joined
    assert "mouses" not in joined
    assert " a owl" not in joined
    assert "an uncle" in joined


def test_the_tokenizer_reads_back_what_it_wrote(data: Path) -> None:
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    assert 2000 < tokenizer.get_vocab_size() <= SIZE
    for text in ["The king.", "  two\n\n\tand", "naïve 🤗 日本", "\x00\u202e"]:
        assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_packed_tokens_are_the_texts(folder: Path, data: Path) -> None:
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    classics = np.load(data / "classics.npy")
    parts = np.split(
        classics, np.flatnonzero(classics == tokenizer.token_to_id(corpus.END_OF_TEXT))
    )
    texts = [tokenizer.decode(part.tolist()) for part in parts if part.size]
    assert texts == [t for group, t in corpus.groups(folder) if group == "classics"]


def test_windows_of_a_round_do_not_overlap_and_come_as_often_as_they_weigh(data: Path) -> None:
    mixture = corpus.Mixture.open(data, context=8)
    order = mixture.order(seed=1)
    assert order == mixture.order(seed=1) != mixture.order(seed=2)
    for name, row in mixture.tokens.items():
        starts = [start for group, start in order if group == name]
        passes = corpus.WEIGHTS[name]
        assert len(starts) == pytest.approx(passes * len(row) / 8, abs=2 * passes)
    once = sorted(start for group, start in order if group == "classics")
    assert np.diff(once).tolist() == [8] * (len(once) - 1)
    batch = mixture.batch(order[:3])
    name, start = order[2]
    np.testing.assert_array_equal(batch[2], mixture.tokens[name][start : start + 9])
    assert sum(mixture.shares().values()) == pytest.approx(1)


# --- arithmetic ---------------------------------------------------------------------------------


def test_the_sampler_is_right_on_average_and_keeps_what_is_common() -> None:
    counts = np.array([1000, 500, 0, 3, 40, 7, 7, 7, 0, 1] * 5)
    sampler, generator = Sampler(counts, 20), torch.Generator().manual_seed(0)
    assert float(sampler.chances.sum()) == pytest.approx(20, abs=1e-6)
    values = torch.rand(50, generator=generator)
    seen, estimates = torch.zeros(50), []
    for _ in range(4000):
        ids, weights = sampler.draw(generator)
        assert len(set(ids.tolist())) == 20
        seen[ids] += 1
        estimates.append(float((values[ids] * weights).sum()))
    np.testing.assert_allclose(seen / 4000, sampler.chances, atol=0.03)
    assert np.mean(estimates) == pytest.approx(float(values.sum()), rel=0.01)


def inputs() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    ids = torch.randint(0, SIZE, (3, 9), generator=torch.Generator().manual_seed(0))
    return ids[:, :-1], torch.arange(8).expand(3, -1), ids[:, 1:]


def test_full_loss_is_hugging_faces() -> None:
    model = TINY.model(SIZE).eval()
    ids, positions, targets = inputs()
    logits = model(ids).logits
    expected = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
    assert full_loss(model, ids, positions, targets).item() == pytest.approx(expected.item())


def test_sampled_loss_is_the_full_one_when_all_are_chosen_and_near_it_otherwise() -> None:
    model = TINY.model(SIZE).eval()
    where = inputs()
    full = full_loss(model, *where).item()
    everything = torch.arange(SIZE), torch.ones(SIZE)
    assert sampled_loss(model, *where, *everything).item() == pytest.approx(full, abs=1e-5)
    sampler, generator = Sampler(np.ones(SIZE), 200), torch.Generator().manual_seed(0)
    found = [sampled_loss(model, *where, *sampler.draw(generator)).item() for _ in range(50)]
    assert np.mean(found) == pytest.approx(full, abs=0.02)


@pytest.mark.parametrize("shape", [(8, 8), (8, 24), (24, 8)])
def test_orthogonal_makes_singular_values_alike(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    left, _, right = np.linalg.svd(matrix.numpy(), full_matrices=False)
    found = orthogonal(matrix).numpy()
    values = np.linalg.svd(found, compute_uv=False)
    assert values.min() > 0.5
    assert values.max() < 1.3
    np.testing.assert_allclose(found, left @ right, atol=0.25)


def test_muon_moves_all_directions_alike_however_steep_they_are() -> None:
    weight = torch.nn.Parameter(torch.eye(4))
    optimizer = Muon([weight], lr=0.02)
    for _ in range(20):
        optimizer.zero_grad()
        (torch.tensor([1.0, 10.0, 100.0, 1000.0]) * weight**2).sum().backward()
        optimizer.step()
    moved = 1 - weight.detach().diagonal()
    assert moved.min() > 0.15
    assert moved.max() < 0.5


def test_the_rate_rises_holds_and_falls_to_zero() -> None:
    optimizer = Muon([torch.nn.Parameter(torch.ones(2, 2))], lr=0.5)
    optimizer.param_groups[0]["peak"] = 0.5
    steps = [(0, 0.0, 0.01), (99, 0.1, 1.0), (500, 0.29, 1.0), (600, 0.3, 1.0), (900, 0.65, 0.5)]
    for step, progress, share in steps:
        assert set_rates([optimizer], step, progress, 0.3) == pytest.approx(share)
        assert optimizer.param_groups[0]["lr"] == pytest.approx(0.5 * share)
    assert set_rates([optimizer], 999, 1.0, 0.3) == 0


# --- a run --------------------------------------------------------------------------------------


def trained(data: Path, out: Path, stop_after: int | None = None) -> Run:
    run = Run(TINY, data, out, SIZE, compiled=False)
    for places in run.places():
        if run.progress.step == (TINY.steps if stop_after is None else stop_after):
            break
        run.step(places)
    return run


def test_a_run_that_was_interrupted_ends_with_the_same_weights(data: Path, tmp_path: Path) -> None:
    whole = trained(data, tmp_path / "whole")
    trained(data, tmp_path / "cut", stop_after=3).save()
    resumed = trained(data, tmp_path / "cut")
    assert resumed.progress.step == 6
    for name, weight in whole.model.state_dict().items():
        assert torch.equal(weight, resumed.model.state_dict()[name]), name


def test_interruption_twin(data: Path, tmp_path: Path) -> None:
    """Another seed gives other weights: the comparison above can fail."""
    one = trained(data, tmp_path / "one").model.state_dict()
    recipe = replace(TINY, seed=1)
    other = Run(recipe, data, tmp_path / "other", SIZE, compiled=False).model.state_dict()
    assert not torch.equal(one["transformer.wte.weight"], other["transformer.wte.weight"])


def test_the_second_half_of_a_window_keeps_its_positions(data: Path, tmp_path: Path) -> None:
    run = Run(TINY, data, tmp_path, SIZE, compiled=False)
    windows = torch.arange(258).reshape(2, 129)
    ids, positions, targets = run.cut(windows, share=0.1)
    assert ids.shape == (4, 64)
    assert positions[:, 0].tolist() == [0, 64, 0, 64]
    assert torch.equal(targets, ids + 1)
    assert run.cut(windows, share=0.9)[0].shape == (2, 128)


def test_from_text_to_a_folder_that_loads(folder: Path, data: Path, tmp_path: Path) -> None:
    run = Run(TINY, data, tmp_path / "run", SIZE, compiled=False)
    before = run.validation_loss(4)
    run.train()
    assert run.validation_loss(4) < before
    mini = tmp_path / "mini"
    finish(run, Tokenizer.from_file(str(data / "tokenizer.json")), folder, mini)
    gpt = load(str(mini))
    assert (gpt.sizes.layers, gpt.sizes.width, gpt.sizes.context) == (2, 16, 128)
    history = json.loads((mini / "history.json").read_text())
    assert [point["step"] for point in history["points"]] == [0, 1, 1, 1, 2, 3, 5, 6]
    made = json.loads((mini / "training.json").read_text())
    assert made["tokens"] == 6 * 4 * 128


# --- the figures --------------------------------------------------------------------------------


def test_every_token_of_a_long_text_costs_bits_once() -> None:
    """Against one window where the text fits; a text of two windows costs no less."""
    gpt = load("mini")
    text = "The king and the queen lived in a castle. "
    ids = [0, *(piece.id for piece in gpt.pieces(text))]
    logits = gpt.trace(ids[:-1], keep=["logits"]).logits
    expected = losses(logits, np.array(ids[1:])).sum() / np.log(2)
    assert surprise(gpt, text) == pytest.approx(expected, rel=1e-4)
    long = text * 80
    assert len(gpt.pieces(long)) > gpt.sizes.context
    counted: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "training.evaluate.losses",
            lambda logits, targets: counted.append(len(targets)) or losses(logits, targets),
        )
        surprise(gpt, long)
    assert sum(counted) == len(gpt.pieces(long))


def test_lists_of_words_are_as_long_as_they_should_be() -> None:
    assert len(words.facts()) == 40
    assert len(words.map_words()) == 200
    assert len(words.SENSES) == 10
    assert all(text.endswith(word) for word, texts in words.SENSES.items() for text in texts)
