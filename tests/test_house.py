"""The house keeps its shape: each gate over the real files, and a twin that it must catch."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from packaging.requirements import Requirement

from gpt_viz import pictures
from tests import source_gates as gates
from tests import word_gates
from tests.made_up import extracted

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
TESTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "tests").rglob("*.py"))
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
        (gates.too_long, "gpt_viz/bad.py", "x = 1\n" * 201),
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


# --- where a thing is found --------------------------------------------------------------------


def package_folders() -> dict[str, tuple[str, list[str]]]:
    """What each folder of the package says of itself, and the names of what it holds."""
    found = {}
    for mark in (ROOT / "gpt_viz").rglob("__init__.py"):
        inside = [p for p in mark.parent.iterdir() if p.name not in ("__init__.py", "__pycache__")]
        text = ast.get_docstring(ast.parse(mark.read_text("utf-8"))) or ""
        found[mark.parent.relative_to(ROOT).as_posix()] = (text, [p.name for p in inside])
    return found


def test_each_folder_names_what_it_holds():
    for folder, (text, names) in package_folders().items():
        assert gates.unnamed(text, names) == [], folder


def test_the_scripts_are_named_too():
    text = package_folders()["gpt_viz/page"][0]
    paths = [p for p in (ROOT / "gpt_viz/page").rglob("*") if p.suffix in (".js", ".css", ".html")]
    assert len(paths) > 20
    assert gates.unnamed(text, [path.name for path in paths]) == []


def test_the_bundled_models_files_are_named_too():
    text = package_folders()["gpt_viz/model"][0]
    names = [path.name for path in (ROOT / "gpt_viz/model/mini").iterdir()]
    assert gates.unnamed(text, names) == []


def test_the_readme_names_every_folder():
    folders = [f"{folder.rsplit('/', 1)[-1]}/" for folder in package_folders()]
    top = ["notebooks/", "tests/", "training/", "benchmarks/", "docs/"]
    assert gates.unnamed((ROOT / "README.md").read_text("utf-8"), [*folders, *top]) == []


def test_names_twin():
    assert gates.unnamed("maths.py  formulas", ["maths.py", "words.py"]) == ["words.py"]
    assert gates.unnamed("xmaths.py formulas", ["maths.py"]) == ["maths.py"]
    assert gates.unnamed("a: lab.js\nb: lab.js", ["lab.js", "lab.js"]) == []
    assert gates.unnamed("a: lab.js", ["lab.js", "lab.js"]) == ["lab.js"]


def test_each_picture_lives_in_the_module_of_its_name():
    homes = {name: getattr(pictures, name).__module__ for name in pictures.__all__}
    homes.pop("head_scores")  # a former name
    assert len(homes) >= 28
    assert gates.misplaced(homes) == []


@pytest.mark.parametrize(
    ("picture", "home"),
    [
        ("attention_row", "gpt_viz.pictures.attention.looks"),
        ("lens_map", "gpt_viz.pictures.logits.map"),
        ("lens_map", "gpt_viz.pictures.lens_map"),
    ],
)
def test_misplaced_twin(picture, home):
    assert gates.misplaced({picture: home}) == [f"{picture} lives in {home}"]


# --- tests are laid out as the package is ------------------------------------------------------


def test_each_module_has_its_tests():
    modules = [path for path in SOURCES if not path.endswith("__init__.py")]
    assert gates.untested(modules, {*TESTS}) == []


def test_each_module_has_its_tests_twin():
    modules = ["gpt_viz/maths.py", "gpt_viz/pictures/attention/row.py"]
    assert gates.untested(modules, {"tests/test_maths.py"}) == [modules[1]]


def test_tests_import_no_tests():
    assert gates.tests_in_tests(TESTS) == []


def test_tests_import_no_tests_twin():
    planted = "from tests.widgets.test_canvas import Wire"
    assert gates.tests_in_tests({"tests/test_a.py": planted}) != []
    assert gates.tests_in_tests({"tests/test_a.py": "from tests.wire import Wire"}) == []


def test_names_of_tests_need_no_table_of_codes():
    assert gates.coded(TESTS) == []


def test_names_of_tests_twin():
    for name in ("test_s1_s3_texts", "test_twin_n11_texts"):
        assert gates.coded({"tests/test_a.py": f"def {name}(): pass"}) == [
            f"tests/test_a.py: {name}"
        ]
    assert gates.coded({"tests/test_a.py": "def test_gpt2_reads_texts(): pass"}) == []


# --- what is said ------------------------------------------------------------------------------

SPOKEN = {
    path: text
    for path, text in SOURCES.items()
    if path not in ("gpt_viz/words.py", "gpt_viz/__init__.py")  # below, or before, any language
}
SCRIPTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "gpt_viz/page").rglob("*.js"))
}


def test_what_is_said_can_be_translated():
    assert word_gates.unsaid(SPOKEN) == []
    assert word_gates.fragments(SPOKEN) == []
    assert word_gates.unsaid_in_page(SCRIPTS) == []


@pytest.mark.parametrize(
    "planted",
    [
        "raise ValueError('the text is too long')",
        "figure(title=f'{n} tokens of a text')",
        "axis = {'title': {'text': 'head'}}",
        "bar(hovertemplate='rank %{y}<extra></extra>')",
    ],
)
def test_unsaid_twin(planted):
    assert len(word_gates.unsaid({"bad.py": planted})) >= 1


@pytest.mark.parametrize(
    "planted",
    [
        "say(f'{n} tokens')",
        "say('a ' + word)",
        "say(sentence)",
        "say('the mean') + ' of all heads'",
        "f'<b>{say(\"the mean\")}</b>'",
        "say('{a} of it', a=say('a part'))",
        "say_many('one token', many, n)",
    ],
)
def test_fragments_twin(planted):
    assert len(word_gates.fragments({"bad.py": planted})) >= 1


def test_what_is_said_well_passes():
    good = """
