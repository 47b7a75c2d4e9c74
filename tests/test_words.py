"""What is said: English as the key, plural forms, numbers, a made-up language on every screen."""

import ast
import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import plotly.graph_objects as go
import pytest

from gpt_viz import check, slider, stepper, words
from gpt_viz.widgets.writing import shade_key
from gpt_viz.words import listed, localised, say, say_many, sentences
from tests import cases, safety
from tests.made_up import PACKAGE, PLAIN_WORD, extracted, made_up_language, wide
from tests.tiny import tiny_gpt
from tests.word_gates import NOT_SAID

GERMAN = """
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Layer {layer}, head {head}"
msgstr "Kopf {head} der Schicht {layer}"

#: gpt_viz/page/kit/words.js
msgid "{count} token"
msgid_plural "{count} tokens"
msgstr[0] "{count} Token"
msgstr[1] "{count} Tokens"

msgid " "
msgstr " – "
"""


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment of a test that speaks another language; afterwards it is English again."""
    words.language.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    words.language.cache_clear()


@pytest.fixture
def german(tmp_path: Path, spoken: pytest.MonkeyPatch) -> None:
    path = tmp_path / "de.po"
    path.write_text(GERMAN, "utf-8")
    spoken.setenv("GPT_VIZ_LANGUAGE", str(path))


def test_english_is_what_stands_in_the_code() -> None:
    assert say("Layer {layer}, head {head}", layer=2, head=3) == "Layer 2, head 3"
    assert say_many("{count} token", "{count} tokens", 1) == "1 token"
    assert say_many("{count} token", "{count} tokens", 0) == "0 tokens"
    assert listed(["a", "b"]) == "a, b"
    assert sentences("One.", "", "Two.") == "One. Two."


@pytest.mark.parametrize(
    ("form", "value", "written"),
    [
        ("{x}", 12345, "12,345"),
        ("{x:d}", 12345, "12345"),
        ("{x}", 0.123456, "0.123"),
        ("{x:.2f}", 1234.5, "1234.50"),
        ("{x}", "1,5.", "1,5."),
        ("{x}", True, "True"),
        ("{x!r}", 1.5, "1.5"),
        ("{x!r:.5}", "a long text", "'a lo"),
    ],
)
def test_values(form: str, value: object, written: str) -> None:
    assert say(form, x=value) == written


@pytest.mark.usefixtures("german")
def test_another_language_has_its_own_order_plurals_and_numbers() -> None:
    assert say("Layer {layer}, head {head}", layer=2, head=3) == "Kopf 3 der Schicht 2"
    assert say_many("{count} token", "{count} tokens", 1) == "1 Token"
    assert say_many("{count} token", "{count} tokens", 1234) == "1.234 Tokens"
    assert say("{x:.2f}", x=0.5) == "0,50"
    assert localised("1,234.5") == "1.234,5"
    assert sentences("a", "b") == "a – b"
    assert say("not translated") == "not translated"


@pytest.mark.usefixtures("german")
def test_the_page_gets_the_sentences_that_javascript_says() -> None:
    assert words.language().code == "de"
    assert words.language().messages == {"{count} token": ["{count} Token", "{count} Tokens"]}


UNTRANSLATED = """
#: gpt_viz/page/kit/words.js
msgid "{count} head"
msgid_plural "{count} heads"
msgstr[0] ""
msgstr[1] ""

#: gpt_viz/page/kit/words.js
#, fuzzy
msgid "in doubt"
msgstr "zweifelhaft"

