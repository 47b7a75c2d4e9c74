"""The map of a model: its boxes and wires, with the real shapes written on them."""

from gpt_viz.pictures.start.boxes import Box, Point, link
from gpt_viz.records.trace import Sizes

WIDTH, HEIGHT = 826, 440
STREAM = 388.0  # how far down the residual stream runs
FRAME = Box("", [], 222, 112, 392, 322)  # around what each block holds

NOTEBOOKS = {
    "00": "00_start.ipynb",
    "02": "02_tokens.ipynb",
    "03": "03_embeddings.ipynb",
    "05": "05_attention.ipynb",
    "07": "07_logits.ipynb",
    "08": "08_temperature.ipynb",
}
"""The lessons that exist, by number: the map links to them."""


def boxes(sizes: Sizes) -> list[Box]:
    """The parts of the network, in the order of the computation."""
    return [*_before(sizes), *_block(sizes), *_after(sizes)]


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


def notes(sizes: Sizes) -> list[tuple[Point, str]]:
    """Words between the boxes, as markup."""
    vectors = f"residual stream: {sizes.width:,} numbers a token · {_lesson('04')}"
    return [
        ((418, 132), f"<b>block</b> × {sizes.layers}, one after the other"),
        ((418, 415), vectors),
        ((418, 32), "appended to the text, and again"),
        ((728, 418), "blue: learned numbers"),
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


def _before(s: Sizes) -> list[Box]:
    table = [_shape(s.vocabulary, s.width), _lesson("03")]
    places = [_shape(s.context, s.width), _lesson("04")]
    read = [
        Box("text", ["Once upon a time"], 10, 20, 180, 46),
        Box("tokenizer", [f"ids from 0 to {s.vocabulary - 1:,}", _lesson("02")], 10, 96, 180, 56),
    ]
    if s.positions != "learned":
        return [*read, Box("embedding", table, 10, 186, 180, 76, learned=True)]
    return [
        *read,
        Box("embedding", table, 4, 186, 108, 76, learned=True),
        Box("positions", places, 120, 186, 86, 76, learned=True),
    ]


def _block(s: Sizes) -> list[Box]:
    attention, mlp = [f"{s.heads} heads", "queries, keys,", "values, output"], []
    if is_plain(s):
        attention = [f"{s.heads} heads of {s.width // s.heads}"]
        names = ("queries", "keys", "values", "output")
        attention += [f"{name} {_shape(s.width, s.width)}" for name in names]
        mlp = [f"up {_shape(s.width, s.neurons)}", f"down {_shape(s.neurons, s.width)}"]
    neurons = f"{s.neurons:,} neurons"
    return [
        Box("attention", [*attention, _lesson("05")], 246, 156, 178, 166, learned=True),
        Box("MLP", [neurons, *mlp, _lesson("06")], 440, 156, 156, 166, learned=True),
    ]


def _after(s: Sizes) -> list[Box]:
    tied = ["the embedding again"] if s.tied else []
    scores = [_shape(s.width, s.vocabulary), *tied, _lesson("07")]
    return [
        Box("final norm", [], 646, 318, 164, 36, learned=True),
        Box("unembedding", scores, 646, 212, 164, 76, learned=True),
        Box("softmax", [f"{s.vocabulary:,} probabilities", _lesson("08")], 646, 124, 164, 58),
        Box("next token", [f"drawn · {_lesson('00')}"], 646, 20, 164, 46),
    ]


def _shape(rows: int, columns: int) -> str:
    return f"{rows:,} × {columns:,}"


def _lesson(number: str) -> str:
    return link(f"lesson {number}", NOTEBOOKS.get(number, ""))
