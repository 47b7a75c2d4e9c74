"""The house keeps its shape: each gate over the real files, and a twin that it must catch."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import source_gates as gates

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "gpt_viz").rglob("*.py"))
}
PICTURES = {
    path: text
    for path, text in SOURCES.items()
    if path.startswith("gpt_viz/pictures/") and not path.endswith(("kit/theme.py", "__init__.py"))
}
UNREAD = {"__pycache__", "build", "dist", "gpt_viz.egg-info", "node_modules"}


@pytest.mark.parametrize(
    "gate",
    [
        gates.floor_breaks,
        gates.drawers,
        gates.too_long,
        gates.undocumented,
        gates.noisy,
    ],
)
def test_source(gate):
    assert gate(SOURCES) == []


def test_pictures_have_words():
    assert gates.pictures_without_words(PICTURES) == []


def test_the_pictures_are_found():
    """The gate above would pass over an empty shelf."""
    names = {picture.name for text in PICTURES.values() for picture in gates.pictures(text)}
    assert {"token_strip", "model_map", "probability_bars", "softmax_steps"} <= names


LONG = "def f():\n" + "    x = 1\n" * 26


@pytest.mark.parametrize(
    ("gate", "path", "planted"),
    [
        (gates.floor_breaks, "gpt_viz/maths.py", "from gpt_viz.model import tokens"),
        (gates.floor_breaks, "gpt_viz/model/gpt.py", "import plotly.graph_objects as go"),
        (gates.floor_breaks, "gpt_viz/records/trace.py", "import torch"),
        (gates.floor_breaks, "gpt_viz/records/trace.py", "from gpt_viz.model import tokenizer"),
        (gates.floor_breaks, "gpt_viz/pictures/bad.py", "from gpt_viz.model.gpt import GPT"),
        (gates.floor_breaks, "gpt_viz/pictures/bad.py", "def f():\n    import torch"),
        (
            gates.floor_breaks,
            "gpt_viz/pictures/bad.py",
            "i.import_module('torch')",
        ),
        (gates.floor_breaks, "gpt_viz/pictures/bad.py", "from gpt_viz.widgets.live import live"),
        (gates.floor_breaks, "gpt_viz/pictures/bad.py", "from ..model import gpt"),
        (gates.floor_breaks, "gpt_viz/widgets/bad.py", "import torch"),
        (gates.floor_breaks, "gpt_viz/new_floor.py", "import numpy"),
        (gates.drawers, "gpt_viz/model/utils.py", ""),
        (gates.drawers, "gpt_viz/common/attention.py", ""),
        (gates.too_long, "gpt_viz/bad.py", LONG),
        (gates.too_long, "gpt_viz/bad.py", "x = 1\n" * 221),
        (gates.undocumented, "gpt_viz/bad.py", "x = 1"),
        (gates.undocumented, "gpt_viz/bad.py", '"""A."""\ndef f(): pass'),
        (
            gates.undocumented,
            "gpt_viz/bad.py",
            '"""A."""\nclass C:\n  """B."""\n  def f(s): 1',
        ),
        (gates.noisy, "gpt_viz/bad.py", "print(1)"),
        (gates.noisy, "gpt_viz/bad.py", "np.random.seed(0)"),
        (gates.noisy, "gpt_viz/bad.py", "np.random.rand(3)"),
        (gates.noisy, "gpt_viz/bad.py", "torch.manual_seed(0)"),
        (gates.noisy, "gpt_viz/bad.py", "torch.multinomial(p, 1)"),
        (gates.noisy, "gpt_viz/bad.py", "random.random()"),
        (gates.noisy, "gpt_viz/bad.py", "def f():\n    global x"),
        (gates.pictures_without_words, "gpt_viz/pictures/bad.py", "go.Figure()"),
        (gates.pictures_without_words, "gpt_viz/pictures/bad.py", "theme.figure([], title='a')"),
        (gates.pictures_without_words, "gpt_viz/pictures/bad.py", "theme.figure([], alt='a')"),
        (
            gates.pictures_without_words,
            "gpt_viz/pictures/bad.py",
            "def f(**layout) -> go.Figure: pass",
        ),
    ],
)
def test_source_twin(gate, path, planted):
    assert len(gate({path: planted})) == 1


def test_source_gates_let_good_code_pass():
    good = '"""A."""\nimport numpy as np\nrng = np.random.default_rng(0)\nrng.random()\n'
    for gate in (gates.floor_breaks, gates.drawers, gates.undocumented, gates.noisy):
        assert gate({"gpt_viz/maths.py": good}) == []
    assert gates.too_long({"gpt_viz/maths.py": LONG.replace("x = 1", "# why\n", 1)}) == []


# --- what an import really loads ---------------------------------------------------------------


def loaded_by(modules: list[str], forbidden: set[str], folder: Path = ROOT) -> set[str]:
    """Which of the forbidden packages are in memory after importing the modules, freshly."""
    code = f"import sys\nfor name in {modules}: __import__(name)\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return forbidden & {*done.stdout.split()}


def test_importing_gpt_viz_is_light():
    heavy = {"torch", "transformers", "plotly", "ipywidgets", "numpy"}
    assert loaded_by(["gpt_viz"], heavy) == set()


def test_pictures_load_no_torch():
    modules = [path.removesuffix(".py").replace("/", ".") for path in PICTURES]
    assert loaded_by(modules, {"torch", "transformers", "ipywidgets", "anywidget"}) == set()


def test_loading_twin(tmp_path):
    (tmp_path / "planted.py").write_text("def late():\n    import plotly.graph_objects\nlate()")
    assert loaded_by(["planted"], {"plotly", "torch"}, tmp_path) == {"plotly"}


# --- installation ------------------------------------------------------------------------------

REQUIREMENTS = (ROOT / "requirements.txt").read_text("utf-8")
RANGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]


def not_pinned(requirements: str) -> list[str]:
    """Lines that are not exactly one package at exactly one version."""
    lines = [line.split("#")[0].strip() for line in requirements.splitlines()]
    return [line for line in lines if line and not re.fullmatch(r"[\w.-]+==[\w.]+", line)]


def out_of_range(requirements: str, ranges: list[str]) -> list[str]:
    """Dependencies of the package that are not pinned, or pinned outside their range."""
    pins = dict(line.split("==") for line in requirements.split() if "==" in line)
    wanted = [Requirement(text) for text in ranges]
    return [str(r) for r in wanted if r.name not in pins or pins[r.name] not in r.specifier]


def test_pins_are_exact_and_in_range():
    assert not_pinned(REQUIREMENTS) == []
    assert out_of_range(REQUIREMENTS, RANGES) == []
    assert "torch==2.13.0" in REQUIREMENTS.split()


@pytest.mark.parametrize(
    "line", ["torch>=2", "torch", "torch==2.*", "--index-url x", "-r more.txt", "torch==2.13.0+cpu"]
)
def test_pins_twin(line):
    assert not_pinned(f"numpy==2.4.6\n{line}\n") == [line]


def test_ranges_twin():
    assert out_of_range("numpy==1.26.4\n", ["numpy>=2", "torch>=2"]) == ["numpy>=2", "torch>=2"]


OTHER_INDEX = re.compile(r"index-url|find-links|_INDEX_URL|download\.pytorch\.org|/simple\b")


def other_indexes(files: dict[str, str]) -> list[str]:
    """Files that name another package index than pip's own."""
    return [path for path, text in files.items() if OTHER_INDEX.search(text)]


