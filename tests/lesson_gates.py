"""The form of a lesson: each gate takes a `Lesson` and lists what is not as it should be.

Where a number stands here, it is the limit: 20 to 35 cells, 8 lines of code in a cell, 700 to
1,500 words of prose, paragraphs of 600 characters, 4 goals, 4 bullets at the end, 200 kB.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

FORBIDDEN = re.compile(r"\b(as you can see|simply|just|powerful)\b", re.IGNORECASE)
PARTS = {
    "You will be able to": r"You will be able to",
    "Predict": r"\*\*Predict\b",
    "Notice": r"\*\*Notice\b",
    "Try": r"\*\*Try\b",
    "What this picture leaves out": r"\*\*What this picture leaves out\b",
    "Why?, folded": r"<details>\s*<summary>",
    "Exercise": r"^## Exercise\b",
    "In short": r"^## In short\b",
    "Next": r"\bNext:",
}


@dataclass(frozen=True)
class Lesson:
    """A notebook, its file name such as ``08_temperature.ipynb``, and the names of all lessons."""

    name: str
    notebook: NotebookNode
    all: tuple[str, ...]

    @property
    def code(self) -> list[NotebookNode]:
        """The code cells."""
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    @property
    def markdown(self) -> list[str]:
        """The markdown cells' text."""
        return [cell.source for cell in self.notebook.cells if cell.cell_type == "markdown"]

    @property
    def prose(self) -> list[str]:
        """What a reader reads: the markdown without code, formulas, tags and addresses."""
        marks = r"(?s)```.*?```|`[^`]*`|\$[^$]*\$|<[^>]*>|(?<=\])\([^)]*\)"
        return [re.sub(marks, " ", text) for text in self.markdown]


def tags(cell: NotebookNode) -> list[str]:
    """A cell's tags."""
    return cell.metadata.get("tags", [])


def cells(lesson: Lesson) -> list[str]:
    """20 to 35 cells; a valid notebook for Python 3."""
    nbformat.validate(lesson.notebook)
    count = len(lesson.notebook.cells)
    kernel = lesson.notebook.metadata.get("kernelspec", {}).get("name")
    return [
        *([] if 20 <= count <= 35 else [f"{count} cells, not 20 to 35"]),
        *([] if kernel == "python3" else [f"the kernel is {kernel}, not python3"]),
    ]


def title(lesson: Lesson) -> list[str]:
    """The first cell begins with ``# N · Claim``, N being the file's number; no other h1."""
    heads = [line for text in lesson.markdown for line in text.splitlines() if line[:2] == "# "]
    number = int(lesson.name[:2])
    good = lesson.notebook.cells[0].source.startswith(f"# {number} · ") and len(heads) == 1
    return [] if good else [f"the title is {heads}, not one '# {number} · Claim'"]


def headings(lesson: Lesson) -> list[str]:
    """A heading says or asks something; one or two words are a label."""
    heads = re.findall(r"^#{2,} (.*)$", "\n".join(lesson.markdown), re.MULTILINE)
    return [f"{h!r} is a label" for h in heads if h != "In short" and len(h.split()) < 3]


def short_code(lesson: Lesson) -> list[str]:
    """At most 8 lines of code in a cell."""
    counts = [len(cell.source.strip().splitlines()) for cell in lesson.code]
    return [f"code cell {i} has {n} lines" for i, n in enumerate(counts) if n > 8]


def imports_first(lesson: Lesson) -> list[str]:
    """Imports stand in the first code cell alone; no magics anywhere."""
    found = []
    for i, cell in enumerate(lesson.code):
        if re.search(r"^[%!]", cell.source, re.MULTILINE):
            found.append(f"code cell {i} has a magic or a shell command")
            continue
        nodes = ast.walk(ast.parse(cell.source))
        if i and any(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes):
            found.append(f"code cell {i} imports")
    return found


