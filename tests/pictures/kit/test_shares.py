"""Probability shared out: what is shown and what is not make 1 together."""

import numpy as np
import pytest

from gpt_viz.pictures.kit.shares import Shares, others_words, share_out

P = np.array([0.1, 0.5, 0.05, 0.2, 0.15])
ORDER = np.array([1, 3, 4, 0, 2])


def assert_whole(shares: Shares, size: int) -> None:
    """The heights add to 1, and each token is counted once."""
    total = shares.heights.sum() + shares.outside_height + shares.not_shown
    assert total == pytest.approx(1, abs=1e-12)
    assert len(set(shares.with_rows)) + shares.others == size


@pytest.mark.parametrize("top", [1, 2, 4, 5, 9])
@pytest.mark.parametrize("chosen", [None, 0, 1, 2, 3, 4])
def test_shown_and_not_shown_add_to_one(top: int, chosen: int | None) -> None:
    assert_whole(share_out(P, ORDER, top, chosen), 5)


def test_over_a_large_vocabulary() -> None:
    p = np.random.default_rng(0).dirichlet(np.full(150_000, 0.01))
    order = np.argsort(-p)
    assert_whole(share_out(p, order, 10, int(order[99_999])), 150_000)


def test_twin_a_lost_or_a_double_share_is_seen() -> None:
    good = share_out(P, ORDER, 2, 2)
    lost = Shares(good.ids, good.heights, None, 0.0, good.others, good.not_shown)
    double = Shares(good.ids, good.heights, 1, 0.5, good.others, good.not_shown)
    for bad in (lost, double):
        with pytest.raises(AssertionError):
            assert_whole(bad, 5)


def test_the_chosen_token_has_a_row_of_its_own_when_it_is_unlikely() -> None:
    shares = share_out(P, ORDER, 2, 2)
    assert (shares.outside, shares.outside_height, shares.others) == (2, 0.05, 2)
    assert share_out(P, ORDER, 2, 3).outside is None


@pytest.mark.parametrize("top", [0, 101, 2.5, True])
def test_top_out_of_range_is_named(top: int) -> None:
    with pytest.raises(ValueError, match="top must be a whole number from 1 to 100, got"):
        share_out(P, ORDER, top)


def test_others_in_words() -> None:
    assert [others_words(count) for count in (0, 1, 1234)] == [
        "0 others",
        "1 other",
        "1,234 others",
    ]
