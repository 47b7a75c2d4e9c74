"""What checks and tests the page's JavaScript is pinned, and comes from one place."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = json.loads((ROOT / "package.json").read_text("utf-8"))
LOCK = (ROOT / "package-lock.json").read_text("utf-8")


def other_hosts(text: str) -> list[str]:
    """Addresses that are not in npm's own registry."""
    return re.findall(r"\w+://(?!registry\.npmjs\.org/)[^\"\s]+", text)


def test_versions_are_exact_and_locked():
    assert "dependencies" not in PACKAGE  # the page gets none
    for name, version in PACKAGE["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert json.loads(LOCK)["packages"][f"node_modules/{name}"]["version"] == version


def test_no_other_registry_is_named():
    assert other_hosts(LOCK) == []


@pytest.mark.parametrize("planted", ["https://npm.example.org/a.tgz", "git+ssh://git@a.b/c.git"])
def test_no_other_registry_twin(planted):
    assert len(other_hosts(f'"resolved": "{planted}"')) == 1