def no_machinery(lesson: Lesson) -> list[str]:
    """No function and no class is defined outside an exercise."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        f"code cell {i} defines {node.name}"
        for i, cell in enumerate(lesson.code)
        if "exercise" not in tags(cell) and not re.search(r"^[%!]", cell.source, re.MULTILINE)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, kinds)
    ]


def exercises(lesson: Lesson) -> list[str]:
    """There is an exercise: unsolved, and followed by a cell that checks it; a hint is folded."""
    found = [i for i, cell in enumerate(lesson.code) if "exercise" in tags(cell)]
    bad = [] if found else ["no code cell has the tag 'exercise'"]
    for i in found:
        if "raise NotImplementedError" not in lesson.code[i].source:
            bad.append(f"code cell {i} is solved: it does not raise NotImplementedError")
        if "check." not in "".join(cell.source for cell in lesson.code[i + 1 : i + 2]):
            bad.append(f"code cell {i} is not checked by the next one")
    return bad


def example(lesson: Lesson) -> list[str]:
    """There is a worked example that is closed by an assert."""
    asserts = any(re.search(r"^assert ", c.source, re.MULTILINE) for c in lesson.code)
    return [] if asserts else ["no worked example ends in an assert"]


def one_widget(lesson: Lesson) -> list[str]:
    """At most one live view, or lab, in a section."""
    names = set(_widget_names(lesson.code[0].source)) if lesson.code else set()
    bad, section, count = [], "the beginning", 0
    for cell in lesson.notebook.cells:
        heads = re.findall(r"^## .*$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and heads:
            section, count = heads[-1], 0
        elif cell.cell_type == "code" and not re.search(r"^[%!]", cell.source, re.MULTILINE):
            calls = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Call)]
            count += sum(ast.unparse(call.func) in names for call in calls)
            bad += [f"{section!r} has a second widget"] if count == 2 and calls else []
    return bad


def _widget_names(imports: str) -> Iterator[str]:
    """What the import cell brings in that makes a widget."""
    for node in ast.walk(ast.parse(imports)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                is_widget = alias.name in ("live", "stepper") or alias.name.endswith("Lab")
                if is_widget or (node.module or "").startswith("gpt_viz.widgets"):
                    yield alias.asname or alias.name


def words(lesson: Lesson) -> list[str]:
    """700 to 1,500 words of prose."""
    count = sum(bool(re.search(r"\w", word)) for text in lesson.prose for word in text.split())
    return [] if 700 <= count <= 1500 else [f"{count} words, not 700 to 1500"]


def paragraphs(lesson: Lesson) -> list[str]:
    """No paragraph over 600 characters: about five lines on the screen."""
    blocks = [
        block.strip() for text in lesson.prose for block in re.split(r"\n\s*\n|\n[-*|] ", text)
    ]
    return [f"a paragraph of {len(b)} characters: {b[:40]!r}" for b in blocks if len(b) > 600]


def voice(lesson: Lesson) -> list[str]:
    """No word of those that talk down."""
    found = [match.group() for text in lesson.prose for match in FORBIDDEN.finditer(text)]
    return [f"the word {word!r}" for word in found]


def parts(lesson: Lesson) -> list[str]:
    """All parts of a lesson are there; at most 4 goals at its beginning, 4 bullets at its end."""
    text = "\n".join(lesson.markdown)
    bad = [f"no {part}" for part, mark in PARTS.items() if not re.search(mark, text, re.MULTILINE)]
    ends = {"goals": lesson.markdown[0], "bullets at the end": text.partition("## In short")[2]}
    for what, where in ends.items():
        count = len(re.findall(r"^[-*] ", where, re.MULTILINE))
        bad += [] if 1 <= count <= 4 else [f"{count} {what}, not 1 to 4"]
    return bad


def noticed(lesson: Lesson) -> list[str]:
    """What is to be noticed stands right under the picture."""
    before = zip(lesson.notebook.cells, lesson.notebook.cells[1:], strict=False)
    return [
        "a Notice has no code cell right above it"
        for above, cell in before
        if cell.source.lstrip().startswith("**Notice") and above.cell_type != "code"
    ]


def links(lesson: Lesson) -> list[str]:
    """Links to other lessons lead somewhere; the neighbours that exist are among them."""
    text = "\n".join(lesson.markdown)
    linked = re.findall(r"\]\(([^)#\s]+\.ipynb)", text) + re.findall(r'href="([^"#]+\.ipynb)', text)
    place = lesson.all.index(lesson.name)
    neighbours = {*lesson.all[max(place - 1, 0) : place], *lesson.all[place + 1 : place + 2]}
    return [
        *(f"{name} is linked but does not exist" for name in linked if name not in lesson.all),
        *(f"{name} is a neighbour but not linked" for name in sorted(neighbours - {*linked})),
    ]


def nothing_fetched(lesson: Lesson) -> list[str]:
    """No picture is fetched from elsewhere: a lesson works without a network."""
    text = "\n".join(lesson.markdown)
    found = re.findall(r"!\[[^\]]*\]\((https?:[^)]*)|<(?:img|script|iframe|link)\b[^>]*//", text)
    return [f"fetches {address or 'something'}" for address in found]


def stripped(lesson: Lesson) -> list[str]:
    """No outputs, no counts, no widget state; under 200 kB; no cell that may fail."""
    bad = [] if "widgets" not in lesson.notebook.metadata else ["holds widget state"]
    for i, cell in enumerate(lesson.code):
        if cell.outputs or cell.execution_count is not None or "execution" in cell.metadata:
            bad.append(f"code cell {i} holds an output or a count")
        if {*tags(cell)} - {"exercise"}:
            bad.append(f"code cell {i} has tags {tags(cell)}; only 'exercise' is known")
    size = len(nbformat.writes(lesson.notebook).encode())
    return bad + ([] if size < 200_000 else [f"{size:,} bytes, not under 200,000"])


GATES = [
    *(cells, title, headings, short_code, imports_first, no_machinery, exercises, example),
    *(one_widget, words, paragraphs, voice, parts, noticed, links, nothing_fetched, stripped),
]
