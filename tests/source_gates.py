"""What the house asks of the source: each gate takes {path: text} and lists complaints."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from babel.messages import jslexer

Sources = Mapping[str, str]

MODULE_LINES = 200  # of code: no blank lines, comments or docstrings; past that it is two ideas
BODY_LINES = 25  # of a function, without its signature and docstring
SCRIPT_LINES, SCRIPT_BODY = 200, 40  # of JavaScript: a file, and a function with its first line
DRAWERS = {"utils", "util", "helpers", "common", "core", "misc"}

BOTTOM = ["gpt_viz.maths", "gpt_viz.ranges", "gpt_viz.lists", "gpt_viz.words"]

# what each floor may import besides the standard library, the first match counts
FLOORS = {
    "gpt_viz/__init__.py": ["gpt_viz"],
    "gpt_viz/words.py": ["babel"],
    "gpt_viz/lists.py": ["gpt_viz.words"],
    "gpt_viz/ranges.py": ["gpt_viz.words"],
    "gpt_viz/maths.py": ["numpy", "sklearn", "gpt_viz.ranges", "gpt_viz.words"],
    "gpt_viz/records/": ["numpy", *BOTTOM, "gpt_viz.records"],
    "gpt_viz/model/": [
        *("numpy", "torch", "transformers", "tokenizers", "safetensors", "huggingface_hub"),
        *("gensim", *BOTTOM, "gpt_viz.records", "gpt_viz.model"),
    ],
    "gpt_viz/pictures/": [
        *("numpy", "plotly", *BOTTOM, "gpt_viz.records", "gpt_viz.pictures"),
    ],
    "gpt_viz/page/": ["gpt_viz.page", "gpt_viz.words"],
    "gpt_viz/course/": ["gpt_viz"],
    "gpt_viz/widgets/": [
        *("numpy", "plotly", "ipywidgets", "anywidget", "traitlets", "IPython"),
        *(*BOTTOM, "gpt_viz.records", "gpt_viz.model"),
        *("gpt_viz.pictures", "gpt_viz.page", "gpt_viz.widgets"),
    ],
    "gpt_viz/check/": [
        *("numpy", "IPython", *BOTTOM, "gpt_viz.records"),
        *("gpt_viz.model", "gpt_viz.check"),
    ],
}


def floor_breaks(sources: Sources) -> list[str]:
    """Imports that look up or sideways: each floor may import only what FLOORS lists for it."""
    complaints = []
    for path, text in sources.items():
        allowed = next((names for start, names in FLOORS.items() if path.startswith(start)), [])
        for name in imported(ast.parse(text)):
            known = any(name == floor or name.startswith(floor + ".") for floor in allowed)
            if not known and name.split(".")[0] not in sys.stdlib_module_names:
                complaints.append(f"{path} may not import {name}")
    return complaints


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names that a module imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{a.name}" for a in node.names)
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            yield from (a.value for a in node.args if isinstance(a, ast.Constant))


def called(call: ast.Call) -> str:
    """The last name of what is called: ``f`` for ``a.b.f(...)``."""
    return ast.unparse(call.func).rsplit(".", 1)[-1]


def drawers(sources: Sources) -> list[str]:
    """Modules and folders whose name says nothing."""
    return [path for path in sources if DRAWERS & {*PurePosixPath(path).with_suffix("").parts}]


def too_long(sources: Sources) -> list[str]:
    """Modules and functions that have grown past the house's measure."""
    complaints = []
    for path, text in sources.items():
        lines, tree = code_lines(text), ast.parse(text)
        if len(lines) > MODULE_LINES:
            complaints.append(f"{path} has {len(lines)} lines of code, more than {MODULE_LINES}")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = lines & {*range(node.body[0].lineno, (node.end_lineno or 0) + 1)}
                if len(body) > BODY_LINES:
                    complaints.append(f"{path}: {node.name} has {len(body)} lines")
    return complaints


