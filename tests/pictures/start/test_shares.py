"""The bars of a distribution: what is shown and what is not make 1 together."""

import numpy as np
import pytest

from gpt_viz.pictures.kit import theme
from gpt_viz.pictures.start.shares import Row, Shares, bars, rows, share_out
from gpt_viz.records.pieces import Piece
from gpt_viz.records.predictions import NextToken

P = np.array([0.1, 0.5, 0.05, 0.2, 0.15])
ORDER = np.array([1, 3, 4, 0, 2])
NEXT = NextToken("q", np.log(P), [Piece(i, f"w{i}".encode()) for i in range(5)])


def assert_whole(shares: Shares, size: int) -> None:
    """The heights add to 1, and each token is counted once."""
    total = shares.heights.sum() + shares.outside_height + shares.not_shown
    assert total == pytest.approx(1, abs=1e-12)
    assert len(set(shares.shown)) + shares.others == size


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


def test_rows_are_always_as_many() -> None:
    for chosen in (None, 1, 2):
        assert len(rows(NEXT, share_out(P, ORDER, 2, chosen), chosen)) == 4


def test_rows_say_what_they_are() -> None:
    first, second, between, others = rows(NEXT, share_out(P, ORDER, 2, 2), 2)
    assert (first.label, first.end, first.colour) == ("w1", "50.0 %", theme.PROBABILITY)
    assert second.facts == "<b>w3</b><br>20.0 %<br>no. 2 in likelihood, id 3"
    assert (between.label, between.colour) == ("<b>w2</b>", theme.CHOSEN)
    assert between.end == "<b>5.0 %</b>, no. 5 of 5"
    assert (others.label, others.end) == ("2 others", "25.0 %")


def test_rows_without_an_unlikely_choice_leave_a_gap() -> None:
    found = rows(NEXT, share_out(P, ORDER, 2, 3), 3)
    assert (found[1].colour, found[1].label) == (theme.CHOSEN, "<b>w3</b>")
    assert (found[2].label, found[2].height) == ("⋮", 0.0)


def test_rows_say_what_truncation_cut_off() -> None:
    p = np.array([0, 0.7, 0, 0.3, 0])
    shown = rows(NEXT, share_out(p, ORDER, 3, 1), 1, np.array([1, 3]))
    assert [row.end for row in shown] == ["<b>70.0 %</b>", "30.0 %", "cut off", "", "cut off"]
    some = rows(NEXT, share_out(p, ORDER, 1, 1), 1, np.array([1, 3]))
    assert some[-1].end == "30.0 %"


def test_bars_are_as_long_as_their_shares() -> None:
    found = bars([Row(0.25, "a", "25 %", "", theme.DATA), Row(0.75, "b", "75 %", "", theme.DATA)])
    assert (list(found.x), list(found.y)) == ([0.25, 0.75], [0, 1])
