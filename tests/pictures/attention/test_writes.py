"""What a head writes: the parts add up to what the model's attention adds to the stream."""

import numpy as np
import pytest

from gpt_viz.model.gpt import GPT
from gpt_viz.pictures.attention.writes import attention_writes, writes
from gpt_viz.pictures.kit.numbers import number, percent
from gpt_viz.pictures.kit.text import escape, tick
from tests.tiny import tiny_gpt
from tests.traces import words_trace

TEXT = "a fluffy blue creature roamed the verdant forest"
OUTPUT = np.random.default_rng(1).normal(size=(4, 8)).astype(np.float32)


def bias_of(gpt: GPT, layer: int) -> np.ndarray:
    return gpt.model.transformer.h[layer].attn.c_proj.bias.numpy()


def check_heads_make_up_the_layer(gpt: GPT, trace, layer: int, position: int) -> None:
    """All heads' writes and the bias are what the model's attention added at this position."""
    total = bias_of(gpt, layer).copy()
    for head in range(gpt.sizes.heads):
        weights, values = writes(trace, gpt.output_matrix(layer, head), layer, head, position)
        total += weights @ values
    np.testing.assert_allclose(total, trace.attention_out[layer, position], atol=1e-4)


@pytest.mark.parametrize(("layer", "position"), [(0, 0), (1, 3), (3, -1)])
def test_all_heads_make_up_what_the_layer_adds(mini: GPT, layer: int, position: int):
    trace = mini.trace(TEXT)
    check_heads_make_up_the_layer(mini, trace, layer, position)


def test_all_heads_make_up_what_the_layer_adds_twin(mini: GPT, monkeypatch):
    trace = mini.trace(TEXT)
    own = mini.output_matrix
    monkeypatch.setattr(mini, "output_matrix", lambda layer, head: own(layer, (head + 1) % 2))
    with pytest.raises(AssertionError):
        check_heads_make_up_the_layer(mini, trace, 1, 3)


def columns(figure):
    return [trace.x for trace in figure.data if trace.type == "bar"][1::2]


def check_panels(trace, figure, layer, head, position) -> None:
    """Weight, length and product of each token, one number at a time."""
    weights, lengths, added = columns(figure)
    for i in range(position + 1):
        value = trace.values[layer, head, i].astype(float) @ OUTPUT
        weight = float(trace.attention(layer, head)[position, i])
        assert weights[i] == pytest.approx(weight, abs=1e-6)
        assert lengths[i] == pytest.approx(np.sqrt(np.sum(value**2)), rel=1e-5)
        assert added[i] == pytest.approx(weight * np.sqrt(np.sum(value**2)), rel=1e-4)
    assert len(weights) == position + 1


def test_the_picture_shows_each_part():
    trace = words_trace(7)
    figure = attention_writes(trace, OUTPUT, 1, 2, 5)
    check_panels(trace, figure, 1, 2, 5)
    assert [*figure.layout.yaxis.ticktext] == [tick(piece) for piece in trace.pieces[:6]]
    with pytest.raises(AssertionError):
        check_panels(trace, figure, 1, 1, 5)


def test_the_heading_has_the_length_of_the_sum_not_the_sum_of_lengths():
    trace = words_trace(7)
    weights, values = writes(trace, OUTPUT, 1, 2, 5)
    together = np.linalg.norm((weights[:, None] * values).sum(0))
    heading = attention_writes(trace, OUTPUT, 1, 2, 5).layout.title.subtitle.text
    assert f"a vector of length {number(together)}," in heading
    before = number(np.linalg.norm(trace.residual[1, 5]))
    assert heading.endswith(f"added to the token's vector, {before} long before this layer")
    assert together < columns(attention_writes(trace, OUTPUT, 1, 2, 5))[2].sum()


def test_a_long_text_shows_the_strongest_and_counts_the_rest():
    trace = words_trace(60)
    weights = trace.attention(0, 0)[50]
    figure = attention_writes(trace, OUTPUT, 0, 0, 50, top=5)
    shown = columns(figure)[0]
    assert sorted(shown) == pytest.approx(sorted(np.sort(weights)[-5:]))
    heading = figure.layout.title.subtitle.text
    rest = escape(percent(1 - float(shown.sum())))
    assert f"not shown: 46 other tokens with {rest} of the weight" in heading


def test_a_position_counts_from_the_end_too():
    trace = words_trace(7)
    assert attention_writes(trace, OUTPUT, 1, 2, -1) == attention_writes(trace, OUTPUT, 1, 2, 6)


def test_what_does_not_fit_is_refused():
    trace = words_trace(7)
    with pytest.raises(ValueError, match="a value has 4 numbers, output 5 rows"):
        attention_writes(trace, np.ones((5, 8)), 0, 0, 0)
    with pytest.raises(IndexError, match="position must be from 0 to 6"):
        attention_writes(trace, OUTPUT, 0, 0, 7)
    with pytest.raises(ValueError, match="top must be"):
        attention_writes(trace, OUTPUT, 0, 0, 0, top=1)


def test_families_without_values_say_so():
    gpt = tiny_gpt("gptj")
    with pytest.raises(LookupError, match="no values"):
        attention_writes(gpt.trace("the cat"), gpt.output_matrix(0, 0), 0, 0, 1)