def text_files() -> dict[str, str]:
    """The project's own text files, without this one, by path."""
    found = {}
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = parts[0].startswith(".") and parts[0] not in (".ci", ".gitignore")
        if hidden or UNREAD & {*parts} or path.is_dir() or path == Path(__file__):
            continue
        if path.suffix not in (".png", ".safetensors"):
            found["/".join(parts)] = path.read_text("utf-8")
    return found


def test_no_other_index_is_named():
    files = text_files()
    assert {"Makefile", "requirements.txt", ".ci/run", "pyproject.toml"} <= files.keys()
    assert other_indexes(files) == []


def test_no_other_index_twin():
    assert other_indexes({"Makefile": "pip install --extra-index-url https://a.b torch"}) != []
    assert other_indexes({"README.md": "see https://download.pytorch.org/whl/cpu"}) != []


# --- the README's map --------------------------------------------------------------------------


def not_in_readme(readme: str, paths: list[str]) -> list[str]:
    """Files without a line of their own: a name that two files have needs two lines."""
    names = [path.rsplit("/", 1)[-1] for path in paths]
    lines = readme.splitlines()

    def mentions(name: str) -> int:
        return sum(bool(re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", line)) for line in lines)

    return sorted({name for name in names if mentions(name) < names.count(name)})


def package_files() -> list[str]:
    """Everything in gpt_viz/ and the notebooks, without the files that only mark a package."""
    paths = [p for folder in ("gpt_viz", "notebooks") for p in (ROOT / folder).rglob("*.*")]
    marks = {path for path in paths if path.name == "__init__.py"} - {ROOT / "gpt_viz/__init__.py"}
    hidden = {path for path in paths if {*path.parts} & {"__pycache__", ".ipynb_checkpoints"}}
    return [p.relative_to(ROOT).as_posix() for p in {*paths} - marks - hidden]


def test_readme_has_a_line_for_each_file():
    assert not_in_readme((ROOT / "README.md").read_text("utf-8"), package_files()) == []


def test_readme_twin():
    paths = ["gpt_viz/model/tokens.py", "gpt_viz/pictures/tokens.py", "gpt_viz/maths.py"]
    assert not_in_readme("maths.py formulas\ntokens.py pieces", paths) == ["tokens.py"]
    assert not_in_readme("xmaths.py formulas\ntokens.py a\n tokens.py b", paths) == ["maths.py"]


# --- each module has a test --------------------------------------------------------------------


def untested(modules: list[str], tests: set[str]) -> list[str]:
    """Modules without a test file of their name: test_trace.py, or test_pictures_tokens.py."""
    missing = []
    for path in modules:
        floor, name = path.removesuffix(".py").split("/")[-2:]
        if not tests & {f"test_{name}.py", f"test_{floor}_{name}.py"}:
            missing.append(path)
    return missing


def test_each_module_has_its_tests():
    modules = [path for path in SOURCES if not path.endswith("__init__.py")]
    assert untested(modules, {path.name for path in (ROOT / "tests").rglob("test_*.py")}) == []


def test_each_module_has_its_tests_twin():
    modules = ["gpt_viz/model/trace.py", "gpt_viz/pictures/tokens.py"]
    assert untested(modules, {"test_trace.py"}) == ["gpt_viz/pictures/tokens.py"]
