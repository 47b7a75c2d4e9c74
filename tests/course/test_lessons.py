"""What is said of lessons in several places is the same in all of them."""

import json
import re
from pathlib import Path

import pytest

from gpt_viz.course.lessons import Lesson, lesson_links, lessons
from tests.running import ROOT

NOTEBOOKS = ROOT / "notebooks"
LESSONS = lessons(NOTEBOOKS)


def unlisted(listed: tuple[Lesson, ...], files: set[str]) -> set[str]:
    """Notebooks without an entry, and entries without a notebook."""
    return files ^ {one.file for one in listed}


def test_every_notebook_has_its_entry() -> None:
    assert unlisted(LESSONS, {path.name for path in NOTEBOOKS.glob("*.ipynb")}) == set()
    assert all(one.file == f"{one.number}_{one.title}.ipynb" for one in LESSONS)
    assert [one.number for one in LESSONS] == sorted(one.number for one in LESSONS)


def test_twin_a_notebook_without_an_entry_is_seen() -> None:
    assert unlisted(LESSONS, {one.file for one in LESSONS} | {"99_planted.ipynb"})
    assert unlisted(LESSONS, {"00_start.ipynb"})


def rows(lesson: Lesson) -> str:
    """A lesson's row in the README's table."""
    link = f"[{lesson.number} {lesson.title}](notebooks/{lesson.file})"
    return f"| {link} | {lesson.question} | {lesson.able} |"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.title)
def test_the_readme_says_the_same(lesson: Lesson) -> None:
    assert rows(lesson) in (ROOT / "README.md").read_text("utf-8").splitlines()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.title)
def test_the_notebooks_title_begins_with_its_number(lesson: Lesson) -> None:
    cells = json.loads((NOTEBOOKS / lesson.file).read_text("utf-8"))["cells"]
    title = "".join(cells[0]["source"]).splitlines()[0]
    assert re.match(rf"# {int(lesson.number)} · \w", title), title


def test_only_neighbours_are_linked(tmp_path: Path) -> None:
    assert lesson_links(NOTEBOOKS) == {one.number: one.file for one in LESSONS}
    assert lesson_links(tmp_path) == {}
    (tmp_path / "lessons.toml").write_text((NOTEBOOKS / "lessons.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "03_embeddings.ipynb").write_text("{}")
    assert lesson_links(tmp_path) == {"03": "03_embeddings.ipynb"}
