"""GPT: a loaded model that can be looked into."""

import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from transformers import DynamicCache, PreTrainedModel

from gpt_viz.model import readout
from gpt_viz.model.generation import Draw, continuation, end_tokens
from gpt_viz.model.judgement import ENGLISH, is_trained
from gpt_viz.model.limits import (
    GIGABYTE,
    check_budget,
    check_keep,
    check_length,
    estimate_bytes,
    first_break,
)
from gpt_viz.model.network import Network
from gpt_viz.model.recorder import Recorder
from gpt_viz.model.tokenizer import Tokenizer
from gpt_viz.ranges import check_temperature, check_top_k, check_top_p, check_whole, in_range
from gpt_viz.records.draws import Step
from gpt_viz.records.heads import HeadScores, repeated_ids, score_heads
from gpt_viz.records.origin import Origin
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import LensTop, NextToken
from gpt_viz.records.trace import ALL, Sizes, Trace
from gpt_viz.records.vectors import Vectors
from gpt_viz.words import say


class GPT:
    """A causal language model that shows its numbers; `load` makes one.

    `model` is a transformers model on the CPU; it is put into evaluation mode, with no
    gradients. One thread uses it at a time: calls from several threads wait for each other.
    `origin` says whether it guesses plain English better than blindly; what it gives carries
    this along, so that pictures of an untrained model say so.
    """

    def __init__(self, model: PreTrainedModel, tokenizer: Any, name: str) -> None:
        self.name = name
        self.model = model.eval().requires_grad_(False)
        self._network = Network(model)
        self.sizes: Sizes = self._network.sizes
        self._end = end_tokens(model)
        backend, begin = tokenizer.backend_tokenizer, model.config.bos_token_id
        self.tokenizer = Tokenizer(backend, self.sizes.vocabulary, begin)
        self._lock = threading.RLock()
        # a picture that moves asks for the same text again and again
        self._next_token = lru_cache(maxsize=32)(self._read_next_token)
        # now: later it would wake the user's own hooks
        self.origin = Origin(name, self._has_learned())

    def __repr__(self) -> str:
        about = self.sizes.summary(self.name)
        if self.origin.trained:
            return about
        return say("{about}, untrained: it guesses English no better than blindly", about=about)

    def pieces(self, text: str, special: bool = False) -> tuple[Piece, ...]:
        """The tokens that the model reads for `text`; see `Tokenizer.pieces`. No model run."""
        return self.tokenizer.pieces(text, special)

    def keep_last(self, text: str, tokens: int | None = None) -> str:
        """The end of `text`, at most so many tokens long (by default, as many as fit)."""
        limit = self.sizes.context if tokens is None else tokens
        check_whole("tokens", limit, 1, self.sizes.context)
        data = b"".join(piece.bytes for piece in self.pieces(text)[-limit:])
        return data.decode("utf-8", "ignore")

    def next_token(self, text: str | Sequence[int]) -> NextToken:
        """The scores for the token that follows `text` (or a sequence of ids)."""
        return self._next_token(tuple(piece.id for piece in self._read(text)))

    def trace(
        self,
        text: str | Sequence[int],
        *,
        keep: Sequence[str] = ALL,
        special: bool = False,
        budget: int = GIGABYTE,
    ) -> Trace:
        """Run the model once over `text` and record what happens inside.

        `keep` names the arrays to record. What they need is estimated first; above `budget`
        bytes a `ValueError` gives the numbers. `special` reads special tokens in the text as such.
        """
        pieces = self._read(text, special)
        check_keep(keep)
        check_budget(estimate_bytes(self.model, self.sizes, len(pieces), keep), budget)
        vectors = ("token_vectors", "position_vectors")
        ids = [piece.id for piece in pieces]
        with self._lock:
            recorder = Recorder(self._network, [*keep, *vectors])
            with recorder.listening():
                logits = self._forward(ids, every_position="logits" in keep).logits[0]
        arrays = recorder.arrays
        if not torch.isfinite(logits.sum()):
            raise FloatingPointError(first_break(arrays.get("residual", ()), logits.numpy()))
        if "logits" in keep:
            arrays["logits"] = logits.float().numpy()
        token_vectors, positions = arrays.pop(vectors[0]), arrays.pop(vectors[1], None)
        return Trace(
            text=text if isinstance(text, str) else self.tokenizer.text(ids),
            pieces=pieces,
            token_vectors=token_vectors[0],
            position_vectors=None if positions is None else positions[0],
            arrays=arrays,
            patterns=recorder.patterns,
            origin=self.origin,
            vocabulary=self.tokenizer,
        )

    def lens(self, trace: Trace, position: int = -1) -> np.ndarray:
        """What the model would predict after each layer, ``(L+1, V)`` logits at one position.

        The final norm and the unembedding are applied to the residual stream as it enters block
        0, leaves block 0, and so on; the last row equals the model's own logits. Source of the
        idea: nostalgebraist 2020, "interpreting GPT: the logit lens".
        """
        position = in_range("position", position, len(trace.pieces))
        with self._lock:
            return readout.scores(self._network, trace.residual[:, position])

    def lens_top(self, trace: Trace, n: int = 5) -> LensTop:
        """The n tokens that the model would predict after each layer, at every position.

        Only these are kept, so that a long text takes little memory; `lens` gives one position
        whole.
        """
        check_whole("n", n, 1, self.sizes.vocabulary)
        stream = trace.residual
        with self._lock:
            vectors = stream.reshape(-1, stream.shape[-1])
            best = readout.likeliest(self._network, vectors, n)
        ids, probabilities = (found.reshape(*stream.shape[:2], n) for found in best)
        pieces = trace.pieces
        return LensTop(trace.text, pieces, ids, probabilities, self.tokenizer, self.origin)

    def normed(self, trace: Trace, position: int = -1) -> np.ndarray:
        """The stream at one position after the final norm ``(L+1, D)``: what is read out.

        [0] is what enters block 0, [l+1] what leaves block l. The final norm belongs after the
        last block; before the others it is the lens's loan.
        """
        position = in_range("position", position, len(trace.pieces))
        with self._lock:
            return readout.normed(self._network, trace.residual[:, position])

    def embedding(self) -> Vectors:
        """The embedding matrix ``(V, D)`` with the names of its rows."""
        return self._vectors(self._network.embedding)

    def unembedding(self) -> Vectors:
        """The unembedding matrix ``(V, D)``: a token's logit is its row times the normed vector.

        Where ``sizes.tied``, it is the embedding again. GPT-J adds a number of its own to each
        logit, and Gemma-2 bounds them.
        """
        return self._vectors(self._network.unembedding)

    def _vectors(self, matrix: Any) -> Vectors:
        weight = matrix.weight.float().numpy().copy()
        return Vectors(weight, self.tokenizer, self.tokenizer.pieces, self.origin)

    def output_matrix(self, layer: int, head: int) -> np.ndarray:
        """How a head writes, ``(D/H, D)``: its rows of the layer's output projection.

        ``trace.attention(layer, head) @ trace.values[layer, head] @ output_matrix`` is what the
        head adds to the residual stream; all heads and the projection's bias make up
        ``attention_out``. A `NotImplementedError` tells of families where they do not (Gemma-2).
        """
        layer = in_range("layer", layer, self.sizes.layers)
        head = in_range("head", head, self.sizes.heads)
        matrix = self._network.output_projection(layer).float().numpy()
        rows = len(matrix) // self.sizes.heads
        return matrix[head * rows : (head + 1) * rows].copy()

    def pick(self, layer: int, head: int) -> tuple[int, int]:
        """A layer and a head that this model has: those given, or its last where it has fewer."""
        check_whole("layer", layer, 0, 10**6)
        check_whole("head", head, 0, 10**6)
        return min(layer, self.sizes.layers - 1), min(head, self.sizes.heads - 1)

    def head_scores(self, length: int = 50, seed: int = 0) -> HeadScores:
        """What every head does on `length` random tokens that come twice: see `head_scores`.

        The text begins with the model's begin token where it has one, and is shorter where the
        context has no room for it.
        """
        check_whole("length", length, 2, self.sizes.context)
        begin: int | None = self.model.config.bos_token_id
        length = min(length, (self.sizes.context - 1) // 2)
        ids = repeated_ids(self.tokenizer, length, seed, begin)
        return score_heads(self.trace(ids, keep=["queries", "keys"]), length)

    def generate(
        self,
        text: str | Sequence[int],
        *,
        max_new_tokens: int,
        temperature: float = 1.0,
        top_k: int = 0,
        top_p: float = 1.0,
        seed: int = 0,
    ) -> Iterator[Step]:
        """Continue `text`, one `Step` for each new token, until a step says why it stops.

        Each token is drawn after temperature, then top-k, then top-p; temperature 0 is greedy.
        `seed` and the round's number decide each draw. Keys and values of what was read are
        cached, so that a step reads one token only.
        """
        check_whole("max_new_tokens", max_new_tokens, 1, self.sizes.context)
        check_temperature(temperature)
        check_top_k(top_k)
        check_top_p(top_p)
        ids = [piece.id for piece in self._read(text)]
        return continuation(self, ids, max_new_tokens, Draw(temperature, top_k, top_p, seed))

    def why_stop(self, ids: Sequence[int]) -> str:
        """Why the text of these ids cannot go on, in words; empty where it can."""
        if ids[-1] in self._end:
            return say("the model ended its text")
        if len(ids) > self.sizes.context:
            return say(
                "the context is full: {model} cannot read more than {count:d} tokens",
                model=self.name,
                count=len(ids) - 1,
            )
        return ""

    def _read(self, text: str | Sequence[int], special: bool = False) -> tuple[Piece, ...]:
        """The pieces of a text that the model can read, or a `ValueError` that says why not."""
        if isinstance(text, str):
            pieces = self.pieces(text, special)
        else:
            pieces = tuple(self.tokenizer[id] for id in text)
        check_length(len(pieces), self.sizes.context, self.name)
        return pieces

    def _has_learned(self) -> bool:
        ids = [piece.id for piece in self.pieces(ENGLISH)][-self.sizes.context :]

        def logits_of(ids: list[int]) -> np.ndarray:
            return np.asarray(self._forward(ids, every_position=True).logits[0].float())

        return is_trained(logits_of, ids, self.sizes.vocabulary)

    def scores_after(
        self, ids: Sequence[int], unread: Sequence[int], cache: DynamicCache
    ) -> NextToken:
        """The scores for what follows `ids`, of which only the `unread` end is not in `cache`."""
        with self._lock:
            output = self._forward(unread, past_key_values=cache)
        return self._scores(ids, output.logits[0, -1])

    def _read_next_token(self, ids: tuple[int, ...]) -> NextToken:
        with self._lock:
            logits = self._forward(ids).logits[0, -1]
        return self._scores(ids, logits)

    def _scores(self, ids: Sequence[int], logits: torch.Tensor) -> NextToken:
        scores = logits.float().numpy().copy()
        if not np.isfinite(scores).all():
            trace = self.trace(ids, keep=["residual"])  # raises, and says where it began
            raise FloatingPointError(first_break(trace.residual, scores[None]))
        scores.flags.writeable = False
        return NextToken(self.tokenizer.text(ids), scores, self.tokenizer, self.origin)

    def _forward(
        self,
        ids: Sequence[int],
        every_position: bool = False,
        past_key_values: DynamicCache | None = None,
    ) -> Any:
        with torch.inference_mode():
            return self.model(
                torch.tensor([list(ids)]),
                past_key_values=past_key_values,
                use_cache=past_key_values is not None,
                logits_to_keep=0 if every_position else 1,
            )
