"""The list of the lessons, and the links to those that are there."""

from pathlib import Path

import pytest

import gpt_viz
from gpt_viz.course.lessons import Lesson, lesson_links, lessons

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
