"""What is said to a user, in their language: whole sentences, with English as the key.

``say("Layer {layer}, head {head}", layer=2, head=3)`` looks the sentence up as it stands, braces
and all, and then fills it in. The environment variable ``GPT_VIZ_LANGUAGE`` chooses the language:
a code with a translation in ``gpt_viz/locale/``, or the path of a ``.po`` file. ``make words``
collects all sentences of the package, Python's and JavaScript's, in ``locale/gpt_viz.pot``.
"""

import gettext
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from numbers import Integral, Real
from pathlib import Path
from string import Formatter
from typing import Any

LOCALE = Path(__file__).parent / "locale"
IN_PAGE = ".js"


@dataclass(frozen=True, eq=False)
class Language:
    """A language: its code, its sentences, and how it writes ``1,234.5``.

    `messages` are the sentences that JavaScript says, each with its translation or, where a
    number decides, with one for each of the language's plural forms.
    """

    code: str = "en"
    sentences: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)
    decimal: str = "."
    group: str = ","
    messages: dict[str, list[str]] = field(default_factory=dict)


def say(sentence: str, /, **values: Any) -> str:
    """`sentence` in the user's language, with its fields filled in.

    Whole numbers are written ``1,234`` and others with three digits that matter, in the
    language's way, unless a field has a format of its own: ``{id:d}``, ``{share:.2f}``.
    """
    known = language().sentences.gettext(sentence)
    return known.format_map({name: _Value(value) for name, value in values.items()})


def say_many(one: str, many: str, count: int, /, **values: Any) -> str:
    """`one` or `many`, as `count` and the language's plural forms ask; ``{count}`` is the number.

    ``say_many("{count} token", "{count} tokens", len(pieces))``
    """
    known = language().sentences.ngettext(one, many, int(count))
    return known.format_map({name: _Value(v) for name, v in {"count": count, **values}.items()})


def listed(parts: Iterable[str]) -> str:
    """Names or phrases one after the other: ``a, b, c``."""
    return language().sentences.gettext(", ").join(parts)


def sentences(*parts: str) -> str:
    """Whole sentences one after the other; empty ones are left out."""
    return language().sentences.gettext(" ").join(part for part in parts if part)


def localised(number: str) -> str:
    """A number that Python wrote, such as ``1,234.5``, with the language's own marks."""
    spoken = language()
    if spoken.decimal == "." and spoken.group == ",":
        return number
    return number.translate({ord("."): spoken.decimal, ord(","): spoken.group})


class _Value:
    """A value of a field: a number in it is written as the language writes numbers."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __format__(self, form: str) -> str:
        value = self._value
        if isinstance(value, str) or not isinstance(value, Real) or isinstance(value, bool):
            return format(value, form)
        return localised(format(value, form or ("," if isinstance(value, Integral) else ".3g")))

    def __repr__(self) -> str:
        return repr(self._value)


@lru_cache(maxsize=1)
def language() -> Language:
    """The language that ``GPT_VIZ_LANGUAGE`` asks for; English without it.

    A `ValueError` names the languages that there are, or what is wrong with a translation.
    """
    asked = os.environ.get("GPT_VIZ_LANGUAGE") or "en"
    if asked == "en":
        return Language()
    path = Path(asked) if asked.endswith(".po") else LOCALE / f"{asked}.po"
    if not path.is_file():
        there = ", ".join(["en", *sorted(found.stem for found in LOCALE.glob("*.po"))])
        raise ValueError(f"GPT_VIZ_LANGUAGE must be one of {there}, or a .po file; got {asked!r}")
    return _read(path)


def _read(path: Path) -> Language:
    """A translation from a ``.po`` file; babel is asked for only where there is one to read."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.numbers import get_decimal_symbol, get_group_symbol

    with path.open("rb") as file:
        catalogue = read_po(file)
    _check(path, catalogue)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    code = str(catalogue.locale_identifier or path.stem)
    messages = {
        _first(message.id): [*_forms(message.string)]
        for message in catalogue
        if any(place.endswith(IN_PAGE) for place, _ in message.locations)
    }
    return Language(
        code.replace("_", "-"),
        gettext.GNUTranslations(compiled),
        get_decimal_symbol(code),
        get_group_symbol(code),
        messages,
    )


def _check(path: Path, catalogue: Any) -> None:
    """Leave English what is not translated, or in doubt, and look at the fields of the rest."""
    for message in [*catalogue]:
        if message.id and (message.fuzzy or not all(_forms(message.string))):
            catalogue.delete(message.id, message.context)
        elif message.id:
            _check_fields(path, _forms(message.id), _forms(message.string))


def _check_fields(path: Path, sentence: Sequence[str], forms: Sequence[str]) -> None:
    """ValueError where a translation has a field that its sentence has not, or a lone brace."""
    there = set.union(*map(_fields, sentence))
    for form in forms:
        try:
            strange = _fields(form) - there
        except ValueError as error:
            raise ValueError(f"{path}: {form!r} is no sentence with fields: {error}") from None
        if strange:
            raise ValueError(
                f"{path}: {form!r} has {', '.join(sorted(strange))}, which {sentence[0]!r} has not;"
                f" possible are {', '.join(sorted(there)) or 'no fields'}"
            )


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def _first(id: Any) -> str:
    return str(id if isinstance(id, str) else id[0])


def _forms(string: Any) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)
