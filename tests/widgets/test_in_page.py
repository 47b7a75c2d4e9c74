"""What begins every module that the page gets: a name that both ends of the line know."""

import ipywidgets
import pytest

from gpt_viz import AttentionLab, TemperatureLab
from gpt_viz.page.bundle import bundle
from gpt_viz.widgets.canvas import Canvas
from gpt_viz.widgets.in_page import InPage
from gpt_viz.widgets.lab import Lab


class Plain(InPage, ipywidgets.DOMWidget):
    """A widget with nothing of its own."""


@pytest.mark.parametrize("kind", [Canvas, TemperatureLab, AttentionLab])
def test_every_widget_of_the_page_begins_and_ends_in_one_way(kind):
    assert issubclass(kind, InPage)
    code = bundle(kind._entry) if issubclass(kind, Lab) else kind._esm
    assert "const { initialize } = $kit_hearing_js;" in code
    assert "const $default = { initialize, render };" in code


def test_both_ends_call_it_by_one_name():
    first, second = Plain(), Plain()
    assert first.get_state()["_own_id"] == first.model_id == first.comm.comm_id
    assert first.model_id != second.model_id


def test_a_line_that_is_open_stays_as_it_is():
    one = Plain()
    name, line = one.model_id, one.comm
    one.open()
    assert (one.model_id, one.comm) == (name, line)
    assert one.get_state()["_own_id"] == name


def test_a_line_that_is_opened_again_has_a_new_name():
    one = Plain()
    name = one.model_id
    one.close()
    one.open()
    assert one.get_state()["_own_id"] == one.model_id != name
