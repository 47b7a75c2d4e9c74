"""Token text is never markup: a check for figures, and one for the package's source."""

import ast
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from gpt_viz.records.pieces import Piece

HOSTILE = [
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "<b>q</b>",
    "q<br>q",
    "<i>",
    "&lt;q",
    "q&amp;q",
    "$q$",
    "%{x}q",
    "%{customdata[0]}q",
    "\"q'",
    "<a href='http://q.example'>q</a>",
    "\x00q\n\tq",
    "q\u202eq\u200b",
]
"""Texts that a page, or plotly, would obey if they came to it as they are."""

TAGS = re.compile(
    r"</?(b|i|br|sub|sup|extra)>|</?span( style=\"[^\"<>]*\")?>"
    r"|<a href=\"[\w.]+\.ipynb\" target=\"_self\">|</a>"
)
FIELDS = re.compile(r"%\{(x|y|z|text|value|base|label|(custom|meta)?data(\[\d+\])*)(:[^{}<>]*)?\}")
SMALL = re.compile(r"< (?=\d)")  # "< 0.1 %"


def hostile_pieces() -> list[Piece]:
    """The hostile texts as tokens; the last one is special, with such a name."""
    pieces = [Piece(id, text.encode()) for id, text in enumerate(HOSTILE)]
    return [*pieces, Piece(len(pieces), b"", special=True, name=HOSTILE[0])]


def assert_no_markup(figure: Any, *texts: str) -> None:
    """Nothing in the figure that plotly draws would be obeyed as markup, a formula or a field.

    `texts` are the token texts and prompts that went into the picture: none of those which look
    like markup may stand there as it came. The house's own tags and fields may.
    """
    for path, drawn in strings(json.loads(figure.to_json())):
        problem = _problem(path, drawn, texts)
        assert not problem, f"{problem} at {path}: {drawn!r}"


