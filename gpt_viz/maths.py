"""The formulas of the course, each a pure function of numbers and numpy arrays."""

import math

import numpy as np

from gpt_viz.ranges import check_temperature, check_top_k, check_top_p, check_whole
from gpt_viz.words import say

Array = np.ndarray


def softmax(logits: Array, temperature: float = 1.0) -> Array:
    """Probabilities from logits at a temperature; same shape, float64, each last axis sums to 1.

    ``p[i] = exp(z[i] / T) / sum(exp(z / T))``, computed after subtracting the maximum, so that
    no exp overflows. Temperature 0 is the limit: everything on the largest logit, shared
    equally where several tie. An infinite temperature gives every entry the same probability.
    -inf is a logit that can never be chosen; NaN, +inf or nothing but -inf is a `ValueError`.
    Source: Goodfellow et al., Deep Learning, 4.1.
    """
    check_temperature(temperature)
    weights = np.array(logits, dtype=np.float64)
    weights -= largest_of(weights)
    if temperature == 0:
        weights = (weights == 0).astype(np.float64)
    elif temperature == math.inf:
        weights = np.isfinite(weights).astype(np.float64)
    else:  # in place: on a whole vocabulary, new arrays cost more than the arithmetic
        with np.errstate(over="ignore"):  # a huge negative quotient is -inf, whose exp is 0
            weights /= temperature
        np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights


def entropy(probabilities: Array) -> float:
    """Entropy in bits, ``-sum(p log2 p)`` (Shannon 1948): 0 when certain, log2(n) when uniform."""
    p = np.asarray(probabilities, dtype=np.float64)
    bits = -np.log2(p, out=np.zeros_like(p), where=p > 0)
    return max(0.0, float(np.vdot(p, bits)))


def effective_choices(probabilities: Array) -> float:
    """How many equally likely choices would be as uncertain: ``2 ** entropy`` (perplexity)."""
    return float(2.0 ** entropy(probabilities))


def remainder(probabilities: Array) -> float:
    """What is missing to 1; exactly 0 where it is no more than the rounding of a sum."""
    missing = 1.0 - float(np.sum(probabilities))
    return missing if missing > 1e-12 else 0.0


def descending(values: Array) -> Array:
    """Indices of a vector from its largest entry to its smallest; equal entries by index."""
    order = np.argsort(-values)  # not a stable sort, which takes six times as long
    ranked = values[order]
    edges = np.concatenate([[0], np.flatnonzero(ranked[1:] != ranked[:-1]) + 1, [order.size]])
    for tie in np.flatnonzero(np.diff(edges) > 1):
        order[edges[tie] : edges[tie + 1]].sort()
    return order


def losses(logits: Array, ids: Array) -> Array:
    """How much each token surprised: ``-log p`` in natural logarithms (nats), ``(n,)`` float64.

    Row i of `logits` ``(n, V)`` are the scores for the place where the token `ids[i]` came. The
    mean is the loss (cross-entropy) that training makes small. Source: Goodfellow et al., 3.13.
    """
    found = np.empty(len(logits))
    for i, (row, id) in enumerate(zip(logits, ids, strict=True)):  # by rows: V is large
        below = row.astype(np.float64) - row.max()
        found[i] = np.log(np.exp(below).sum()) - below[id]
    return found


def ranks(scores: Array, ids: Array) -> Array:
    """The place of one entry in each row of ``(n, V)``: 1 is the largest; equal ones share it.

    `ids` ``(n,)`` says which entry; the result is ``(n,)``, whole numbers.
    """
    own = np.take_along_axis(scores, np.asarray(ids)[:, None], axis=-1)
    return np.asarray(1 + np.count_nonzero(scores > own, axis=-1))


