"""What is said goes through `say`, in whole sentences: gates over {path: text}."""

import ast
import re
from collections.abc import Iterator, Mapping

from babel.messages.jslexer import Token

from tests.source_gates import script_tokens

Sources = Mapping[str, str]

SAYS = {"say", "say_many", "sayMany"}
SENTENCE = re.compile(r"[A-Za-z][a-z’']*[,:;]? +[A-Za-z’']{2,}")
WORD = re.compile(r"[A-Za-z]{2,}")
MARKUP = re.compile(r"<[^<>]*>|<[^<>]*$|^[^<>]*(?<=[\";])>|&\w+;|&#\d+;|%\{[^{}]*\}|\{[^{}]*\}")
SHOWN = {"title", "text", "name", "description", "hovertemplate", "ticktext", "label", "alt"}
NOT_SAID = {
    "in the attention",  # a value of `Sizes.positions`, which code compares
    "unexpected end of data",  # Python's own words for half a character
    "The sun went down, and the children ran home over the hill, for it was time to eat.",
    *("Once upon a time", "Once upon a time, there was a", "The king and the"),
    *("the cat sat", " two  spaces", "naïve café"),
}
"""Constants that are texts for a model, or that only code reads."""

STYLE = re.compile(
    r"[\w-]+ *: *[^;]+;|\b(serif|monospace)|rgb\(|calc\(|minmax\(|\bborder(-bottom)?:"
    r"|^(top|middle|bottom) (left|center|right)$"
)


def unsaid(sources: Sources) -> list[str]:
    """Sentences, and labels of what is shown, that do not go through `say`."""
    complaints = []
    for path, text in sources.items():
        tree = ast.parse(text)
        quiet = _quiet(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in quiet and _is_sentence(node):
                complaints.append(f"{path}:{node.lineno} says {node.value!r:.60} in English alone")
        complaints += [f"{path}:{n.lineno} shows {n.value!r}" for n in _labels(tree, quiet)]
    return complaints


def _is_sentence(node: ast.Constant) -> bool:
    if not isinstance(node.value, str) or node.value in NOT_SAID:
        return False
    return bool(SENTENCE.search(MARKUP.sub("", node.value))) and not STYLE.search(node.value)


def _quiet(tree: ast.Module) -> set[int]:
    """The strings that no user reads, or that go through `say`: docstrings and keys."""
    quiet: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.add(id(node.value))
        if isinstance(node, ast.Call) and _name(node.func) in SAYS:
            quiet |= {id(part) for part in node.args if isinstance(part, ast.Constant)}
    return quiet


def _labels(tree: ast.Module, quiet: set[int]) -> Iterator[ast.Constant]:
    """Words that are given to what shows them: ``title="head"``, ``{"text": "head"}``."""
    for node in ast.walk(tree):
        pairs: list[tuple[str | None, ast.AST]] = []
        if isinstance(node, ast.Call):
            pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
        elif isinstance(node, ast.Dict):
            keys = [k.value if isinstance(k, ast.Constant) else None for k in node.keys]
            pairs = [*zip(keys, node.values, strict=True)]
        for key, value in pairs:
            if key in SHOWN:
                for part in _pieces(value):
                    if id(part) not in quiet and WORD.search(MARKUP.sub("", part.value)):
                        yield part


def _pieces(node: ast.AST) -> Iterator[ast.Constant]:
    """The constant texts of a string, put together or not."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.List | ast.Tuple | ast.IfExp):
        for child in ast.iter_child_nodes(node):
            yield from _pieces(child)


def fragments(sources: Sources) -> list[str]:
    """Sentences that no one can translate: no constants, words around, or out of babel's sight.

    babel reads no f-string (before Python 3.12), and loses one of two calls where `say` stands
    inside what is said: neither would be extracted whole.
    """
    complaints = []
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _name(node.func) in SAYS:
                keys = node.args[: 2 if _name(node.func) != "say" else 1]
                if any(_says(call) for call in _calls(node) if call is not node):
                    complaints.append(f"{path}:{node.lineno} says something inside what it says")
                if not all(isinstance(key, ast.Constant) for key in keys):
                    complaints.append(f"{path}:{node.lineno} says what is no constant")
            if isinstance(node, ast.JoinedStr) and any(map(_says, _calls(node))):
                complaints.append(f"{path}:{node.lineno} says something inside an f-string")
            if isinstance(node, ast.JoinedStr | ast.BinOp):
                said = [call for call in _calls(node) if _says(call)]
                own = [part for part in _pieces(node) if WORD.search(MARKUP.sub("", part.value))]
                if said and own:
                    complaints.append(
                        f"{path}:{node.lineno} puts {own[0].value!r:.40} to what it says"
                    )
    return complaints


def _calls(node: ast.AST) -> list[ast.Call]:
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]


def _says(call: ast.Call) -> bool:
    return _name(call.func) in SAYS


def _name(node: ast.AST) -> str:
    return ast.unparse(node).rsplit(".", 1)[-1]


# --- JavaScript ---------------------------------------------------------------------------------


def unsaid_in_page(sources: Sources) -> list[str]:
    """Sentences in JavaScript that are no first argument of `say` or `sayMany`."""
    complaints = []
    for path, text in sources.items():
        found = script_tokens(text)
        for i, token in enumerate(found):
            is_text = token.type in ("string", "template_string") and not _is_for_machines(found, i)
            if is_text and not _is_said(found, i):
                plain = MARKUP.sub("", re.sub(r"\$\{[^{}]*\}", "", token.value[1:-1]))
                if SENTENCE.search(plain) and not STYLE.search(plain):
                    complaints.append(f"{path}:{token.lineno} says {token.value:.60}")
    return complaints


MACHINES = ("matches", "matchMedia", "Error")  # they take selectors, queries, a programmer's words


def _is_for_machines(tokens: list[Token], i: int) -> bool:
    """Whether a string is of no language: the classes of an element, what a machine takes."""
    before = [token.value for token in tokens[max(0, i - 2) : i]]
    return before == ["class", ":"] or (before[-1:] == ["("] and before[0].endswith(MACHINES))


def _is_said(tokens: list[Token], i: int) -> bool:
    """Whether a string is what `say` says; of `sayMany` it may be the second one too."""
    before = [token.value for token in tokens[max(0, i - 4) : i]]
    first = before[-2:] in (["say", "("], ["sayMany", "("])
    return first or (before[-4:-2] == ["sayMany", "("] and before[-1:] == [","])
