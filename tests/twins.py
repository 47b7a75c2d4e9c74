"""What Python says of a number, a draw or a pattern, for JavaScript to say the same.

`expected` gives the contents of each file in tests/fixtures. A test compares them with the files,
and node's tests compare JavaScript with the same files. ``python -m tests.twins`` writes them.
"""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np

from gpt_viz.maths import entropy, warp
from gpt_viz.page.constants import HOTTEST, SPREAD
from gpt_viz.pictures.attention.first_token import without_first
from gpt_viz.pictures.kit.numbers import percent
from gpt_viz.records.draws import draw_counts, draw_number
from gpt_viz.records.heads import score_heads_on_text
from gpt_viz.widgets.controls import _log_stops
from gpt_viz.widgets.inputs import _number
from gpt_viz.widgets.quantised import quantise
from tests.scores import random_scores
from tests.traces import words_trace

FIXTURES = Path(__file__).parent / "fixtures"
SHARES = [0, 1e-12, 3e-7, 9.99e-6, 1e-5, 0.00042, 0.0005, 0.001, 0.01234, 0.5, 0.98765, 0.9994]
SHARES += [0.9996, 0.99999, 1 - 1e-7, 1 - 1e-9, 1]
TYPED = ["1", "0.5", " 7 ", "-3", "−3", "10,000", "1,234.5", "1e3", ".5", "", "abc", "0,5", "1,23"]
TYPED += ["0,123", "12,34", "+5"]
POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def expected() -> dict[str, Any]:
    """The contents of each fixture, by its name."""
    return {
        "numbers": _numbers(),
        "chances": _chances(),
        "draws": _draws(),
        "attention": [_attention(0, 9), _attention(4, 7)],
    }


def _numbers() -> dict[str, Any]:
    read = [_number(text) for text in TYPED]
    return {
        "percent": [[p, percent(p)] for p in SHARES],
        "share": [[p, share(p)] for p in SHARES],
        "typed": [[t, None if isinstance(n, str) else n] for t, n in zip(TYPED, read, strict=True)],
        "liveStops": _log_stops(0, HOTTEST),
        "labStops": lab_stops(),
    }


def share(p: float) -> str:
    """A probability with the digits that it has: three that matter, no false 0 or 100 %."""
    if p in (0, 1):
        return f"{100 * p:.0f} %"
    if p > 0.9995:
        missing = 100 * (1 - p)
        places = max(1, -int(np.floor(np.log10(missing))))
        return "> 99.999999 %" if missing < 5e-7 else f"{100 - missing:.{places}f} %"
    if p >= 1e-5:
        return f"{100 * p:#.3g} %"
    mantissa, power = f"{100 * p:.1e}".split("e")
    return f"{mantissa} × 10{str(int(power)).translate(POWERS)} %"


def lab_stops() -> list[float]:
    """The stops of the lab's temperature: half of the way belongs to 0 to 1."""
    stops = HOTTEST * (SPREAD ** (np.arange(201) / 200) - 1) / (SPREAD - 1)
    return list(dict.fromkeys(round(float(t), 3 if t < 0.1 else 2) for t in stops))


def _chances() -> dict[str, Any]:
    """All of a small vocabulary, with a tie for the top and one at the edge of top-k."""
    logits = np.array([2, -1, 0.5, 2, 0.5, -3, 1, 0.25, -0.75, -2, 0, -1.5], np.float32)
    cases = []
    for temperature in (0, 0.01, 0.7, 1, 5):
        for top_k, top_p in [(0, 1), (1, 1), (4, 1), (0, 0.9), (5, 0.5), (9, 0)]:
            p, kept = warp(logits, temperature, top_k, top_p)
            knobs = {"temperature": temperature, "topK": top_k, "topP": top_p}
            found = {"probabilities": p.tolist(), "kept": kept.tolist(), "bits": entropy(p)}
            cases.append({**knobs, **found})
    return {"logits": logits.tolist(), "cases": cases}


def _draws() -> dict[str, Any]:
    scores = random_scores(40)
    places = [(0, 0), (0, 1), (7, 0), (999, 9999), (2**32 - 1, 2**32 - 1)]
    counted = []
    for temperature, top_k, top_p, seed in [(1, 0, 1, 0), (0.8, 12, 0.95, 7), (0, 0, 1, 3)]:
        knobs: dict[str, Any] = {"temperature": temperature, "top_k": top_k, "top_p": top_p}
        counts = draw_counts(scores, 300, **knobs, seed=seed).tolist()
        named = {"temperature": temperature, "topK": top_k, "topP": top_p}
        counted.append({**named, "seed": seed, "counts": counts})
    return {
        "numbers": [[seed, round, draw_number(seed, round)] for seed, round in places],
        "logits": scores.logits.tolist(),
        "counts": counted,
    }


def _attention(start: int, stop: int) -> dict[str, Any]:
    """A window of a text of nine tokens: what is sent, and what it says of each head."""
    trace = words_trace(9)
    shown = [*({0} - {start}), *range(start, stop)]
    scores = score_heads_on_text(trace).first
    patterns = []
    for layer, head in [(0, 0), (1, 2), (1, None)]:
        own = trace.attention(layer).astype(float)
        whole = own.mean(axis=0) if head is None else own[head]
        for hide_first in (False, True):
            seen = without_first(whole) if hide_first else whole
            seen = np.where(trace.patterns[layer].allowed, seen, np.nan)
            rows = np.where(np.isnan(seen), None, seen)[start:stop, shown].tolist()
            patterns.append({"layer": layer, "head": head, "hideFirst": hide_first, "rows": rows})
    return {
        "bytes": b64encode(quantise(trace, start, stop).data).decode(),
        "sizes": [2, 3],
        "stretch": [start, stop],
        "columns": shown,
        "patterns": patterns,
        "scores": scores.ravel().tolist(),
        "ranks": (1 + (scores.ravel() > scores.ravel()[:, None]).sum(axis=1)).tolist(),
    }


def path_of(name: str) -> Path:
    """Where a fixture lies."""
    return FIXTURES / f"{name}.json"


if __name__ == "__main__":
    for name, content in expected().items():
        path_of(name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
