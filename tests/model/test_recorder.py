"""What the recorder writes down; whether it is right is compared in test_families.py."""

import numpy as np

from gpt_viz.model.network import Network
from gpt_viz.model.recorder import Recorder
from tests.tiny import tiny_gpt, tiny_model

TEXT = "the cat sat on the mat and the dog sat too"


def test_shared_keys_are_repeated_for_each_head() -> None:
    trace = tiny_gpt("llama").trace(TEXT)
    assert trace.keys.shape == trace.queries.shape
    for shared in (trace.keys, trace.values):
        np.testing.assert_array_equal(shared[:, 0], shared[:, 1])
        np.testing.assert_array_equal(shared[:, 2], shared[:, 3])
        assert not np.array_equal(shared[:, 1], shared[:, 2])


def test_layers_with_the_same_mask_share_one_array() -> None:
    patterns = tiny_gpt("mistral").trace(TEXT).patterns
    assert patterns[0].allowed is patterns[2].allowed


def test_a_sliding_window_hides_what_is_too_far_back() -> None:
    trace = tiny_gpt("gemma2").trace(TEXT)  # its layers take turns: a window of 4, then all
    tokens = len(trace.pieces)
    causal = np.tril(np.ones((tokens, tokens), dtype=bool))
    np.testing.assert_array_equal(trace.patterns[1].allowed, causal)
    np.testing.assert_array_equal(trace.patterns[0].allowed, causal & ~np.tril(causal, -4))


def test_only_what_is_kept_takes_memory() -> None:
    model = tiny_model("gpt2")
    recorder = Recorder(Network(model), ["mlp_out"])
    with recorder.listening():
        model(model.dummy_inputs["input_ids"][:1])
    assert set(recorder.arrays) == {"mlp_out"}


def test_families_that_do_not_show_queries_give_their_own_weights() -> None:
    trace = tiny_gpt("bloom").trace(TEXT)
    tokens = len(trace.pieces)
    assert trace.patterns[0].weights is not None
    assert trace.attention(0).shape == (4, tokens, tokens)
    assert "queries" not in trace.arrays