def warp(
    logits: Array,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    order: Array | None = None,
) -> tuple[Array, Array]:
    """The distribution to draw from: temperature, then top-k, then top-p, then renormalised.

    Gives the probabilities ``(V,)``, 0 where a token was cut, and a bool array ``(V,)`` that
    says which tokens were kept. The steps come in the order of Hugging Face's logits processors.
    Tokens that tie at the edge of top-k are all kept; of those that tie at the edge of top-p,
    the lowest ids. `top_k` 0 and `top_p` 1 switch the two off. `order` is
    ``descending(logits)`` and saves the time to sort.
    """
    check_top_k(top_k)
    check_top_p(top_p)
    z = np.asarray(logits)
    largest_of(z)  # before top-k, which would hide a NaN by cutting it
    kept = z > -np.inf
    if order is None and (top_k > 0 or top_p < 1):
        order = descending(z)
    if order is not None and 0 < top_k < z.size:
        kept &= z >= z[order[top_k - 1]]
        z = np.where(kept, z, -np.inf)
    probabilities = softmax(z, temperature)
    if top_p < 1:
        kept &= nucleus(probabilities, top_p, order)
        probabilities[~kept] = 0
        probabilities /= probabilities.sum()
    return probabilities, kept


def nucleus(probabilities: Array, top_p: float, order: Array | None = None) -> Array:
    """Which tokens belong to the smallest set with at least `top_p` of the mass; bool ``(V,)``.

    The most likely token always belongs. `order` lists the tokens from the most likely on.
    Source: Holtzman et al. 2019, arXiv 1904.09751.
    """
    if order is None:
        order = descending(probabilities)
    mass = probabilities[order]
    np.cumsum(mass, out=mass)
    size = np.searchsorted(mass, top_p) + 1
    kept = np.zeros(probabilities.size, dtype=bool)
    kept[order[:size]] = True
    return kept


def principal_axes(rows: Array, count: int) -> tuple[Array, Array]:
    """The directions in which rows ``(n, D)`` spread most, and the share of the spread in each.

    Gives `count` directions of length 1 at right angles to each other, ``(count, D)``, the one
    with most variance first, and each one's share of the whole variance, ``(count,)``. The rows
    are taken from their mean. Each direction points to where its largest entry is positive.
    Exact, by scikit-learn. Source: Pearson 1901, "On lines and planes of closest fit".
    """
    from sklearn.decomposition import PCA  # a second to load, and few lessons need it

    check_whole("count", count, 1, min(rows.shape))
    solver = "full" if len(rows) < rows.shape[1] else "covariance_eigh"
    with np.errstate(invalid="ignore"):  # rows that are all alike have no spread to share: 0 / 0
        found = PCA(count, svd_solver=solver).fit(rows.astype(np.float64))
    axes = found.components_
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1, keepdims=True), axis=1)
    return axes * np.sign(largest), np.nan_to_num(found.explained_variance_ratio_)


def attention_pattern(
    queries: Array,
    keys: Array,
    allowed: Array,
    scale: float,
    softcap: float | None = None,
) -> Array:
    """Who looks at whom: ``softmax(q k^T * scale)`` over the allowed keys.

    `queries` and `keys` are ``(..., T, D/H)``, `allowed` is bool ``(T, T)``; the result is
    ``(..., T, T)``: rows are queries and sum to 1, what is not allowed is exactly 0. A `softcap`
    c first bounds the scores as ``c * tanh(score / c)`` (Gemma-2). The mask comes before the
    softmax: otherwise the rows would not sum to 1. Source: Vaswani et al. 2017, arXiv 1706.03762.
    """
    scores = queries @ np.swapaxes(keys, -1, -2) * scale
    if softcap is not None:
        scores = softcap * np.tanh(scores / softcap)
    return softmax(np.where(allowed, scores, -np.inf))


def largest_of(logits: Array) -> Array:
    """The largest of each last axis, which is kept; ValueError unless all of them are finite."""
    largest: Array = logits.max(axis=-1, keepdims=True)
    if not np.isfinite(largest).all():
        wrong = np.argwhere(np.isnan(logits) | (logits == np.inf))
        if not len(wrong):
            raise ValueError(say("every logit is -inf, so that nothing can be chosen"))
        place, found = ", ".join(map(str, wrong[0])), logits[tuple(wrong[0])]
        raise ValueError(
            say(
                "logits must be numbers (-inf is allowed), got {found} at index {place} and "
                "{count} such in all",
                found=str(found),
                place=place,
                count=len(wrong),
            )
        )
    return largest
