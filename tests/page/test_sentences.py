"""What JavaScript says goes through `say`, in sentences that the translators' tool finds."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from gpt_viz.page.bundle import HERE
from tests.made_up import KEYWORDS
from tests.word_gates import unsaid_in_page

SCRIPTS = {
    path.relative_to(HERE).as_posix(): path.read_text("utf-8") for path in HERE.rglob("*.js")
}
CALL = re.compile(r"(?<!function )\b(?:say|sayMany)\(")
WHOLE = re.compile(r'\bsay\(\s*"[^"\\]*"\s*[,)]|\bsayMany\(\s*"[^"\\]*",\s*"[^"\\]*",')


def hidden(folder: Path) -> list[str]:
    """Calls whose sentence is no plain string, or is not found by the translators' tool."""
    found = extract_from_dir(folder, [("**.js", "javascript")], keywords=KEYWORDS)
    places = {(file, line) for file, line, *_ in found}
    complaints = []
    for path in folder.rglob("*.js"):
        text, name = path.read_text("utf-8"), path.relative_to(folder).as_posix()
        for call in CALL.finditer(text):
            line = text.count("\n", 0, call.start()) + 1
            if not WHOLE.match(text, call.start()) or (name, line) not in places:
                complaints.append(f"{name}:{line}")
    return complaints


def test_every_sentence_is_said():
    assert len(SCRIPTS) > 20
    assert unsaid_in_page(SCRIPTS) == []


def test_every_sentence_is_found():
    assert hidden(HERE) == []


@pytest.mark.parametrize(
    "planted", ["say(`a ${b}`)", "say('a' + b)", "sayMany(one, 'b', 2)", "`${say('a')} b`"]
)
def test_twin_a_sentence_that_cannot_be_found(planted, tmp_path):
    (tmp_path / "bad.js").write_text(planted)
    assert hidden(tmp_path) == ["bad.js:1"]


@pytest.mark.parametrize(
    "quiet",
    [
        'say("two words")',
        'sayMany("one word", "two words", 2)',
        'made("p", { class: "quiet legend" })',
        'element.matches("button, input, select")',
        'throw new Error("no such thing")',
    ],
)
def test_what_no_user_reads_may_stand(quiet):
    assert unsaid_in_page({"a.js": quiet}) == []


@pytest.mark.parametrize(
    "loud", ['made("p", { title: "two words" })', '"two words"', "`two ${a} words`"]
)
def test_twin_a_sentence_that_is_not_said(loud):
    assert len(unsaid_in_page({"a.js": loud})) == 1
