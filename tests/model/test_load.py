"""Loading: the bundled model, folders, the hub's cache; and everything that can be wrong."""

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from gpt_viz import load, on_disk
from gpt_viz.model.load import BUNDLED
from tests.tiny import save_tiny, tiny_model

PROMPT = "Once upon a time"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def blocked(*_: object, **__: object) -> None:
        raise OSError("the network is blocked in this test")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, blocked)
    monkeypatch.setattr(socket, "getaddrinfo", blocked)
    monkeypatch.setattr(socket, "create_connection", blocked)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the bundled model's folder, to be damaged."""
    return Path(shutil.copytree(BUNDLED, tmp_path / "mini"))


# ---- where a model comes from -------------------------------------------------------------------


@pytest.mark.usefixtures("no_network")
def test_mini_and_folders_load_without_a_network(tmp_path: Path) -> None:
    assert load("mini").sizes.vocabulary == 16_384
    gpt = load(str(save_tiny(tmp_path, "qwen3")))
    assert gpt.sizes.layers == 3
    with pytest.raises(OSError, match="blocked in this test"):  # the twin: the block bites
        socket.create_connection(("127.0.0.1", 9))


def test_weights_are_the_checkpoints_own(tmp_path: Path) -> None:
    gpt = load(str(save_tiny(tmp_path, "gpt_neox")))
    for name, weight in tiny_model("gpt_neox").state_dict().items():
        torch.testing.assert_close(gpt.model.state_dict()[name], weight)


def test_half_precision_weights_are_computed_in_float32() -> None:
    assert load_file(BUNDLED / "model.safetensors")["transformer.wte.weight"].dtype == torch.float16
    assert load("mini").next_token(PROMPT).logits.dtype == np.float32


def test_the_environment_names_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPT_VIZ_MODEL", str(save_tiny(tmp_path, "llama")))
    assert load().name == str(tmp_path)
    assert load("mini").name == "mini"  # a name in the notebook wins
    monkeypatch.delenv("GPT_VIZ_MODEL")
    assert load().name == "mini"


def fill_hub_cache(cache: Path, name: str, kind: str) -> None:
    """Lay a checkpoint into the hub's cache as a download would have."""
    repo = cache / f"models--{name.replace('/', '--')}"
    commit = "0" * 40
    (repo / "refs").mkdir(parents=True)
    (repo / "refs" / "main").write_text(commit)
    save_tiny(repo / "snapshots" / commit, kind)


@pytest.mark.usefixtures("no_network")
def test_a_cached_hub_model_loads_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    assert not on_disk("somebody/small")
    fill_hub_cache(tmp_path, "somebody/small", "mistral")
    assert on_disk("somebody/small")
    assert load("somebody/small").sizes.layers == 3


@pytest.mark.usefixtures("no_network")
def test_an_absent_hub_model_is_three_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(OSError) as caught:
        load("gpt2")
    lines = str(caught.value).splitlines()
    assert len(lines) <= 3
    assert "'gpt2'" in lines[0]
    assert str(tmp_path) in lines[1]
    assert lines[2].endswith("hf download gpt2")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("name", ["./nowhere", "/no/such/folder", "~/no-such-folder-here"])
def test_a_folder_that_is_not_there_is_not_looked_for_on_the_hub(name: str) -> None:
    with pytest.raises(OSError, match="there is no folder"):
        load(name)
    assert not on_disk(name)


def test_a_name_that_cannot_be_one() -> None:
    with pytest.raises(ValueError, match="neither a folder nor a name on the hub"):
        load("what is this?")


# ---- M1: damaged files --------------------------------------------------------------------------


