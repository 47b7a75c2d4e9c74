"""Hostile token text through every picture, and through the package's source."""

from importlib import import_module
from pathlib import Path

import pytest

import gpt_viz
from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.start.draw_bar import draw_bar
from gpt_viz.records.draws import choose
from gpt_viz.records.pieces import Piece
from tests.cases import CASES, PIECES, PROMPTS, WORDS, scores, steps
from tests.safety import HOSTILE, assert_no_markup, markup_from_text
from tests.source_gates import pictures

SOURCE = Path(gpt_viz.__file__).parent


def all_pictures() -> set[str]:
    modules = (SOURCE / "pictures").rglob("*.py")
    return {function.name for path in modules for function in pictures(path.read_text("utf-8"))}


def test_every_picture_has_a_case() -> None:
    assert all_pictures() - {"figure"} == CASES.keys()


@pytest.mark.parametrize("case", CASES)
def test_hostile_texts_are_shown_literally(case: str) -> None:
    for text in PROMPTS.values():
        assert_no_markup(CASES[case](text), *HOSTILE, WORDS)


def test_a_hostile_draw_at_every_place_of_the_draw_bar() -> None:
    for step in [*steps(WORDS), choose(scores(WORDS), temperature=0)]:
        assert_no_markup(draw_bar(step, top=2), *HOSTILE)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["text", "ticktext", "customdata", "title", "hovertemplate"])
def test_twin_a_text_that_was_not_escaped_is_seen(text: str, place: str) -> None:
    if text == "\"q'":
        return  # quotation marks do nothing where plotly draws; they count in HTML attributes
    planted = theme.figure([], title="q", alt="q")
    if place == "title":
        planted.update_layout(title_text=text)
    elif place == "ticktext":
        planted.update_xaxes(tickvals=[0], ticktext=[text])
    else:
        planted.add_scatter(x=[0], y=[0], **{place: [text]})
    with pytest.raises(AssertionError):
        assert_no_markup(planted, text)


def test_the_houses_own_markup_passes() -> None:
    figure = theme.figure([], title="q", alt="<plain> $text$")
    figure.add_scatter(x=[0], y=[0], hovertemplate="<b>%{customdata[0]}</b><extra></extra>")
    figure.add_annotation(text='<a href="02_tokens.ipynb" target="_self">q</a>, < 0.1 %')
    assert_no_markup(figure)


# --- the source ----------------------------------------------------------------------------------


def sources() -> dict[str, str]:
    """The modules that may make HTML. Pictures make none: their figures are checked above."""
    paths = [path for path in SOURCE.rglob("*.py") if "pictures" not in path.parts]
    return {str(path.relative_to(SOURCE)): path.read_text("utf-8") for path in paths}


def test_markup_is_made_of_escaped_text_only() -> None:
    found = sources()
    assert any("escape(" in text for text in found.values())
    assert {path: markup_from_text(text) for path, text in found.items()} == {
        path: [] for path in found
    }


def test_pictures_make_no_html_widgets() -> None:
    for path in (SOURCE / "pictures").rglob("*.py"):
        assert "HTML(" not in path.read_text("utf-8"), path


PLANTED = [
    "box = HTML(f'{piece.name}')",
    "box = widgets.HTML(value=text)",
    "box.value = f'<b>{label(piece)}</b>'",
    "box.value = '<b>' + text",
    "box.value = 'the word ' + word",
    "def page(words):\n    return f'<ul>{words}</ul>'",
    "def page(words):\n    rows = ''.join(f'<li>{w}</li>' for w in words)\n    return rows",
    "def page(text):\n    shown = text.strip()\n    return f'<p>{shown}</p>'",
    "def page(text):\n    return '<p>{}</p>'.format(text)",
    "def page(text):\n    return '<p>%s</p>' % text",
    "def page(text):\n    return f'<p>{inner(text)}</p>'\ndef inner(text):\n    return text",
    "box = HTML(f'<p>{escape(a)}{b}</p>')",
]


@pytest.mark.parametrize("planted", PLANTED)
def test_twin_unescaped_text_is_seen(planted: str) -> None:
    assert markup_from_text(planted)


@pytest.mark.parametrize(
    "good",
    [
        "box.value = f'<b>{tick(piece)}</b> {p:.2f} {percent(p)}'",
        "slider.value = start",
        "box = HTML(f'<p style=\"{_STYLE}\">{len(words)} words</p>')",
        "def page(text):\n    shown = escape(text)\n    return f'<p>{shown}</p>' if text else ''",
        "def page(words):\n    return '<br>'.join(escape(word) for word in words)",
        "def page(text):\n    return f'<p>{inner(text)}</p>'\ndef inner(t):\n    return tick(t)",
        "raise ValueError(f'temperature must be 0 or more, got {value}')",
    ],
)
def test_escaped_text_passes(good: str) -> None:
    assert markup_from_text(good) == []


def test_modules_of_pictures_import() -> None:
    for path in (SOURCE / "pictures").rglob("[a-z]*.py"):
        import_module(".".join(["gpt_viz", *path.relative_to(SOURCE).with_suffix("").parts]))


def test_hostile_pieces_are_what_they_should_be() -> None:
    assert Piece(0, HOSTILE[0].encode()) == PIECES[0]
    assert PIECES[-1].special