say("Layer {layer}, head {head}", layer=1, head=2)
say("a long sentence "
    "over two lines")
axis = {"title": {"text": say("head")}, "font": {"size": 13}}
style = "color: red; margin: 0"
bold(say("draw {draw}", draw=d)) + "<extra></extra>"
"""
    assert word_gates.unsaid({"good.py": good}) == word_gates.fragments({"good.py": good}) == []


@pytest.mark.parametrize(
    ("script", "faults"),
    [
        ('element.title = "the mean of all heads";', 1),
        ("const words = `${n} tokens of the text`;", 1),
        ('say("the mean of all heads");', 0),
        ('sayMany("{count} token here", "{count} tokens here", n);', 0),
        ('say("{n} of them", { n }) + " and more of them";', 1),
    ],
)
def test_unsaid_in_page_twin(script, faults):
    assert len(word_gates.unsaid_in_page({"bad.js": script})) == faults


def test_the_template_for_translators_is_up_to_date():
    with (ROOT / "gpt_viz/locale/gpt_viz.pot").open("rb") as file:
        template = {message.id for message in read_po(file) if message.id}
    assert {sentence for _, sentence in extracted()} == template, "run make words"


# --- the page's scripts ------------------------------------------------------------------------


def test_scripts_and_their_functions_are_short():
    assert gates.long_scripts(SCRIPTS) == []


def test_long_scripts_twin():
    long = "function f() {\n" + "  g();\n" * 40 + "}\n"
    arrow = "const f = (a) => {\n" + '  g("}");\n' * 40 + "};\n"
    short = "const s = `${a}`;\nfunction f() {\n" + "  g();\n" * 20 + "}\n"
    assert len(gates.long_scripts({"bad.js": long})) == 1
    assert len(gates.long_scripts({"bad.js": arrow})) == 1
    method = long.replace("function f()", "class A { b(c = d(e))") + "}"
    assert len(gates.long_scripts({"bad.js": method})) == 1
    assert gates.long_scripts({"good.js": long.replace("function f()", "while (f(a))")}) == []
    assert len(gates.long_scripts({"bad.js": "g();\n" * 201})) == 1
    assert gates.long_scripts({"good.js": short + short + "// why\n" * 200}) == []
