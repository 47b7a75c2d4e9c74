"""Runs a notebook as a reader's JupyterLab would, without a network, and looks at what came out."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode

OFFLINE = Path(__file__).parent / "offline"
ROOT = Path(__file__).parents[1]  # whichever copy is installed, this one is tested
WIDGETS = "application/vnd.jupyter.widget-state+json"
ADDRESS = re.compile(r"(?:https?:|(?<=[\"'(]))//[\w-]+(?:\.[\w-]+)+[^\s\"'<>\\)]*")
NAMESPACE = "http://www.w3.org/"  # the name of a language (SVG, HTML), not a place to go to


def run(
    notebook: NotebookNode, folder: Path, scratch: Path, model: Path | None = None
) -> tuple[NotebookNode, list[str]]:
    """Run all cells from top to bottom, even after an error, in a kernel without a network.

    `model` is the checkpoint that `load()` takes there, instead of the bundled one. Gives the
    notebook with its outputs and widgets, and the machines that it tried to reach.
    """
    log = scratch / "asked-for.txt"
    settings = {"PYTHONPATH": f"{OFFLINE}{os.pathsep}{ROOT}", "OFFLINE_LOG": str(log)}
    settings |= {"IPYTHONDIR": str(scratch)} | ({"GPT_VIZ_MODEL": str(model)} if model else {})
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "GPT_VIZ_"))}
    client = NotebookClient(
        notebook.copy(),
        timeout=300,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.create_kernel_manager().kernel_spec.argv[0] = sys.executable
    done = client.execute(env=environment | settings)
    return done, log.read_text("utf-8").split() if log.exists() else []


def errors(done: NotebookNode) -> list[str]:
    """What went wrong, in cells and in widgets: errors, warnings, messages, broken widgets."""
    bad = [
        line
        for i, cell in enumerate(_code(done))
        for line in _complaints(f"code cell {i}", cell.outputs)
    ]
    for state in widgets(done).values():
        bad += _complaints("an output widget", state.get("outputs", ()))
        if 'role="alert"' in str(state.get("value")):
            bad.append(f"a widget says: {state['value']}")
    shown = [o for cell in _code(done) for o in cell.outputs if "data" in o]
    for output in shown:
        view = output["data"].get("application/vnd.jupyter.widget-view+json")
        if view and view["model_id"] not in widgets(done):
            bad.append("a widget is shown that does not exist")
    return bad


def _complaints(where: str, outputs: list[NotebookNode]) -> Iterator[str]:
    for output in outputs:
        if output["output_type"] == "error":
            yield f"{where}: {output['ename']}: {output['evalue']}"
        elif output.get("name") == "stderr":
            yield f"{where}: {output['text']}"


def _code(done: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in done.cells if cell.cell_type == "code"]


def widgets(done: NotebookNode) -> dict[str, dict]:
    """The state of each widget, by its id; binary buffers are left out."""
    saved = done.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})
    return {name: widget["state"] for name, widget in saved.items()}


def untrained(done: NotebookNode) -> list[str]:
    """The titles of the pictures that say that their model has not learned."""
    found = []
    for output in (output for cell in _code(done) for output in cell.outputs):
        figure = output.get("data", {}).get("application/vnd.plotly.v1+json")
        if figure and "<b>untrained</b>" in figure["layout"]["title"]["text"]:
            found.append(figure["layout"]["title"]["text"])
    return found


def addresses(done: NotebookNode) -> list[str]:
    """Every address outside this machine that stands in an output or a widget.

    The one that plotly writes into each figure's settings, for a button that is not shown, does
    not count: nothing opens it.
    """
    outputs = [cell.outputs for cell in _code(done)]
    text = json.dumps([outputs, widgets(done)], ensure_ascii=False)
    text = re.sub(r'"plotlyServerURL": "[^"]*"', "", text)
    return sorted({a for a in ADDRESS.findall(text) if not a.startswith(NAMESPACE)})
