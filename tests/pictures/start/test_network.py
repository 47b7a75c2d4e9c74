"""The map of a model: true shapes, links that lead somewhere, boxes that stand apart."""

from dataclasses import replace
from itertools import combinations

import pytest

from gpt_viz.pictures.start import network
from gpt_viz.pictures.start.boxes import Box
from gpt_viz.records.trace import Sizes


def gpt2(layers: int, heads: int, width: int, vocabulary: int, context: int) -> Sizes:
    """The sizes of a GPT-2, with everything that it has."""
    block = 12 * width**2 + 13 * width
    total = (vocabulary + context) * width + layers * block + 2 * width
    return Sizes(layers, heads, width, 4 * width, vocabulary, context, total, True, "learned")


SMALL = gpt2(12, 12, 768, 50257, 1024)
LARGE = gpt2(96, 96, 12288, 50257, 2048)
QWEN = Sizes(28, 16, 1024, 3072, 151936, 40960, 596_049_920, True, "in the attention")
LLAMA = Sizes(32, 32, 4096, 11008, 32000, 4096, 6_738_415_616, False, "in the attention")
PYTHIA = Sizes(6, 8, 512, 2048, 50304, 2048, 70_426_624, False, "in the attention")


def text(sizes: Sizes) -> str:
    return " ".join(line for box in network.boxes(sizes, {}) for line in box.lines)


def test_gpt2_has_its_well_known_total() -> None:
    assert SMALL.parameters == 124_439_808
    assert network.is_plain(SMALL)


@pytest.mark.parametrize(
    ("sizes", "plain"), [(LARGE, True), (PYTHIA, True), (QWEN, False), (LLAMA, False)]
)
def test_shapes_in_a_block_are_shown_where_they_add_up(sizes: Sizes, plain: bool) -> None:
    assert network.is_plain(sizes) == plain
    assert (f"queries {sizes.width:,} × {sizes.width:,}" in text(sizes)) == plain


def test_shapes_twin_a_total_that_does_not_fit_is_seen() -> None:
    assert not network.is_plain(replace(SMALL, parameters=SMALL.parameters + 2 * 768 * 3072))
    assert not network.is_plain(replace(SMALL, parameters=SMALL.parameters - 768 * 768))


def test_positions_have_a_box_where_they_are_learned() -> None:
    names = [[box.name for box in network.boxes(sizes, {})] for sizes in (SMALL, PYTHIA)]
    assert ["positions" in found for found in names] == [True, False]
    assert [len(network.sums(sizes)) for sizes in (SMALL, PYTHIA)] == [3, 2]


def test_tied_weights_are_named() -> None:
    assert "the embedding again" in text(SMALL)
    assert "the embedding again" not in text(PYTHIA)


def lines(links: dict[str, str]) -> str:
    """All that stands in the boxes and between them."""
    boxes = [line for box in network.boxes(SMALL, links) for line in box.lines]
    return " ".join([*boxes, *(markup for _, markup in network.notes(SMALL, links))])


def test_the_map_links_to_the_lessons_that_it_is_given() -> None:
    links = {"03": "03_embeddings.ipynb", "08": "my <own>.ipynb"}
    assert lines(links).count("<a href=") == 2
    assert '<a href="03_embeddings.ipynb" target="_self">lesson 03</a>' in lines(links)
    assert '<a href="my &lt;own&gt;.ipynb"' in lines(links)
    assert "<a" not in lines({})
    assert "lesson 05" in lines({})


def assert_apart(boxes: list[Box]) -> None:
    """No box lies on another, or outside the drawing."""
    for box in boxes:
        assert min(box.left, box.top) >= 0
        assert box.left + box.width <= network.WIDTH
        assert box.top + box.height <= network.HEIGHT
    for a, b in combinations(boxes, 2):
        beside = a.left + a.width <= b.left or b.left + b.width <= a.left
        assert beside or a.top + a.height <= b.top or b.top + b.height <= a.top


@pytest.mark.parametrize("sizes", [SMALL, QWEN])
def test_boxes_stand_apart(sizes: Sizes) -> None:
    assert_apart(network.boxes(sizes, {}))


def test_boxes_twin_an_overlap_is_seen() -> None:
    with pytest.raises(AssertionError):
        assert_apart([Box("a", [], 0, 0, 10, 10), Box("b", [], 5, 5, 10, 10)])


@pytest.mark.parametrize("sizes", [SMALL, LARGE, QWEN])
def test_lines_fit_their_boxes(sizes: Sizes) -> None:
    for box in network.boxes(sizes, {}):
        for line in box.lines:
            shown = line.split(">")[1].split("<")[0] if "<a" in line else line
            pixels = sum(3.3 if char in " ,·" else 6.9 for char in shown)  # Noto Sans, 12 px
            assert pixels <= box.width, shown
        assert (len(box.lines) + 1) * 15.6 <= box.height