def flip_a_bit(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 15760624\n"
DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated": (lambda data: data[:-1000], "found"),
    "empty": (lambda _: b"", "it is empty or missing"),
    "pointer": (lambda _: POINTER, "Git LFS pointer"),
    "bit": (flip_a_bit, "found"),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_a_damaged_bundled_file_is_named(copy: Path, damage: str, file: str) -> None:
    change, hint = DAMAGES[damage]
    data = (copy / file).read_bytes()
    (copy / file).write_bytes(change(data))
    with pytest.raises(OSError) as caught:
        load(str(copy))
    message = str(caught.value)
    assert file in message
    assert hint in message
    assert f"Expected {len(data):,} bytes" in message
    assert f"found {len(change(data)):,} bytes" in message
    assert message.count("sha256") == 2
    assert "Install gpt_viz again" in message


def test_twin_an_undamaged_copy_loads(copy: Path) -> None:
    assert load(str(copy)).sizes == load("mini").sizes


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "tokenizer.json").unlink()
    with pytest.raises(OSError, match=r"tokenizer.json .*\n.* found 0 bytes"):
        load(str(copy))


@pytest.mark.parametrize("damage", ["truncated", "empty", "pointer"])
def test_a_damaged_checkpoint_of_the_readers_own(tmp_path: Path, damage: str) -> None:
    save_tiny(tmp_path)
    path = tmp_path / "model.safetensors"
    path.write_bytes(DAMAGES[damage][0](path.read_bytes()))
    with pytest.raises(OSError, match=r"model.safetensors cannot be read: it has [\d,]+ bytes"):
        load(str(tmp_path))


# ---- M2 to M4: checkpoints that must not be trusted ---------------------------------------------


def change_weights(folder: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    path = folder / "model.safetensors"
    weights = load_file(path)
    change(weights)
    save_file(weights, path, metadata={"format": "pt"})


def test_missing_keys_are_refused(tmp_path: Path) -> None:
    save_tiny(tmp_path, "llama")
    change_weights(tmp_path, lambda w: [w.pop("model.layers.1.mlp.up_proj.weight")])
    with pytest.raises(ValueError, match=r"lacks model.layers.1.mlp.up_proj.weight"):
        load(str(tmp_path))


def test_unexpected_keys_are_refused(tmp_path: Path) -> None:
    save_tiny(tmp_path, "llama")
    change_weights(tmp_path, lambda w: w.update({"model.extra": torch.ones(2)}))
    with pytest.raises(ValueError, match=r"more than the model needs: model.extra"):
        load(str(tmp_path))


def test_shapes_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    save_tiny(tmp_path, "llama")
    change_weights(tmp_path, lambda w: w.update({"model.norm.weight": torch.ones(7)}))
    with pytest.raises(ValueError, match=r"model.norm.weight as 7, the model needs 32"):
        load(str(tmp_path))


@pytest.mark.parametrize("file", ["pytorch_model.bin", "weights.pt"])
def test_only_safetensors(tmp_path: Path, file: str) -> None:
    save_tiny(tmp_path)
    torch.save(load_file(tmp_path / "model.safetensors"), tmp_path / file)
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(OSError, match=rf"no .safetensors weights, only {file}.*safetensors only"):
        load(str(tmp_path))


def test_code_in_a_checkpoint_never_runs(tmp_path: Path) -> None:
    save_tiny(tmp_path, "llama")
    ran = tmp_path / "ran"
    (tmp_path / "modeling_own.py").write_text(f"open({str(ran)!r}, 'w').write('ran')\n")
    config = json.loads((tmp_path / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoModelForCausalLM": "modeling_own.Own"}}
    config["auto_map"]["AutoConfig"] = "modeling_own.OwnConfig"
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(ValueError, match="trust_remote_code"):
        load(str(tmp_path))
    assert not ran.exists()
    exec((tmp_path / "modeling_own.py").read_text())
    assert ran.exists()  # the twin: had the code run, the file would be there


def test_own_code_beside_a_known_architecture_is_passed_over(tmp_path: Path) -> None:
    save_tiny(tmp_path, "llama")
    ran = tmp_path / "ran"
    (tmp_path / "modeling_own.py").write_text(f"open({str(ran)!r}, 'w').write('ran')\n")
    config = json.loads((tmp_path / "config.json").read_text())
    config["auto_map"] = {"AutoModelForCausalLM": "modeling_own.Own"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    assert type(load(str(tmp_path)).model).__name__ == "LlamaForCausalLM"
    assert not ran.exists()


def test_loading_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    load("mini")
    assert capfd.readouterr() == ("", "")
