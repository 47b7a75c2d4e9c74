"""Modules of this folder as one: what anywidget, and a page from the disk, can load."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

from gpt_viz.words import language, say

HERE = Path(__file__).parent
CATALOGUE = "kit/catalogue.json"
LAST = "export { $default as default };\n"

IMPORT = re.compile(
    r'^import (?:(\w+)|\{([^}]*)\}) from "(\.[^"]*)"(?: with \{ type: "json" \})?;$', re.M
)
EXPORT = re.compile(r"^export (?:(default) |(?=(?:async )?(?:function|class|const) (\w+)))", re.M)
OTHER = re.compile(r"^(?:import|export)\b(?! *[(.]).*", re.M)


def styles(*names: str) -> str:
    """The style sheets of these names, one after the other."""
    return "\n".join((HERE / name).read_text("utf-8") for name in names)


def bundle(entry: str, texts: Mapping[str, str] | None = None) -> str:
    """One module that does what the file `entry` does, and has the same default export.

    What it imports comes in before it, each file once, as a function of its own that gives what
    the file exports: no two files can take each other's names. Sentences come in the user's
    language. `texts` stand in for files, or add some, each by its path in this folder. A
    `ValueError` names the file that asks in vain, and for what.
    """
    modules = _Modules(texts or {})
    exports = modules.add(entry)
    end = [f"const {{ $default }} = {_name(entry)};", LAST] if "default" in exports else [""]
    return "\n".join([*modules.parts, *end])


class _Modules:
    """Files as they come in: what each exports, and its code."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._exports: dict[str, list[str]] = {}
        self.parts: list[str] = []

    def add(self, path: str, importers: tuple[str, ...] = ()) -> list[str]:
        """Bring a file in, after what it imports; gives the names that it exports."""
        if path in importers:
            circle = " → ".join([*importers, path])
            raise ValueError(say("imports must not go round in a circle: {circle}", circle=circle))
        if path not in self._exports:
            code, names = self._read(path, importers)
            given = ", ".join("$default" if name == "default" else name for name in names)
            body = f"// {path}\n{code}\nreturn {{ {given} }};"
            self.parts.append(f"const {_name(path)} = (() => {{\n{body}\n}})();")
            self._exports[path] = names
        return self._exports[path]

    def _read(self, path: str, importers: tuple[str, ...]) -> tuple[str, list[str]]:
        """A file's code as the inside of a function, and the names that it exports."""
        text = self._text(path, importers)
        if path.endswith(".json"):
            return f"const $default = {text.strip()};", ["default"]
        code = IMPORT.sub(lambda found: self._linked(path, importers, found), text)
        names = [default or name for default, name in EXPORT.findall(code)]
        code = EXPORT.sub(lambda found: "const $default = " if found[1] else "", code)
        if other := OTHER.search(code):
            line = other[0]
            raise ValueError(say("{file}: no such import or export: {line}", file=path, line=line))
        return code, names

    def _text(self, path: str, importers: tuple[str, ...]) -> str:
        if path in self._texts:
            return self._texts[path]
        if path == CATALOGUE:
            return json.dumps({"language": language().code, "messages": language().messages})
        if not (HERE / path).is_file():
            by = importers[-1] if importers else "bundle"
            raise ValueError(say("{file} imports {other}, which is not there", file=by, other=path))
        return (HERE / path).read_text("utf-8")

    def _linked(self, path: str, importers: tuple[str, ...], found: re.Match[str]) -> str:
        """An import line as one that takes the names from the file's object."""
        other = normpath(join(dirname(path), found[3]))
        exports = self.add(other, (*importers, path))
        asked = [name.strip() for name in (found[2] or "").split(",") if name.strip()]
        pairs = [["default", found[1]]] if found[1] else [name.split(" as ") for name in asked]
        for name, *_ in pairs:
            if name not in exports:
                raise ValueError(
                    say(
                        "{file} imports {name}, which {other} does not export",
                        file=path,
                        name=name,
                        other=other,
                    )
                )
        names = ", ".join(": ".join(pair) for pair in pairs).replace("default: ", "$default: ")
        return f"const {{ {names} }} = {_name(other)};"


def _name(path: str) -> str:
    """A file's path as a name in JavaScript."""
    return "$" + re.sub(r"\W", "_", path)
