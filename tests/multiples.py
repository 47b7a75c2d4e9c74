"""A small lab and a small picture, to be exported."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import traitlets

from gpt_viz.page.bundle import bundle
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import escape, visible
from gpt_viz.ranges import check_whole
from gpt_viz.widgets.lab import Chosen, Lab

RENDER = """
import { numbers } from "./kit/bytes.js";
import { slider } from "./kit/controls.js";
import { made } from "./kit/elements.js";
import { opened, repainted } from "./kit/lab.js";

function render({ model, el }) {
  const lab = opened(model, el, "multiples"), shown = made("output", {});
  lab.root.append(made("p", {}, model.get("_name")));
  lab.root.append(slider(lab, "factor", "factor", [0, 1, 2, 3]), shown);
  repainted(lab, ["factor"], () => {
    const all = numbers(model.get("_numbers"), Float32Array);
    shown.textContent = [...all].map((number) => number * model.get("factor")).join(" ");
  });
  return lab.end;
}
export default { render };
"""


def factor(_: Lab, value: Any) -> int:
    check_whole("factor", value, 0, 3)
    return int(value)


class Multiples(Lab):
    """A small lab: its numbers times a factor."""

    _esm = bundle("multiples.js", {"multiples.js": RENDER})
    factor = Chosen(1, factor)
    _numbers = traitlets.Bytes().tag(sync=True)
    _name = traitlets.Unicode().tag(sync=True)

    def __init__(self, numbers: list[float], name: str = "q", **chosen: Any) -> None:
        data = np.array(numbers, np.float32).tobytes()
        super().__init__(_numbers=data, _name=name, **chosen)

    def figure(self) -> go.Figure:
        return theme.figure([], title=self._name, alt=f"{self._name} times {self.factor}")


def bars(text: str = "q", height: float = 1.0) -> go.Figure:
    """A picture whose title, tick and hover have the text, escaped as the house escapes it."""
    y, name = np.array([height, 0.5]), escape(visible(text))
    picture = theme.figure([go.Bar(x=[0, 1], y=y, hovertext=name)], title=text, alt=f"{text}: 2")
    picture.update_xaxes(tickvals=[0], ticktext=[name])
    return picture
