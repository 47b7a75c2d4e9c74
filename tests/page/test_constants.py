"""Python and JavaScript agree, since both read one file."""

import json
import re

from gpt_viz import TemperatureLab
from gpt_viz.page import constants
from gpt_viz.page.bundle import HERE
from gpt_viz.records.draws import MOST_COUNTED
from tests.scores import random_scores

AGREED = json.loads((HERE / "constants.json").read_text("utf-8"))


def test_every_value_has_its_name_in_python():
    names = {re.sub("[A-Z]", lambda found: f"_{found[0]}", name).upper() for name in AGREED}
    assert names == {name for name in vars(constants) if name.isupper() and name[0] != "_"}
    assert constants.LEVELS == 2**16 - 1  # a step has 16 bits
    assert constants.MOST_DRAWS <= MOST_COUNTED


def test_every_value_is_read_in_the_page():
    scripts = "".join(path.read_text("utf-8") for path in HERE.rglob("*.js"))
    read = {*re.findall(r"\bconstants\.(?!json)(\w+)", scripts)}
    for names in re.findall(r"\{([^{}]*)\} = constants\b", scripts):
        read |= {*re.findall(r"\w+", names)}
    assert read == {*AGREED}


def test_a_lab_takes_what_the_page_can_set():
    lab = TemperatureLab(random_scores(50), temperature=constants.HOTTEST, top=constants.MOST_ROWS)
    lab.top, lab.seed, lab.draws = constants.FEWEST_ROWS, constants.MOST_SEED, constants.MOST_DRAWS
    assert (lab.temperature, lab.top, lab.seed, lab.draws) == (5, 10, 999, 10_000)
