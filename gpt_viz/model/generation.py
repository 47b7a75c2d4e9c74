"""How a model writes: predict, draw, append, and again, with what was read kept in a cache."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from transformers import DynamicCache, PreTrainedModel

from gpt_viz.records.draws import Step, choose

if TYPE_CHECKING:
    from gpt_viz.model.gpt import GPT


class Draw(NamedTuple):
    """How each token is drawn: see `choose`."""

    temperature: float
    top_k: int
    top_p: float
    seed: int


def continuation(gpt: "GPT", ids: Sequence[int], most: int, draw: Draw) -> Iterator[Step]:
    """The steps that continue the text of `ids`, `most` at most, until one says why it stops.

    Keys and values of what was read are cached, so that a step reads one token only.
    """
    cache, unread = DynamicCache(config=gpt.model.config), ids
    for round in range(most):
        next_token = gpt.scores_after(ids, unread, cache)
        step = choose(next_token, round=round, **draw._asdict())
        ids = [*ids, step.piece.id]
        unread = ids[-1:]
        stop = gpt.why_stop(ids)
        yield replace(step, stop=stop)
        if stop:
            return


def end_tokens(model: PreTrainedModel) -> frozenset[int]:
    """The ids that end a text, from the model's generation settings."""
    ends = getattr(model.generation_config, "eos_token_id", None)
    if ends is None:
        ends = model.config.eos_token_id
    return frozenset([ends] if isinstance(ends, int) else ends or [])
