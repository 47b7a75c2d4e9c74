"""Hooks always come off, and change nothing."""

import threading
from collections.abc import Callable
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from torch import nn

from gpt_viz.model import recorder
from gpt_viz.model.gpt import GPT
from gpt_viz.model.hooks import hooked, part
from tests.tiny import tiny_gpt

TEXT = "the cat sat on the mat"


def hook_count(model: nn.Module) -> int:
    return sum(len(m._forward_hooks) + len(m._forward_pre_hooks) for m in model.modules())


def assert_hooks_come_off(gpt: GPT, error: type[BaseException]) -> None:
    """Raise inside the forward 50 times; count the hooks and look at what comes next."""
    clean, hooks = gpt.trace(TEXT), hook_count(gpt.model)
    implementation = gpt.model.config._attn_implementation

    def interrupt(*_: object) -> None:
        raise error

    for _ in range(50):
        with hooked(gpt.model, {"transformer.h.1.mlp.c_proj": interrupt}), pytest.raises(error):
            gpt.trace(TEXT)
    assert hook_count(gpt.model) == hooks
    assert gpt.model.config._attn_implementation == implementation
    np.testing.assert_array_equal(gpt.trace(TEXT).residual, clean.residual)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_hooks_come_off_whatever_happens(error: type[BaseException]) -> None:
    assert_hooks_come_off(tiny_gpt("gpt2"), error)


def test_twin_a_hook_that_stays_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def forgetful(model: nn.Module, looks: dict[str, Callable[..., None]]):  # type: ignore[no-untyped-def]
        for name in looks:
            part(model, name).register_forward_hook(lambda *_: None)
        yield

    monkeypatch.setattr(recorder, "hooked", forgetful)
    with pytest.raises((AssertionError, KeyError)):
        assert_hooks_come_off(tiny_gpt("gpt2"), RuntimeError)


def test_failed_registration_removes_the_first_and_lists_names() -> None:
    model = tiny_gpt("gpt2").model
    looks = {"transformer.h.0.mlp": lambda *_: None, "transformer.h.0.mpl": lambda *_: None}
    before = hook_count(model)
    with (
        pytest.raises(
            AttributeError, match=r"no part 'transformer.h.0.mpl'.*ln_1, attn, ln_2, mlp"
        ),
        hooked(model, looks),
    ):
        pass
    assert hook_count(model) == before


def test_twin_the_first_hook_is_really_there_within() -> None:
    model = tiny_gpt("gpt2").model
    before = hook_count(model)
    with hooked(model, {"transformer.h.0.mlp": lambda *_: None}):
        assert hook_count(model) == before + 1


def test_the_readers_own_hook_still_fires() -> None:
    gpt, seen = tiny_gpt("gpt2"), []
    gpt.model.transformer.h[0].register_forward_hook(lambda *_: seen.append("mine"))
    gpt.trace(TEXT)
    gpt.next_token(TEXT)
    assert seen == ["mine", "mine"]


def traces_in_threads(gpts: list[GPT]) -> list[str]:
    """200 traces in each of two threads, of different lengths; what came out wrong."""
    texts = ["the cat", "once upon a time there was a little girl who had a cat"]
    right = [gpts[0].trace(text) for text in texts]
    wrong: list[str] = []

    def work(gpt: GPT, which: int) -> None:
        for _ in range(200):
            try:
                trace = gpt.trace(texts[which])
                for name, array in right[which].arrays.items():
                    np.testing.assert_array_equal(trace.arrays[name], array)
            except Exception as error:
                wrong.append(repr(error))

    threads = [threading.Thread(target=work, args=(gpts[i], i)) for i in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_two_threads_do_not_mix() -> None:
    gpt = tiny_gpt("gpt2")
    assert traces_in_threads([gpt, gpt]) == []


def test_twin_without_the_lock_they_mix() -> None:
    class NoLock:
        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...

    gpt = tiny_gpt("gpt2")
    gpt._lock = NoLock()  # type: ignore[assignment]
    assert traces_in_threads([gpt, gpt]) != []


@pytest.mark.parametrize("kind", ["gpt2", "llama", "gemma2", "bloom"])
def test_capture_changes_no_bit(kind: str) -> None:
    gpt = tiny_gpt(kind)
    ids = [[piece.id for piece in gpt.pieces(TEXT)]]
    with torch.inference_mode():
        plain = gpt.model(torch.tensor(ids)).logits[0].numpy()
    np.testing.assert_array_equal(gpt.trace(TEXT).logits, plain)


def test_twin_a_hook_that_returns_something_would_change_them() -> None:
    gpt = tiny_gpt("gpt2")
    clean = gpt.trace(TEXT).logits
    gpt.model.transformer.h[0].register_forward_hook(lambda _m, _i, output: output * 1.001)
    assert not np.array_equal(gpt.trace(TEXT).logits, clean)


def test_a_look_cannot_change_the_model() -> None:
    gpt = tiny_gpt("gpt2")
    clean = gpt.trace(TEXT).logits
    with hooked(gpt.model, {"transformer.h.0": lambda _, output: output * 2}):  # type: ignore[dict-item]
        np.testing.assert_array_equal(gpt.trace(TEXT).logits, clean)
