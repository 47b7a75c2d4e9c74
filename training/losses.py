"""The loss: how surprised the model is by the token that really follows."""

import numpy as np
import torch
from torch import Tensor, nn
from transformers import GPT2LMHeadModel


def states(model: GPT2LMHeadModel, ids: Tensor, positions: Tensor) -> Tensor:
    """What the last block leaves, normalised: (B, T, D) for ids and positions (B, T)."""
    gpt = model.transformer
    state = gpt.drop(gpt.wte(ids) + gpt.wpe(positions))
    for block in gpt.h:
        state = block(state)
    normed: Tensor = gpt.ln_f(state)
    return normed


def full_loss(model: GPT2LMHeadModel, ids: Tensor, positions: Tensor, targets: Tensor) -> Tensor:
    """Mean of -log p(target) in nats, over the whole vocabulary."""
    logits = model.lm_head(states(model, ids, positions)).float()
    return nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())


def sampled_loss(
    model: GPT2LMHeadModel,
    ids: Tensor,
    positions: Tensor,
    targets: Tensor,
    chosen: Tensor,
    weights: Tensor,
) -> Tensor:
    """The same with the sum over the vocabulary estimated from the `chosen` part of it.

    Each chosen token's exp(logit) counts `weights` times, 1 / (its chance to be chosen), which
    makes the sum right on average (Horvitz and Thompson, 1952). With a quarter of the vocabulary
    it spares three quarters of the work for the logits.
    """
    state, targets = states(model, ids, positions).flatten(0, 1), targets.flatten()
    table = model.transformer.wte.weight
    logits = state @ table[chosen].T + weights.log()
    others = logits.masked_fill(chosen == targets[:, None], -torch.inf).logsumexp(-1)
    own = (state * table[targets]).sum(-1)
    loss: Tensor = (torch.logaddexp(others, own) - own).mean()
    return loss


class Sampler:
    """Draws a part of the vocabulary: common tokens always, others by the root of their count."""

    def __init__(self, counts: np.ndarray, size: int):
        roots = np.sqrt(counts + 1.0)
        low, high = 0.0, size / roots.min()
        for _ in range(60):  # bisection: the chances must add up to the size
            middle = (low + high) / 2
            if np.minimum(1, middle * roots).sum() < size:
                low = middle
            else:
                high = middle
        self.chances = torch.tensor(np.minimum(1, high * roots))
        self.sum = self.chances.cumsum(0)
        self.size = size

    def draw(self, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Ids (size,) without repeats, and 1 / chance of each, by systematic sampling."""
        marks = torch.arange(self.size) + torch.rand(1, generator=generator)
        ids = torch.searchsorted(self.sum, marks.double()).clamp(max=len(self.sum) - 1)
        return ids, (1 / self.chances[ids]).float()
