"""Each lesson has the form of a lesson, and runs from top to bottom without a network."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests import lesson_gates as gates
from tests import running
from tests.lesson_gates import Lesson
from tests.tiny import save_tiny

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
NAMES = tuple(path.name for path in NOTEBOOKS)


@pytest.fixture(params=NOTEBOOKS, ids=NAMES)
def lesson(request):
    return Lesson(request.param.name, nbformat.read(request.param, as_version=4), NAMES)


def test_there_are_lessons():
    assert {"00_start.ipynb", "02_tokens.ipynb", "08_temperature.ipynb"} <= {*NAMES}


@pytest.mark.parametrize("gate", gates.GATES, ids=lambda gate: gate.__name__)
def test_form(lesson, gate):
    assert gate(lesson) == []


def test_runs_offline_from_top_to_bottom(lesson, tmp_path):
    done, asked_for = running.run(lesson.notebook, NOTEBOOKS[0].parent, tmp_path)
    assert running.errors(done) == []
    assert running.addresses(done) == []
    assert running.untrained(done) == []
    assert asked_for == []


INTO_A_MODEL = [path for path in NOTEBOOKS if path.name[:3] in ("03_", "05_", "07_")]
ROOM = {
    "gpt2": {"n_positions": 512},
    "gpt_neox": {"max_position_embeddings": 512},
    "llama": {"max_position_embeddings": 512},
}


@pytest.fixture(scope="session", params=ROOM)
def random_checkpoint(request, tmp_path_factory):
    """A folder with a model of random weights, which reads texts as long as a lesson's."""
    folder = tmp_path_factory.mktemp(request.param)
    return save_tiny(folder, request.param, **ROOM[request.param])


