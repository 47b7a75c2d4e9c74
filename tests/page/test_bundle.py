"""Many modules become one: each file once, names kept apart, and what is missing is named."""

import json
import re
import shutil
import subprocess

import pytest

from gpt_viz import words
from gpt_viz.page.bundle import HERE, bundle, styles

NODE = shutil.which("node")
ENTRIES = ["canvas/canvas.js", "attention/lab.js", "temperature/lab.js"]


def run(code: str) -> str:
    """What a module prints in node."""
    command = [NODE, "--input-type=module", "-"]
    done = subprocess.run(command, input=code, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def files(**texts: str) -> dict[str, str]:
    return {f"{name}.js": text for name, text in texts.items()}


needs_node = pytest.mark.skipif(NODE is None, reason="there is no node here")


@needs_node
def test_names_of_two_files_do_not_meet():
    texts = files(
        a='import { twice, own as other } from "./b.js";\nimport c from "./c.js";\n'
        "const own = 1;\nconsole.log(own, other, twice(c), hidden());\n"
        "function hidden() {\n  return 'a';\n}",
        b='import c from "./c.js";\nexport const own = c;\nconst hidden = 9;\n'
        "export function twice(x) {\n  return 2 * x + 0 * hidden;\n}",
        c="export default 5;",
    )
    assert run(bundle("a.js", texts)) == "1 5 10 a"


@needs_node
def test_each_file_runs_once_and_before_who_imports_it():
    texts = files(
        a='import { b } from "./b.js";\nimport { c } from "./c.js";\nconsole.log("a", b, c);',
        b='import { c } from "./c.js";\nconsole.log("b");\nexport const b = c + 1;',
        c='console.log("c");\nexport const c = 1;',
    )
    assert run(bundle("a.js", texts)).split("\n") == ["c", "b", "a 2 1"]


@needs_node
def test_names_over_several_lines_classes_and_data_come_too():
    texts = files(
        a='import {\n  Thing,\n  wait as later,\n} from "./b.js";\n'
        'import data from "./d.json" with { type: "json" };\n'
        "console.log(new Thing().name, data.x[0], later instanceof Function);",
        b='export class Thing {\n  name = "thing";\n}\nexport async function wait() {}\n',
    )
    code = bundle("a.js", {**texts, "d.json": '{"x": [3]}\n'})
    assert run(code) == "thing 3 true"


def test_an_entry_keeps_its_default():
    code = bundle("a.js", files(a="export default { render };\nfunction render() {}"))
    assert "const $default = { render };" in code
    assert code.rstrip().endswith("export { $default as default };")
    assert "export" not in bundle("a.js", files(a="const a = 1;"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('import { no } from "./kit/numbers.js";', "a.js imports no, which kit/numbers.js does"),
        ('import x from "./kit/numbers.js";', "a.js imports default, which kit/numbers.js does"),
        ('import { x } from "./kit/no.js";', "a.js imports kit/no.js, which is not there"),
        ('import { x } from "d3";', 'a.js: no such import or export: import { x } from "d3"'),
        ('import * as all from "./kit/numbers.js";', "a.js: no such import or export"),
        ('import "./kit/numbers.js";', "a.js: no such import or export"),
        ("export { x };", "a.js: no such import or export"),
        ("export let x = 1;", "a.js: no such import or export"),
    ],
)
def test_what_is_asked_for_in_vain_is_named(text, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        bundle("a.js", files(a=f"{text}\n"))


def test_a_circle_is_named():
    circle = files(
        a='import { b } from "./b.js";\n',
        b='import { c } from "./c.js";\nexport const b = 1;',
        c='import { b } from "./b.js";\nexport const c = 1;',
    )
    with pytest.raises(ValueError, match=r"a\.js → b\.js → c\.js → b\.js"):
        bundle("a.js", circle)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_widget_gets_all_it_imports_and_nothing_twice(entry):
    code = bundle(entry)
    paths = re.findall(r"^// ([\w/.]+\.js(?:on)?)$", code, re.MULTILINE)
    assert len(paths) == len({*paths})
    assert paths[-1] == entry
    assert {"kit/hearing.js", "kit/bytes.js"} <= {*paths}
    assert not re.search("^(import|export (?!{))", code, re.MULTILINE)


def test_every_file_belongs_to_some_page():
    code = "".join(map(bundle, [*ENTRIES, "export/export.js"]))
    for path in (*HERE.rglob("*.js"), *HERE.rglob("*.json")):
        assert f"\n// {path.relative_to(HERE).as_posix()}\n" in code, path


@needs_node
@pytest.mark.parametrize("entry", ENTRIES)
def test_a_bundle_can_be_loaded(entry):
    assert run(bundle(entry)) == ""


@needs_node
def test_sentences_come_in_the_users_language(monkeypatch):
    spoken = words.Language("de", messages={"head": ["Kopf"]})
    monkeypatch.setattr("gpt_viz.page.bundle.language", lambda: spoken)
    say = (
        'import { say } from "./kit/words.js";\nconsole.log(say("head"), say("{n}", { n: 1234 }));'
    )
    assert run(bundle("a.js", files(a=say))) == "Kopf 1.234"


def test_the_catalogue_on_the_disk_is_english():
    """It is what node and the type checker read."""
    own = json.loads((HERE / "kit/catalogue.json").read_text("utf-8"))
    assert own == {"language": "en", "messages": {}}


def test_styles_stand_one_after_the_other():
    both = styles("kit/lab.css", "attention/lab.css")
    assert both.startswith(styles("kit/lab.css"))
    assert both.endswith(styles("attention/lab.css"))
