"""The lessons, as ``lessons.toml`` beside the notebooks names them: in one place for all uses."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from gpt_viz.words import say

LIST = "lessons.toml"


@dataclass(frozen=True)
class Lesson:
    """A lesson: its number, such as ``"05"``, its title, and its notebook's file name.

    `question` is what it answers, `goal` what one can do afterwards.
    """

    number: str
    title: str
    file: str
    question: str
    goal: str


def lessons(folder: str | Path = ".") -> tuple[Lesson, ...]:
    """The lessons that ``lessons.toml`` in `folder` names, in its order; none without such a file.

    A `ValueError` says what is wrong with an entry.
    """
    path = Path(folder) / LIST
    if not path.is_file():
        return ()
    return tuple(map(_lesson, tomllib.loads(path.read_text("utf-8")).get("lesson", [])))


def lesson_links(folder: str | Path = ".") -> dict[str, str]:
    """The file name of each lesson whose notebook lies in `folder`, by the lesson's number.

    Empty where nothing says which lessons there are: a notebook alone has no neighbours.
    """
    there = Path(folder)
    return {one.number: one.file for one in lessons(there) if (there / one.file).is_file()}


def _lesson(entry: dict[str, str]) -> Lesson:
    wanted = [field.name for field in fields(Lesson)]
    if {*entry} != {*wanted}:
        raise ValueError(
            say(
                "{file}: a lesson has {wanted}; got {given}",
                file=LIST,
                wanted=", ".join(wanted),
                given=", ".join(entry),
            )
        )
    return Lesson(**entry)