@pytest.mark.parametrize("path", INTO_A_MODEL, ids=lambda path: path.name)
def test_runs_with_random_weights_and_says_so(path, random_checkpoint, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    done, _ = running.run(notebook, path.parent, tmp_path, random_checkpoint)
    assert running.errors(done) == []
    assert running.untrained(done) != []


def test_lesson_03_runs_on_classic_word_vectors(mini, tmp_path):
    """A GloVe file of the lower-case words that mini knows, with the first 50 of its columns."""
    vectors, file = mini.embedding(), tmp_path / "glove.txt"
    words = {piece.bytes.decode("utf-8", "replace").strip(): piece.id for piece in vectors.names}
    plain = {word: id for word, id in words.items() if word.isascii() and word.isalpha()}
    rows = [(word.lower(), vectors.matrix[id, :50]) for word, id in plain.items()]
    file.write_text("".join(f"{word} {' '.join(map(str, row))}\n" for word, row in rows))
    (path,) = [path for path in NOTEBOOKS if path.name.startswith("03_")]
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [one for one in notebook.cells if "vectors = gpt.embedding()" in one.source]
    cell.source = (
        f"from gpt_viz import load_vectors\ngpt = load()\nvectors = load_vectors({str(file)!r})"
    )
    done, _ = running.run(notebook, path.parent, tmp_path)
    assert running.errors(done) == []


# --- twins: a lesson that is as it should be, and the same with one thing wrong -----------------


PROSE = "You drag the bar and you see what it does to the number.\n\n" * 15


def section():
    """One section of a lesson."""
    return [
        new_markdown_cell("## What does the number do?\n\n" + PROSE),
        new_code_cell("assert 1 + 1 == 2"),
        new_markdown_cell("**Predict.** Which is larger? (a) one (b) two\n\n" + PROSE),
        new_code_cell("picture(1)"),
        new_markdown_cell("**Notice** two.\n\n<details><summary>Why?</summary>\n</details>"),
        new_code_cell("live(picture)"),
        new_markdown_cell("**Try** to find three.\n\n**What this picture leaves out**: three."),
    ]


def scratch_lesson():
    """A small lesson in which nothing is wrong."""
    cells = [
        new_markdown_cell("# 2 · Two is more than one\n\nYou will be able to\n\n- count"),
        new_code_cell("from gpt_viz import check, live, load"),
        new_code_cell("gpt = load()"),
        *section(),
        *section(),
        new_markdown_cell("## Exercise: write a number\n\n<details>2</details>"),
        new_code_cell("def two():\n    raise NotImplementedError", metadata={"tags": ["exercise"]}),
        new_code_cell("check.two(two)"),
        new_markdown_cell("## In short\n\n- Two.\n\nBack: [1](00_a.ipynb) · Next: [8](08_b.ipynb)"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def scratch(change=None):
    """The scratch lesson, after a change if there is one."""
    notebook = scratch_lesson()
    if change:
        change(notebook)
    return Lesson("02_c.ipynb", notebook, ("00_a.ipynb", "02_c.ipynb", "08_b.ipynb"))


@pytest.mark.parametrize("gate", gates.GATES, ids=lambda gate: gate.__name__)
def test_form_lets_a_good_lesson_pass(gate):
    assert gate(scratch()) == []


def replaced(place, old, new):
    """A change of the text of one cell."""

    def change(notebook):
        assert old in notebook.cells[place].source
        notebook.cells[place].source = notebook.cells[place].source.replace(old, new)

    return change


def added(place, text):
    """A change that adds to the text of one cell."""
    return lambda notebook: setattr(
        notebook.cells[place], "source", notebook.cells[place].source + text
    )


def set_in(place, **values):
    """A change of other properties of one cell."""
    return lambda notebook: notebook.cells[place].update(values)


OUTPUT = new_output("stream", text="2")

PLANTED = [
    (gates.cells, lambda notebook: notebook.cells.pop(4) and notebook.cells.pop(4)),
    (gates.cells, lambda notebook: notebook.metadata.kernelspec.update(name="my-venv")),
    (gates.title, replaced(0, "# 2 ·", "# 3 ·")),
    (gates.title, added(3, "\n# Another title")),
    (gates.headings, replaced(3, "## What does the number do?", "## Numbers")),
    (gates.short_code, added(2, "\nx = 1" * 8)),
    (gates.imports_first, added(2, "\nimport numpy as np")),
    (gates.imports_first, added(2, "\n%matplotlib inline")),
    (gates.no_machinery, added(2, "\ndef f(): pass")),
    (gates.no_machinery, added(2, "\nclass C: pass")),
    (gates.exercises, set_in(18, metadata={})),
    (gates.exercises, replaced(18, "raise NotImplementedError", "return 2")),
    (gates.exercises, replaced(19, "check.two(two)", "two")),
    (gates.one_widget, added(6, "\nlive(picture)")),
    (
        gates.one_widget,
        lambda notebook: [
            replaced(1, "check, live", "AttentionLab, check, live")(notebook),
            added(6, "\nAttentionLab(trace)")(notebook),
        ],
    ),
    (gates.words, added(3, " word" * 1500)),
    (gates.words, lambda notebook: notebook.cells.pop(3) and notebook.cells.pop(4)),
    (gates.paragraphs, added(3, "word " * 130)),
    (gates.voice, added(3, "It is Just a number.")),
    (gates.voice, added(3, "As you can see, it is two.")),
    (gates.parts, replaced(20, "## In short", "## In the end")),
    (gates.parts, added(0, "\n- a\n- b\n- c\n- d")),
    (gates.noticed, replaced(10, "## What", "**Notice** this.\n\n## What")),
    (gates.links, added(3, "[lesson 9](09_d.ipynb)")),
    (gates.links, replaced(20, "(08_b.ipynb)", "(00_a.ipynb)")),
    (gates.nothing_fetched, added(3, "![a cat](https://example.org/cat.png)")),
    (gates.nothing_fetched, added(3, '<img src="//example.org/cat.png">')),
    (gates.stripped, set_in(2, outputs=[OUTPUT])),
    (gates.stripped, set_in(2, execution_count=3)),
    (gates.stripped, set_in(2, metadata={"tags": ["raises-exception"]})),
    (gates.stripped, lambda notebook: notebook.metadata.update(widgets={"state": {}})),
    (gates.stripped, added(2, "#" * 200_000)),
]


@pytest.mark.parametrize(("gate", "change"), PLANTED, ids=lambda x: getattr(x, "__name__", ""))
def test_form_twin(gate, change):
    assert gate(scratch(change)) != []


@pytest.mark.parametrize("part", gates.PARTS)
def test_parts_twin(part):
    def change(notebook):
        for cell in notebook.cells:
            for mark in (part, "<summary>"):
                cell.source = cell.source.replace(mark, "")

    assert any(part in complaint for complaint in gates.parts(scratch(change)))


BROKEN = """
import socket, sys
import ipywidgets
from IPython.display import HTML

1 / 0
---
print("careful", file=sys.stderr)
---
out = ipywidgets.Output()
with out:
    1 / 0
out
---
HTML('<script src="https://cdn.example.org/a.js"></script>')
---
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError:
    "went on without"
---
ipywidgets.HTML('<div role="alert">there is no layer 7</div>')
---
ipywidgets.HTML('<a href="https://example.org">look</a>')
"""


def test_twin_every_fault_of_a_run_is_seen(tmp_path):
    notebook = new_notebook(cells=[new_code_cell(code) for code in BROKEN.split("---")])
    done, asked_for = running.run(notebook, tmp_path, tmp_path)
    found = "\n".join(running.errors(done))
    assert "code cell 0: ZeroDivisionError" in found
    assert "careful" in found
    assert "an output widget: ZeroDivisionError" in found
    assert "there is no layer 7" in found
    assert running.addresses(done) == ["https://cdn.example.org/a.js", "https://example.org"]
    assert asked_for == ["192.0.2.1"]
