"""Whole files pass, damaged ones are named; what `load` does with them is in test_load.py."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from gpt_viz.model.files import check_checksums, check_weights, write_checksums
from gpt_viz.model.load import BUNDLED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_file({"a": np.ones(3)}, tmp_path / "model.safetensors")
    (tmp_path / "notes.txt").write_text("one")
    write_checksums(tmp_path, ["model.safetensors", "notes.txt"])
    return tmp_path


def test_whole_files_pass(folder: Path) -> None:
    check_checksums(folder)
    check_weights(folder)


def test_a_changed_letter_is_noticed(folder: Path) -> None:
    (folder / "notes.txt").write_text("two")
    with pytest.raises(OSError, match=r"notes.txt is not the file"):
        check_checksums(folder)


def test_a_folder_without_checksums_has_nothing_to_compare(folder: Path) -> None:
    (folder / "checksums.json").unlink()
    (folder / "notes.txt").write_text("two")
    check_checksums(folder)


def test_each_of_several_weight_files_is_opened(folder: Path) -> None:
    (folder / "model-00002-of-00002.safetensors").write_bytes(b"\x08")
    with pytest.raises(OSError, match=r"model-00002-of-00002.safetensors cannot be read"):
        check_weights(folder)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"no .safetensors weights\. gpt_viz reads safetensors only"):
        check_weights(tmp_path)


def test_the_bundled_checksums_cover_every_file_that_is_loaded() -> None:
    check_checksums(BUNDLED)
    listed = (BUNDLED / "checksums.json").read_text()
    loaded = {path.name for path in BUNDLED.iterdir() if path.suffix in {".json", ".safetensors"}}
    told_about = {"checksums.json", "evaluation.json", "history.json", "training.json"}
    assert {name for name in loaded if name not in listed} == told_about
