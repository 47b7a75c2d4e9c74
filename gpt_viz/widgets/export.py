"""Labs and pictures on one page for the disk, which needs no kernel and no network."""

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Any, TypeAlias

import ipywidgets
from plotly.basedatatypes import BaseFigure
from plotly.offline import get_plotlyjs

from gpt_viz.page.bundle import HERE, bundle
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.kit.text import escape, visible
from gpt_viz.widgets.canvas import Canvas, alt_of
from gpt_viz.widgets.in_page import InPage
from gpt_viz.widgets.lab import Lab
from gpt_viz.widgets.live import LiveFigure
from gpt_viz.words import language, listed, say

Shown: TypeAlias = Lab | LiveFigure | BaseFigure
PICTURE = Canvas._esm
"""The module that paints a figure of plotly's."""

NOT_SHOWN = {"_esm", "_css", "_anywidget_id", *InPage.class_trait_names(sync=True)}
NOT_SHOWN |= set(ipywidgets.DOMWidget.class_trait_names(sync=True))
"""What a widget says to the notebook about itself, and not to its page."""


def export_html(what: Shown | str | Iterable[Shown | str], path: str | Path) -> Path:
    """Write a page that works when it is opened from the disk, with nothing else there.

    `what` is one part or several, in order. A lab works on from where it stands. A figure of
    plotly's, or a picture with controls as it stands, keeps its hover. A string is a paragraph,
    or a heading where it begins with ``"# "`` or ``"## "``. All is in the one file, whose path
    is given back; plotly.js adds 5 MB to it where there is a figure, a lab adds its numbers.
    """
    parts = [what] if isinstance(what, Shown | str) or not isinstance(what, Iterable) else [*what]
    for part in parts:
        if not isinstance(part, Shown | str):
            raise TypeError(
                say(
                    "export_html takes labs, live pictures, plotly figures and strings, got {kind}",
                    kind=type(part).__name__,
                )
            )
    path = Path(path)
    headings = [part[2:] for part in parts if isinstance(part, str) and part.startswith("# ")]
    page = Template((HERE / "export/export.html").read_text("utf-8")).substitute(
        language=language().code,
        title=_line([*headings, path.stem][0]),
        colours=" ".join(f"--{n}: light-dark({a}, {b});" for n, (a, b) in theme.PALETTE.items()),
        body="\n".join(_markup(part) for part in parts),
        content=as_script(_content([part for part in parts if not isinstance(part, str)])),
        script=bundle("export/export.js"),
    )
    path.write_text(page, "utf-8")
    return path


def as_script(value: Any) -> str:
    """JSON that can stand inside a page's ``<script>``: it has no ``<``, ``>``, ``&`` or U+2028.

    Bytes become ``{"$bytes": "..."}``, in base64.
    """
    text = json.dumps(value, default=_encoded, allow_nan=False)  # pure ASCII
    return text.translate({ord(char): f"\\u{ord(char):04x}" for char in "<>&"})


def _encoded(value: Any) -> dict[str, str]:
    if not isinstance(value, bytes | bytearray | memoryview):
        raise TypeError(say("a page can take no {kind}", kind=type(value).__name__))
    return {"$bytes": b64encode(value).decode()}


def _content(parts: Sequence[Shown]) -> dict[str, Any]:
    """What the page is made of: each module and style once, and the state of each part."""
    sources = [
        (str(one._esm), str(one._css)) if isinstance(one, Lab) else (PICTURE, "") for one in parts
    ]
    modules = [*dict.fromkeys(sources)]
    return {
        "modules": [{"code": code, "style": style} for code, style in modules],
        "parts": [
            {"module": modules.index(source), "state": _state(one)}
            for source, one in zip(sources, parts, strict=True)
        ],
        "plotly": get_plotlyjs() if (PICTURE, "") in modules else "",
    }


def _state(one: Shown) -> dict[str, Any]:
    """What a part's module asks its model for."""
    if isinstance(one, Lab):
        return {name: value for name, value in one.get_state().items() if name not in NOT_SHOWN}
    figure = json.loads(_picture(one).to_json())
    return {"_widget_data": figure["data"], "_widget_layout": figure["layout"], "_script": ""}


def _picture(one: Shown) -> BaseFigure:
    if isinstance(one, Lab):
        return one.figure()
    return one.figure if isinstance(one, LiveFigure) else one


def _markup(part: Shown | str) -> str:
    """A part's place in the page; in the place of what is drawn stand its words at first."""
    if isinstance(part, str):
        if part.startswith("# "):
            return f"<h1>{_line(part[2:])}</h1>"
        return f"<h2>{_line(part[3:])}</h2>" if part.startswith("## ") else f"<p>{_line(part)}</p>"
    caption = ""
    if isinstance(part, LiveFigure) and part.controls:
        controls = listed(part.controls)
        words = say("In the notebook it has controls: {controls}.", controls=controls)
        caption = f"<figcaption>{_line(words)}</figcaption>"
    return f"<figure><div><p>{_line(alt_of(_picture(part)))}</p></div>{caption}</figure>"


def _line(text: str) -> str:
    """Text as markup, with a mark for what cannot be seen."""
    return escape(" ".join(visible(word) for word in text.split()))
