"""Are a checkpoint's files whole? Checked before anything reads them."""

import hashlib
import json
from pathlib import Path

from safetensors import SafetensorError, safe_open

from gpt_viz.words import listed, say, sentences

CHECKSUMS = "checksums.json"


def check_checksums(folder: Path) -> None:
    """Compare the files of a folder with its `checksums.json`, if it has one; else do nothing.

    An `OSError` names the file that differs, with expected and found size and sha256.
    """
    if not (folder / CHECKSUMS).exists():
        return
    for name, expected in json.loads((folder / CHECKSUMS).read_text()).items():
        path = folder / name
        data = path.read_bytes() if path.exists() else b""
        found = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        if found != expected:
            raise OSError(
                say(
                    "{path} is not the file that belongs there.\n"
                    "Expected {size} bytes with sha256 {sha}, found {found_size} bytes with "
                    "sha256 {found_sha}{hint}.\n"
                    "Install gpt_viz again, or fetch the file again from where you got the folder.",
                    path=path,
                    size=expected["size"],
                    sha=expected["sha256"],
                    found_size=found["size"],
                    found_sha=found["sha256"],
                    hint=_hint(data),
                )
            )


def write_checksums(folder: Path, names: list[str]) -> None:
    """Write the sizes and sha256 sums of the named files to the folder's `checksums.json`."""
    sums = {}
    for name in names:
        data = (folder / name).read_bytes()
        sums[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / CHECKSUMS).write_text(json.dumps(sums, indent=2) + "\n")


def check_weights(folder: Path) -> None:
    """An `OSError` unless the folder holds safetensors weights that can be opened."""
    weights = sorted(folder.glob("*.safetensors"))
    if not weights:
        raise OSError(_no_weights(folder))
    for path in weights:
        try:
            with safe_open(path, framework="numpy"):
                pass
        except SafetensorError as error:
            raise OSError(
                say(
                    "{path} cannot be read: it has {size} bytes{hint} ({error}).\n"
                    "Fetch the file again from where you got the folder.",
                    path=path,
                    size=path.stat().st_size,
                    hint=_hint(path.read_bytes()[:200]),
                    error=error,
                )
            ) from None


def _no_weights(folder: Path) -> str:
    others = [p.name for p in folder.iterdir() if p.suffix in {".bin", ".pt", ".pth", ".ckpt"}]
    cure = say("gpt_viz reads safetensors only: save_pretrained() of a loaded model writes them.")
    if not others:
        return sentences(say("{folder} has no .safetensors weights.", folder=folder), cure)
    risk = say(
        "{folder} has no .safetensors weights, only {others}, which can run code when opened.",
        folder=folder,
        others=listed(others),
    )
    return sentences(risk, cure)


def _hint(data: bytes) -> str:
    """What a damaged file looks like, in words."""
    if not data:
        return say(" (it is empty or missing)")
    if data.startswith(b"version https://git-lfs"):
        return say(" (it is a Git LFS pointer, not the file itself: run git lfs pull)")
    return ""
