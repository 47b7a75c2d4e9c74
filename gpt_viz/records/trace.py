"""The record of one run: every number that went through the model, as plain numpy arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gpt_viz.maths import attention_pattern
from gpt_viz.ranges import in_range
from gpt_viz.records.origin import UNNAMED, Origin
from gpt_viz.records.pieces import Piece
from gpt_viz.words import listed, say, say_many

ALL = ("residual", "attention_out", "mlp_out", "queries", "keys", "values", "neurons", "logits")
"""What a trace can keep. Attention patterns need "queries" and "keys"."""


@dataclass(frozen=True)
class Sizes:
    """The dimensions of a model: L layers, H heads, D width, M neurons in a layer, V vocabulary.

    `context` is the most tokens it can read at once. `parameters` counts each tied weight once;
    `tied` says whether the embedding serves as the unembedding too; `positions` is "learned"
    where each position has a vector of its own, else "in the attention" (rotary, ALiBi).
    """

    layers: int
    heads: int
    width: int
    neurons: int
    vocabulary: int
    context: int
    parameters: int
    tied: bool
    positions: str

    def summary(self, name: str) -> str:
        """The sizes of a model of this name in one line."""
        return say(
            "GPT {name!r}: {layers} layers, {heads} heads, width {width:d}, vocabulary "
            "{vocabulary}, context {context}, {parameters} parameters",
            name=name,
            layers=self.layers,
            heads=self.heads,
            width=self.width,
            vocabulary=self.vocabulary,
            context=self.context,
            parameters=self.parameters,
        )


@dataclass(frozen=True, eq=False)
class Pattern:
    """How one layer's attention was scored: mask, scale and softcap, or the finished weights.

    `allowed` is bool ``(T, T)``. `weights` ``(H, T, T)`` is set only for the families whose
    queries and keys cannot be recorded; the pattern is then the model's own.
    """

    allowed: np.ndarray
    scale: float
    softcap: float | None = None
    weights: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything that one run of the model computed; L layers, H heads, T tokens, D width.

    All arrays are float32. An array that was not kept (see ``GPT.trace(keep=)``) raises a
    `LookupError` that says how to get it. `origin` says which model ran, and how.
    ``vocabulary[id]`` is the `Piece` that a column of the logits belongs to.
    """

    text: str
    pieces: tuple[Piece, ...]
    token_vectors: np.ndarray
    position_vectors: np.ndarray | None
    arrays: Mapping[str, np.ndarray] = field(repr=False)
    patterns: tuple[Pattern, ...] = field(repr=False)
    origin: Origin = UNNAMED
    vocabulary: Sequence[Piece] = field(default=(), repr=False)

    @property
    def ids(self) -> np.ndarray:
        """The tokens' numbers ``(T,)``."""
        return np.array([piece.id for piece in self.pieces])

    @property
    def residual(self) -> np.ndarray:
        """The stream ``(L+1, T, D)``: [0] enters block 0, [l+1] leaves block l (not normed)."""
        return self._kept("residual")

    @property
    def attention_out(self) -> np.ndarray:
        """What each block's attention adds to the stream ``(L, T, D)``."""
        return self._kept("attention_out")

    @property
    def mlp_out(self) -> np.ndarray:
        """What each block's MLP adds to the stream ``(L, T, D)``."""
        return self._kept("mlp_out")

    @property
    def queries(self) -> np.ndarray:
        """Queries ``(L, H, T, D/H)`` as the attention uses them, after rotary positions."""
        return self._kept("queries")

    @property
    def keys(self) -> np.ndarray:
        """Keys ``(L, H, T, D/H)``, after rotary positions, repeated for heads that share them."""
        return self._kept("keys")

    @property
    def values(self) -> np.ndarray:
        """Values ``(L, H, T, D/H)``, repeated for heads that share them."""
        return self._kept("values")

    @property
    def neurons(self) -> np.ndarray:
        """The MLPs' hidden activations ``(L, T, M)``, after the non-linearity."""
        return self._kept("neurons")

    @property
    def logits(self) -> np.ndarray:
        """Scores for the next token after each position ``(T, V)``."""
        return self._kept("logits")

    def attention(
        self, layer: int, head: int | None = None, rows: slice = slice(None)
    ) -> np.ndarray:
        """The pattern of a layer ``(H, T, T)`` or of one head ``(T, T)``, computed when asked for.

        Rows are queries (who looks), columns keys (who is looked at); rows sum to 1. `rows` asks
        for some of them only, which costs as much less.
        """
        pattern = self.patterns[in_range("layer", layer, len(self.patterns))]
        if pattern.weights is not None:
            weights = pattern.weights[:, rows]
            return weights if head is None else weights[in_range("head", head, len(weights))]
        queries, keys = self.queries[layer][:, rows], self.keys[layer]
        if head is not None:
            head = in_range("head", head, len(queries))
            queries, keys = queries[head], keys[head]
        return attention_pattern(
            queries, keys, pattern.allowed[rows], pattern.scale, pattern.softcap
        ).astype(np.float32)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The table of shapes: the name of each array in this trace, and its shape."""
        vectors = {"token_vectors": self.token_vectors.shape}
        if self.position_vectors is not None:
            vectors["position_vectors"] = self.position_vectors.shape
        return vectors | {name: array.shape for name, array in self.arrays.items()}

    def __repr__(self) -> str:
        rows = [f"  {name:<17}{shape}" for name, shape in self.shapes.items()]
        head = say_many(
            "Trace of {text!r}, {count} token",
            "Trace of {text!r}, {count} tokens",
            len(self.pieces),
            text=self.text,
        )
        return "\n".join([head, *rows])

    def _kept(self, name: str) -> np.ndarray:
        if name in self.arrays:
            return self.arrays[name]
        raise LookupError(
            say(
                "this trace has no {name}; it has {names}. Trace again with keep=[{name!r}, ...], "
                "unless this architecture does not show it",
                name=name,
                names=listed(self.arrays),
            )
        )