def code_lines(text: str) -> set[int]:
    """The line numbers that hold code: no blank lines, comments or docstrings."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}
    silent |= {tokenize.INDENT, tokenize.DEDENT}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in silent:
            lines |= {*range(token.start[0], token.end[0] + 1)}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines -= {*range(node.lineno, (node.end_lineno or 0) + 1)}
    return lines


def undocumented(sources: Sources) -> list[str]:
    """Modules, and public functions, classes and methods, without a docstring."""
    complaints = []
    for path, text in sources.items():
        tree = ast.parse(text)
        if text.strip() and not ast.get_docstring(tree):
            complaints.append(path)
        for node in _public(tree):
            if not ast.get_docstring(node):
                complaints.append(f"{path}: {node.name}")
    return complaints


def _public(scope: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in scope.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


GLOBAL_RANDOM = re.compile(
    r"(np|numpy)\.random\.(?!default_rng|Generator|SeedSequence|PCG64)\w+"
    r"|torch\.(manual_seed|seed|set_rng_state|rand|randn|randint|randperm|multinomial|normal)"
    r"|random\.\w+"
)


def noisy(sources: Sources) -> list[str]:
    """Calls that print, and calls that read or set the global random state; ``global`` too."""
    complaints = []
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Global):
                complaints.append(f"{path}:{node.lineno} global {', '.join(node.names)}")
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                private = any(keyword.arg == "generator" for keyword in node.keywords)
                if name == "print" or (GLOBAL_RANDOM.fullmatch(name) and not private):
                    complaints.append(f"{path}:{node.lineno} {name}()")
    return complaints


def pictures(text: str) -> list[ast.FunctionDef]:
    """The picture functions of a module: public, annotated to return a ``go.Figure``."""
    return [
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.returns
        and ast.unparse(node.returns) == "go.Figure"
    ]


def pictures_without_words(sources: Sources) -> list[str]:
    """Figures made past ``theme.figure``, which asks for the text; texts without a number in them.

    A picture that takes ``**options`` for plotly is named here as well.
    """
    complaints = []
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and called(node) in ("Figure", "FigureWidget"):
                complaints.append(f"{path}:{node.lineno} makes a figure without theme.figure")
            if isinstance(node, ast.Call) and called(node) == "figure":
                alt = next((k.value for k in node.keywords if k.arg == "alt"), None)
                if alt is None or isinstance(alt, ast.Constant):
                    complaints.append(f"{path}:{node.lineno} has no alt text of its own numbers")
        complaints += [
            f"{path}: {f.name} takes **{f.args.kwarg.arg}" for f in pictures(text) if f.args.kwarg
        ]
    return complaints


UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    r"|\bfetch\(|XMLHttpRequest|WebSocket|https?://(?!www\.w3\.org/2000/svg)"
    r"|^import\b(?![^;]*? from \x22\.\.?/)"  # what lies in the folder comes with the bundle
    r"|setAttribute\(.on",
    re.MULTILINE,
)


def unsafe_scripts(sources: Sources) -> list[str]:
    """Places where a script makes markup of text, or reaches for something outside the page."""
    return [
        f"{path}: {match.group()}"
        for path, text in sources.items()
        for match in UNSAFE.finditer(text)
    ]


def unnamed(text: str, names: Sequence[str]) -> list[str]:
    """Names of files and folders that a text does not have; two of one name need two lines."""
    lines = text.splitlines()

    def count(name: str) -> int:
        return sum(bool(re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", line)) for line in lines)

    return sorted({name for name in names if count(name) < names.count(name)})


def misplaced(homes: Mapping[str, str]) -> list[str]:
    """Pictures that cannot be found from their name in one step.

    A picture lives in ``pictures/FOLDER/NAME.py``: NAME is its own, or its own without FOLDER's or
    its singular.
    """
    complaints = []
    for picture, home in homes.items():
        *_, floor, folder, module = home.split(".")
        short = [picture.removeprefix(f"{one}_") for one in (folder, folder.removesuffix("s"))]
        if floor != "pictures" or module not in (picture, *short):
            complaints.append(f"{picture} lives in {home}")
    return complaints


def untested(modules: Sequence[str], tests: Collection[str]) -> list[str]:
    """Modules without a file of tests at their place: ``gpt_viz/a/b.py``, ``tests/a/test_b.py``."""
    missing = []
    for path in modules:
        *folders, name = path.removeprefix("gpt_viz/").split("/")
        if "/".join(["tests", *folders, f"test_{name}"]) not in tests:
            missing.append(path)
    return missing


def tests_in_tests(sources: Sources) -> list[str]:
    """Imports of one file of tests by another: what two of them need is a module of its own."""
    return [
        f"{path} imports {name}"
        for path, text in sources.items()
        for name in imported(ast.parse(text))
        if re.match(r"tests\.(\w+\.)*test_", name)
    ]


CODED = re.compile(r"test_(twin_)?([a-z]\d+_)+")


def coded(sources: Sources) -> list[str]:
    """Tests whose names begin with a code, such as ``test_s4_``, that no reader can look up."""
    return [
        f"{path}: {node.name}"
        for path, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and CODED.match(node.name)
    ]


def long_scripts(sources: Sources) -> list[str]:
    """Scripts, and functions in them, that have grown past the house's measure."""
    complaints = []
    for path, text in sources.items():
        tokens = script_tokens(text)
        lines = {token.lineno for token in tokens}
        if len(lines) > SCRIPT_LINES:
            complaints.append(f"{path} has {len(lines)} lines of code, more than {SCRIPT_LINES}")
        for first, last in _bodies(tokens):
            size = len(lines & {*range(first, last + 1)})
            if size > SCRIPT_BODY:
                complaints.append(f"{path}:{first} a function has {size} lines")
    return complaints


def script_tokens(text: str) -> list[jslexer.Token]:
    """What a script is made of, without blanks and comments."""
    blank = {"whitespace", "comment", "linecomment"}
    return [token for token in jslexer.tokenize(text, jsx=False) if token.type not in blank]


BLOCKS = {"if", "for", "while", "switch", "catch", "await"}  # await: of "for await (…)"


def _bodies(tokens: Sequence[jslexer.Token]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each function and method: braces after ``=>`` or ``f(…)``."""
    opened: list[tuple[int, bool]] = []  # brackets: where each opened, and is it a function's?
    word = ""  # the one before the parentheses that closed last
    for i, token in enumerate(tokens):
        before = tokens[i - 1].value if i else ""
        if token.value in ("(", "{"):
            is_body = before == ">" or (before == ")" and word not in BLOCKS)  # "=>" comes as two
            opened.append((i, is_body and token.value == "{"))
        elif token.value in (")", "}") and opened:
            start, is_body = opened.pop()
            if token.value == ")":
                word = tokens[start - 1].value if start else ""
            elif is_body:
                yield tokens[start].lineno, token.lineno
