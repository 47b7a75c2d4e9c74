"""A cell that is run again closes the widgets of its last run. Seen in a real kernel."""

from collections.abc import Iterator

import ipywidgets
import pytest
from ipywidgets.widgets.widget import _instances
from jupyter_client import BlockingKernelClient

from gpt_viz.widgets.lifetime import CellWidget, current_cell
from tests.kernel import run, started_kernel

MAKE = """
import numpy as np, plotly.graph_objects as go
from ipywidgets.widgets.widget import _instances
from gpt_viz import live, slider
from gpt_viz.pictures.kit import theme
def picture(numbers, seed, title):
    return theme.figure([go.Bar(y=numbers * seed)], title=title, alt=f"seed {seed}")
"""
CELL = "live(picture, np.ones(500_000), seed=range(9), title='a')"
COUNT = "import gc; gc.collect(); print(len(_instances))"


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    with started_kernel() as client:
        run(client, MAKE)
        yield client


def check_stays_flat(client: BlockingKernelClient, cell: str | None) -> None:
    """L6: as many widgets after 30 runs of the same cell as after one."""
    run(client, CELL, cell)
    before = int(run(client, COUNT))
    for _ in range(29):
        run(client, CELL, cell)
    assert int(run(client, COUNT)) == before


def test_thirty_runs_of_a_cell_leave_one_widget(kernel):
    check_stays_flat(kernel, "a")


def test_thirty_runs_of_a_cell_leave_one_widget_twin(kernel):
    with pytest.raises(AssertionError):
        check_stays_flat(kernel, None)  # no cell is named: nothing is closed


def test_two_views_of_one_cell_live_side_by_side(kernel):
    before = int(run(kernel, COUNT))
    run(kernel, f"{CELL}\n{CELL}", "b")
    once = int(run(kernel, COUNT)) - before
    run(kernel, f"{CELL}\n{CELL}", "b")
    assert int(run(kernel, COUNT)) - before == once
    run(kernel, CELL, "c")
    assert int(run(kernel, COUNT)) - before == 3 * once // 2


def test_closing_closes_everything_inside():
    before = set(_instances)
    column = CellWidget([ipywidgets.HBox([ipywidgets.IntSlider(), ipywidgets.Text()])])
    column.close()
    assert set(_instances) == before
    column.close()


def test_without_a_notebook_there_is_no_cell():
    assert current_cell() == ("", "")
    first, second = CellWidget([]), CellWidget([])
    assert first.comm is not None
    assert second.comm is not None
