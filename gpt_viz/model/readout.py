"""The end of a model, final norm and unembedding: it turns any vector of the stream into scores."""

import numpy as np
import torch

from gpt_viz.model.network import Network

ROWS = 64
"""Vectors read at once: for all positions and layers together the scores would fill gigabytes."""


def normed(network: Network, stream: np.ndarray) -> np.ndarray:
    """Vectors of the stream ``(n, D)`` after the final norm, as the unembedding reads them."""
    with torch.inference_mode():
        result: np.ndarray = network.norm(torch.from_numpy(stream)).float().numpy()
    return result


def scores(network: Network, stream: np.ndarray) -> np.ndarray:
    """The scores ``(n, V)`` that the model would give if its last block had left these vectors.

    ``stream`` is ``(n, D)``, before the final norm. A bias and a softcap, where the model has
    them, are the model's own.
    """
    with torch.inference_mode():
        logits = network.unembedding(network.norm(torch.from_numpy(stream)))
        cap = getattr(network.model.config, "final_logit_softcapping", None)
        if cap is not None:
            logits = cap * torch.tanh(logits / cap)
    result: np.ndarray = logits.float().numpy()
    return result


def likeliest(network: Network, stream: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Ids and probabilities ``(m, n)`` of the n tokens that each vector ``(m, D)`` predicts.

    The likeliest comes first. The softmax runs over the whole vocabulary, a few vectors at a time.
    """
    ids, probabilities = [], []
    for start in range(0, len(stream), ROWS):
        logits = torch.from_numpy(scores(network, stream[start : start + ROWS])).double()
        best = torch.softmax(logits, -1).topk(n)
        ids.append(best.indices.numpy())
        probabilities.append(best.values.numpy())
    return np.concatenate(ids), np.concatenate(probabilities)