def strings(value: Any, path: str = "figure") -> Iterator[tuple[str, str]]:
    """Every string of a figure's JSON, with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from strings(inner, f"{path}[{i}]")


def _problem(path: str, drawn: str, texts: tuple[str, ...]) -> str:
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in drawn):
        return "an invisible character"
    if path.endswith(".meta.alt"):
        return ""  # plain text by contract: who shows it, escapes it
    if "<" in SMALL.sub("", TAGS.sub("", drawn)):
        return "a tag that is not the house's"
    if any(drawn.count(f"<{tag}>") != drawn.count(f"</{tag}>") for tag in ("b", "i", "sub")):
        return "a tag that is not closed"
    if re.search(r"\$[^$]*\$", drawn):
        return "a formula"
    is_template = "template" in path.rsplit(".", 1)[-1]
    if "%{" in (FIELDS.sub("", drawn) if is_template else drawn):
        return "a field"
    raw = [text for text in texts if re.search("[<&$]|%{", text) and text in drawn]
    return f"the text {raw[0]!r} as it came" if raw else ""


# --- the source ---------------------------------------------------------------------------------

SAFE_CALLS = {"escape", "tick", "number", "percent", "len", "round", "link"}
TAG_START = re.compile(r"</?[a-zA-Z]")
NUMBER_FORMAT = re.compile(r".*[bcdeEfFgGnoxX%,]$")


def markup_from_text(source: str) -> list[str]:
    """Where a module puts something into markup, or into an HTML widget, without escaping it.

    Looked at are strings that are put together and have a tag in them, and what is given to
    ``HTML(...)``, ``Markdown(...)`` or, put together, to ``.value``. Every part has to be a
    constant, a number in a number's format, a call of what escapes (`SAFE_CALLS`), or a name or
    function of the same module that is made of such parts alone.
    """
    module = ast.parse(source)
    complaints = []
    for scope, node in _nodes(module):
        if _is_put_together(node) and TAG_START.search(_constants(node)):
            markup = [node]
        elif isinstance(node, ast.Call) and _name(node.func) in ("HTML", "HTMLMath", "Markdown"):
            markup = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "value")]
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Attribute) and target.attr == "value" for target in node.targets
        ):
            markup = [node.value] if _is_put_together(node.value) else []
        else:
            continue
        bad = [part for part in markup if not _Judge(module, scope).safe(part)]
        complaints += [f"line {part.lineno}: {ast.unparse(part)}" for part in bad]
    return complaints


Scope = ast.Module | ast.FunctionDef


def _nodes(module: ast.Module) -> Iterator[tuple[Scope, ast.AST]]:
    """Every node, with the function that it stands in."""
    waiting: list[tuple[Scope, ast.AST]] = [(module, module)]
    while waiting:
        scope, node = waiting.pop()
        yield scope, node
        inner = node if isinstance(node, ast.FunctionDef) else scope
        waiting += [(inner, child) for child in ast.iter_child_nodes(node)]


def _is_put_together(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return _name(node.func) in ("format", "join") and isinstance(node.func, ast.Attribute)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod)
    )


def _constants(node: ast.AST) -> str:
    """The fixed words of a string that is put together."""
    own = node.func if isinstance(node, ast.Call) else node
    return "".join(
        part.value
        for part in ast.walk(own)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def _name(node: ast.AST) -> str:
    return ast.unparse(node).rsplit(".", 1)[-1]


class _Judge:
    """Says whether an expression can hold text that nobody escaped."""

    def __init__(self, module: ast.Module, scope: Scope, seen: frozenset[str] = frozenset()):
        self._module, self._scope, self._seen = module, scope, seen

    def safe(self, node: ast.AST) -> bool:
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr():
                return all(self.safe(part) for part in node.values)
            case ast.FormattedValue():
                form = _constants(node.format_spec) if node.format_spec else ""
                return bool(NUMBER_FORMAT.match(form)) or self.safe(node.value)
            case ast.BinOp():
                return self.safe(node.left) and self.safe(node.right)
            case ast.IfExp():
                return self.safe(node.body) and self.safe(node.orelse)
            case ast.List() | ast.Tuple():
                return all(self.safe(part) for part in node.elts)
            case ast.Starred() | ast.Subscript():
                return self.safe(node.value)
            case ast.GeneratorExp() | ast.ListComp():
                return self.safe(node.elt)
            case ast.Call():
                return self._safe_call(node)
            case ast.Name() | ast.Attribute():
                return self._safe_name(_name(node))
        return False

    def _safe_call(self, call: ast.Call) -> bool:
        name = _name(call.func)
        if name in ("join", "format") and isinstance(call.func, ast.Attribute):
            return self.safe(call.func.value) and all(self.safe(part) for part in call.args)
        if name in SAFE_CALLS:
            return True
        functions = [
            node
            for node in ast.walk(self._module)
            if isinstance(node, ast.FunctionDef) and node.name == name and name not in self._seen
        ]
        return bool(functions) and all(map(self._returns_safe, functions))

    def _returns_safe(self, function: ast.FunctionDef) -> bool:
        judge = _Judge(self._module, function, self._seen | {function.name})
        returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
        return bool(returned) and all(value and judge.safe(value) for value in returned)

    def _safe_name(self, name: str) -> bool:
        """Constants, and what this function, or the module, sets to safe values only."""
        if name.isupper():
            return True
        values = [value for target, value in _assigned(self._scope) if target == name]
        judge = _Judge(self._module, self._scope, self._seen | {name})
        return name not in self._seen and bool(values) and all(map(judge.safe, values))


def _assigned(scope: Scope) -> Iterator[tuple[str, ast.AST]]:
    """Each name that a function gives a value to, and the value."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=True)
                    yield from ((_name(left), right) for left, right in pairs)
                else:
                    yield _name(target), node.value


def all_markup_from_text(sources: Mapping[str, str]) -> list[str]:
    """The complaints about all modules, each with its path."""
    return [f"{path}, {bad}" for path, text in sources.items() for bad in markup_from_text(text)]
