"""The list of the lessons, and the links to those that are there."""

import json
from pathlib import Path

import pytest

import gpt_viz
from gpt_viz.course.lessons import Lesson, lesson_links, lessons
from tests.running import ROOT

LIST = """
[[lesson]]
number = "00"
title = "One"
file = "00_one.ipynb"
question = "What?"
goal = "count"

[[lesson]]
number = "02"
title = "Two"
file = "02_two.ipynb"
question = "What else?"
goal = "count on"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lessons.toml").write_text(LIST, "utf-8")
    return tmp_path


def test_lessons_are_read_in_order(folder: Path) -> None:
    first, second = lessons(folder)
    assert first == Lesson("00", "One", "00_one.ipynb", "What?", "count")
    assert second.number == "02"


def test_only_a_lesson_whose_notebook_is_there_is_linked(folder: Path) -> None:
    assert lesson_links(folder) == {}
    (folder / "02_two.ipynb").touch()
    assert lesson_links(folder) == {"02": "02_two.ipynb"}


def test_a_notebook_alone_has_no_neighbours(tmp_path: Path) -> None:
    (tmp_path / "02_two.ipynb").touch()
    assert lessons(tmp_path) == ()
    assert lesson_links(tmp_path) == {}


def test_they_are_looked_for_beside_the_notebook(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "00_one.ipynb").touch()
    monkeypatch.chdir(folder)
    assert gpt_viz.lesson_links() == {"00": "00_one.ipynb"}
    assert gpt_viz.lessons() == lessons(folder)


@pytest.mark.parametrize("wrong", ['name = "a"\n', ""])
def test_a_wrong_entry_is_named(folder: Path, wrong: str) -> None:
    entry = '[[lesson]]\nnumber = "03"\n' + wrong
    (folder / "lessons.toml").write_text(entry, "utf-8")
    with pytest.raises(ValueError, match=r"lessons\.toml: a lesson has number, title.*got number"):
        lessons(folder)


# --- the course's own list ----------------------------------------------------------------------

NOTEBOOKS = ROOT / "notebooks"
LESSONS = lessons(NOTEBOOKS)


def unlisted(files: set[str]) -> set[str]:
    """Notebooks without an entry, and entries without a notebook."""
    return files ^ {one.file for one in LESSONS}


def test_every_notebook_has_its_entry() -> None:
    assert unlisted({path.name for path in NOTEBOOKS.glob("*.ipynb")}) == set()
    assert [one.file for one in LESSONS] == sorted(one.file for one in LESSONS)
    assert all(one.file.startswith(f"{one.number}_") for one in LESSONS)


def test_twin_a_notebook_without_an_entry_is_seen() -> None:
    assert unlisted({*(one.file for one in LESSONS), "99_planted.ipynb"})
    assert unlisted({"00_start.ipynb"})


def row(lesson: Lesson) -> str:
    """A lesson's row in the README's table."""
    name = lesson.file.removesuffix(".ipynb").replace("_", " ")
    return f"| [{name}](notebooks/{lesson.file}) | {lesson.question} | {lesson.goal} |"


def other_rows(readme: str, listed: tuple[Lesson, ...]) -> set[str]:
    """Rows of the README's table that no lesson has, and lessons that it has no such row for."""
    table = {line for line in readme.splitlines() if "](notebooks/" in line and line[0] == "|"}
    return table ^ set(map(row, listed))


def test_the_readme_says_the_same() -> None:
    assert other_rows((ROOT / "README.md").read_text("utf-8"), LESSONS) == set()


def test_twin_a_readme_that_says_something_else_is_seen() -> None:
    said = "\n".join(map(row, LESSONS))
    assert other_rows(said, LESSONS) == set()
    assert len(other_rows(said.replace("softmax", "SoftMax"), LESSONS)) == 2
    assert len(other_rows(said, LESSONS[1:])) == 1


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.number)
def test_the_notebook_has_the_title(lesson: Lesson) -> None:
    cells = json.loads((NOTEBOOKS / lesson.file).read_text("utf-8"))["cells"]
    title = "".join(cells[0]["source"]).splitlines()[0]
    assert title == f"# {int(lesson.number)} · {lesson.title}"
