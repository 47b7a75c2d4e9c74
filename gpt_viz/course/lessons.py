"""Which lessons there are: what `lessons.toml` beside the notebooks says of them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Lesson:
    """A lesson: its `number` ("03"), `title` and `file`, its `question`, and what one is `able` to.

    `able` completes "you will be able to …".
    """

    number: str
    title: str
    file: str
    question: str
    able: str


def lessons(folder: str | Path = ".") -> tuple[Lesson, ...]:
    """The lessons in a folder of notebooks, in their order; none where it has no `lessons.toml`."""
    path = Path(folder) / "lessons.toml"
    if not path.is_file():
        return ()
    return tuple(Lesson(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["lesson"])


def lesson_links(folder: str | Path = ".") -> dict[str, str]:
    """The file of each lesson by its number, for `model_map`, where the notebook lies there too.

    A notebook that was opened alone has no neighbours to link to.
    """
    found = lessons(folder)
    return {one.number: one.file for one in found if (Path(folder) / one.file).is_file()}