#: gpt_viz/page/kit/words.js
msgid "nothing yet"
msgstr ""
"""


def test_what_is_not_translated_stays_english(tmp_path: Path, spoken: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ja.po"
    japanese = GERMAN.replace("nplurals=2; plural=(n != 1)", "nplurals=1; plural=0")
    without = UNTRANSLATED.replace('msgstr[1] ""\n', "")
    path.write_text(japanese.replace('msgstr[1] "{count} Tokens"\n', "") + without, "utf-8")
    spoken.setenv("GPT_VIZ_LANGUAGE", str(path))
    assert say_many("{count} token", "{count} tokens", 3) == "3 Token"  # one form for all numbers
    assert say_many("{count} head", "{count} heads", 3) == "3 heads"
    assert say_many("{count} head", "{count} heads", 1) == "1 head"
    assert say("in doubt") == "in doubt"
    assert say("nothing yet") == "nothing yet"
    assert words.language().messages == {"{count} token": ["{count} Token"]}


@pytest.mark.parametrize("asked", ["xx", "/nowhere/xx.po"])
def test_a_language_that_is_not_there(spoken: pytest.MonkeyPatch, asked: str) -> None:
    spoken.setenv("GPT_VIZ_LANGUAGE", asked)
    with pytest.raises(ValueError, match=f"must be one of en.*got '{asked}'"):
        say("a")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("Kopf {kopf}", r"'Kopf \{kopf\}' has kopf, which .* has not; possible are head, layer"),
        ("Kopf {head", r"'Kopf \{head' is no sentence with fields"),
    ],
)
def test_a_wrong_field_in_a_translation_is_named(
    tmp_path: Path, spoken: pytest.MonkeyPatch, wrong: str, message: str
) -> None:
    path = tmp_path / "de.po"
    path.write_text(GERMAN.replace("Kopf {head} der Schicht {layer}", wrong), "utf-8")
    spoken.setenv("GPT_VIZ_LANGUAGE", str(path))
    with pytest.raises(ValueError, match=message):
        say("a")


# --- a made-up language on every screen ----------------------------------------------------------

LETTERLESS = ["12", "3+4", "日本", "яблоко", "é", "5", "67", "+", "88", "שלום", "99", "½", "7 8"]
SYMBOLS = {"exp", "ln", "log", "sqrt", "PCA", "lt"}  # "&lt;" is a text in one of the cases
BYTES = re.compile(r"\b[0-9A-F]{2}\b")
SEEN = re.compile(r"\.(text|ticktext|hovertext|hovertemplate|customdata|alt|name)(\[\d+\])*$")


def plain_words(figure: go.Figure) -> list[str]:
    """Words in plain letters that a figure shows, or says, besides symbols."""
    found = []
    for path, text in safety.strings(json.loads(figure.to_json())):
        if SEEN.search(path):
            for data in NOT_SAID:
                text = text.replace(data, "")
            bare = BYTES.sub("", re.sub(r"<[^<>]*>|%\{[^{}]*\}|&#?\w+;", " ", text))
            found += [f"{w} ({path})" for w in PLAIN_WORD.findall(bare) if w not in SYMBOLS]
    return found


@pytest.fixture
def made_up(tmp_path: Path, spoken: pytest.MonkeyPatch) -> None:
    spoken.setenv("GPT_VIZ_LANGUAGE", str(made_up_language(tmp_path)))


@pytest.fixture
def letterless(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The cases of all pictures, with texts that have no plain letters."""
    monkeypatch.setattr(safety, "HOSTILE", LETTERLESS)
    fresh: dict[str, object] = runpy.run_module("tests.cases")["CASES"]
    return fresh


def test_there_are_sentences_to_translate() -> None:
    files = {file.split("/")[0] for file, _ in extracted()}
    assert {"pictures", "widgets", "check", "page", "model"} <= files
    assert wide("at {share:.2f} of") == "ａｔ {share:.2f} ｏｆ"


def test_babel_finds_every_sentence_that_python_says() -> None:
    found = {sentence for _, sentence in extracted()}
    assert {*said_by_python()} <= found


def said_by_python() -> Iterator[str | tuple[str, ...]]:
    """What stands in the calls of `say` and `say_many`, as Python's own parser reads it."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name in ("say", "say_many") and isinstance(node, ast.Call):
                keys = [ast.literal_eval(key) for key in node.args[: 1 + (name == "say_many")]]
                yield keys[0] if name == "say" else tuple(keys)


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize("name", cases.CASES)
def test_every_word_of_a_picture_goes_through_say(name: str, letterless: dict) -> None:
    assert plain_words(letterless[name](LETTERLESS[3])) == []


def test_twin_a_word_that_did_not_is_seen() -> None:
    figure = go.Figure(layout={"title": {"text": "<b>12</b> tokens"}})
    assert plain_words(figure) == ["tokens (figure.layout.title.text)"]


def words_of(*texts: str) -> list[str]:
    """Words in plain letters, besides markup and style."""
    return PLAIN_WORD.findall(" ".join(re.sub(r"<[^<>]*>", " ", text) for text in texts))


@pytest.mark.usefixtures("made_up")
def test_every_word_of_the_stepper_goes_through_say() -> None:
    one = stepper(tiny_gpt("gpt2"), "12", temperature=0)
    labels = [button.description for button in one.buttons.values()]
    labels += [control.box.description for control in one.controls.values()]
    assert words_of(*labels, one._status.value, shade_key().value) == []
    assert len([*filter(None, labels)]) == 7


@pytest.mark.usefixtures("made_up")
def test_every_word_of_a_message_goes_through_say() -> None:
    control = slider(0, 5, 1.0)("temperature")
    control.box.value = "9"
    assert control.problem != ""
    assert words_of(control.problem) == []
    refused = pytest.raises(ValueError, match="7")
    with refused as caught:
        control.value = 7
    assert words_of(str(caught.value)) == []


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize("answer", [None, [1.0, 2.0, 3.0], [0.6, 0.3, 0.1], 5])
def test_every_word_of_a_check_goes_through_say(answer: object) -> None:
    verdict = check.temperature(lambda *_: answer)
    assert words_of(repr(verdict)) == []
    assert not verdict.right


def test_twin_words_of_a_widget() -> None:
    assert words_of('<span style="color: red">12 of 7</span>') == ["of"]
