"""The map of a model: its boxes and wires, with the real shapes written on them."""

from collections.abc import Mapping

from gpt_viz.pictures.kit.headings import heading_line
from gpt_viz.pictures.kit.text import bold
from gpt_viz.pictures.start.boxes import Box, Point, link
from gpt_viz.records.trace import Sizes
from gpt_viz.words import say

WIDTH, HEIGHT = 826, 440
STREAM = 388.0  # how far down the residual stream runs
FRAME = Box("", [], 222, 112, 392, 322)  # around what each block holds

Links = Mapping[str, str]
"""A lesson's number, such as ``"03"``, and the notebook that it opens."""


def boxes(sizes: Sizes, links: Links) -> list[Box]:
    """The parts of the network, in the order of the computation."""
    return [*_before(sizes, links), *_block(sizes, links), *_after(sizes, links)]


def sums(sizes: Sizes) -> list[Point]:
    """Where vectors are added: positions where they are learned, and twice in each block."""
    begin = [(162.0, STREAM)] if sizes.positions == "learned" else []
    return [*begin, (402.0, STREAM), (570.0, STREAM)]


def wires(sizes: Sizes) -> list[tuple[Point, Point]]:
    """From where to where the numbers go; the stream itself is `stream`."""
    added = [((162.0, 262.0), (162.0, STREAM - 10))] if sizes.positions == "learned" else []
    return [
        ((100, 66), (100, 96)),
        ((58 if added else 100, 152), (58 if added else 100, 186)),
        *added,
        ((268, STREAM), (268, 322)),
        ((402, 322), (402, STREAM - 10)),
        ((462, STREAM), (462, 322)),
        ((570, 322), (570, STREAM - 10)),
        ((728, STREAM), (728, 354)),
        ((728, 318), (728, 288)),
        ((728, 212), (728, 182)),
        ((728, 124), (728, 66)),
        ((646, 43), (190, 43)),
    ]


def stream(sizes: Sizes) -> list[Point]:
    """The corners of the residual stream, from the embedding to below the final norm."""
    begin = 58.0 if sizes.positions == "learned" else 100.0
    return [(begin, 262.0), (begin, STREAM), (728.0, STREAM)]


def notes(sizes: Sizes, links: Links) -> list[tuple[Point, str]]:
    """Words between the boxes, as markup."""
    name = bold(say("block"))
    blocks = say("{block} × {layers:d}, one after the other", block=name, layers=sizes.layers)
    vectors = say("residual stream: {width} numbers a token", width=sizes.width)
    return [
        ((418, 132), blocks),
        ((418, 415), heading_line(vectors, _lesson("04", links))),
        ((418, 32), say("appended to the text, and again")),
        ((728, 418), say("blue: learned numbers")),
    ]


def is_plain(sizes: Sizes) -> bool:
    """Whether the parameters are those of square attention matrices and of two MLP matrices.

    Beside matrices there are only vectors (biases and norms). Models with shared keys and values
    or gated MLPs have other sums.
    """
    s = sizes
    block = 4 * s.width**2 + 2 * s.width * s.neurons
    tables = s.vocabulary * s.width * (1 if s.tied else 2)
    positions = s.context * s.width if s.positions == "learned" else 0
    vectors = s.layers * (9 * s.width + s.neurons) + 4 * s.width + s.vocabulary
    return 0 <= s.parameters - s.layers * block - tables - positions <= vectors


def _before(s: Sizes, links: Links) -> list[Box]:
    table = [_shape(s.vocabulary, s.width), _lesson("03", links)]
    places = [_shape(s.context, s.width), _lesson("04", links)]
    ids = say("ids from 0 to {last}", last=s.vocabulary - 1)
    read = [
        Box(say("text"), ["Once upon a time"], 10, 20, 180, 46),
        Box(say("tokenizer"), [ids, _lesson("02", links)], 10, 96, 180, 56),
    ]
    if s.positions != "learned":
        return [*read, Box(say("embedding"), table, 10, 186, 180, 76, learned=True)]
    return [
        *read,
        Box(say("embedding"), table, 4, 186, 108, 76, learned=True),
        Box(say("positions"), places, 120, 186, 86, 76, learned=True),
    ]


def _block(s: Sizes, links: Links) -> list[Box]:
    neurons = say("{count} neurons", count=s.neurons)
    heads = [say("{count:d} heads", count=s.heads), say("queries, keys,"), say("values, output")]
    mlp = [neurons]
    if is_plain(s):
        heads = _head_shapes(s)
        mlp += [
            say("up {shape}", shape=_shape(s.width, s.neurons)),
            say("down {shape}", shape=_shape(s.neurons, s.width)),
        ]
    return [
        Box(say("attention"), [*heads, _lesson("05", links)], 246, 156, 178, 166, learned=True),
        Box(say("MLP"), [*mlp, _lesson("06", links)], 440, 156, 156, 166, learned=True),
    ]


def _head_shapes(s: Sizes) -> list[str]:
    square = _shape(s.width, s.width)
    return [
        say("{count:d} heads of {width:d}", count=s.heads, width=s.width // s.heads),
        say("queries {shape}", shape=square),
        say("keys {shape}", shape=square),
        say("values {shape}", shape=square),
        say("output {shape}", shape=square),
    ]


def _after(s: Sizes, links: Links) -> list[Box]:
    tied = [say("the embedding again")] if s.tied else []
    scores = [_shape(s.width, s.vocabulary), *tied, _lesson("07", links)]
    chances = say("{count} probabilities", count=s.vocabulary)
    drawn = heading_line(say("drawn"), _lesson("00", links))
    return [
        Box(say("final norm"), [], 646, 318, 164, 36, learned=True),
        Box(say("unembedding"), scores, 646, 212, 164, 76, learned=True),
        Box(say("softmax"), [chances, _lesson("08", links)], 646, 124, 164, 58),
        Box(say("next token"), [drawn], 646, 20, 164, 46),
    ]


def _shape(rows: int, columns: int) -> str:
    return say("{rows} × {columns}", rows=rows, columns=columns)


def _lesson(number: str, links: Links) -> str:
    return link(say("lesson {number}", number=number), links.get(number, ""))
