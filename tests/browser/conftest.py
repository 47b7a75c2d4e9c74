"""What the browser tests share: one JupyterLab, one Chromium, each lesson opened and run once."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from tests.browser import lab

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))

expect.set_options(timeout=20_000)  # for a machine that is busy with other things

PLANTED = [
    "import ipywidgets\nfrom IPython.display import HTML",
    "HTML('<img src=x onerror=alert(1)>')",
    "HTML('<img src=https://example.org/a.png>')",
    "ipywidgets.HTML('<script>1</script><i role=alert>there is no layer 7</i>')",
    "HTML('<script>throw new Error(\"torn\")</script>')",
    "from gpt_viz.widgets.canvas import Canvas\nimport plotly.graph_objects as go\n"
    "slider = ipywidgets.IntSlider(description='idle')\n"
    "ipywidgets.VBox([slider, Canvas(go.Figure())])",
    "1 / 0",
]


@pytest.fixture(scope="session")
def chromium():
    """The browser, with a window of 1280 x 800."""
    if lab.CHROMIUM is None:
        pytest.skip("there is no chromium here; on Debian: apt-get install chromium")
    with lab.chromium() as context:
        yield context


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Copies of the lessons, and one notebook full of mistakes."""
    folder = Path(shutil.copytree(NOTEBOOKS, tmp_path_factory.mktemp("lab") / "notebooks"))
    write_notebook(folder / "planted.ipynb", PLANTED)
    return folder


@pytest.fixture(scope="session")
def address(folder):
    """Where JupyterLab serves the folder; `{}` stands for a notebook's name."""
    with lab.jupyterlab(folder, scratch=folder.parent) as address:
        yield address


def write_notebook(path, cells):
    """Write a notebook of code cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=[*map(new_code_cell, cells)], metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)


@pytest.fixture(scope="session")
def opened(chromium, address):
    """A function that opens a notebook of the lab and runs all its cells."""

    def open_notebook(name):
        notebook = lab.Notebook(chromium, address.format(name))
        notebook.run_all()
        return notebook

    return open_notebook


@pytest.fixture(scope="session")
def written(folder):
    """A function that lays a notebook of a test's own cells beside the lessons."""

    def write(name, cells):
        write_notebook(folder / f"{name}.ipynb", cells)
        return f"{name}.ipynb"

    return write


@pytest.fixture(scope="session")
def opened_cells(opened, written):
    """A function that opens a notebook of a test's own cells, under a name, and runs them."""
    return lambda name, cells: opened(written(name, cells))


@pytest.fixture(scope="module", params=NAMES)
def lesson(request, opened):
    """A lesson, open in JupyterLab, all its cells run."""
    notebook = opened(request.param)
    notebook.name = request.param
    yield notebook
    notebook.page.close()
