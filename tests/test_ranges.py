"""What a value may be: the edges pass, and what lies beyond is named with what is possible."""

import math

import numpy as np
import pytest

from gpt_viz import ranges

NO_NUMBERS = ["3", None, True, math.nan]


@pytest.mark.parametrize("value", [-0.01, 5.01, math.inf, *NO_NUMBERS])
def test_check_number(value):
    with pytest.raises(ValueError, match="heat must be a number from 0 to 5, got") as caught:
        ranges.check_number("heat", value, 0, 5)
    assert repr(value) in str(caught.value)
    ranges.check_number("heat", 0, 0, 5)
    ranges.check_number("heat", np.float32(5), 0, 5)


@pytest.mark.parametrize("value", [0, 1_001, 2.0, *NO_NUMBERS])
def test_check_whole(value):
    with pytest.raises(ValueError, match="n must be a whole number from 1 to 1,000, got") as caught:
        ranges.check_whole("n", value, 1, 1000)
    assert repr(value) in str(caught.value)
    ranges.check_whole("n", 1, 1, 1000)
    ranges.check_whole("n", np.int64(1000), 1, 1000)


@pytest.mark.parametrize("value", [-1, -0.5, *NO_NUMBERS])
def test_temperature_and_cuts(value):
    for check in (ranges.check_temperature, ranges.check_top_k, ranges.check_top_p):
        with pytest.raises(ValueError, match=check.__name__.removeprefix("check_")) as caught:
            check(value)
        assert repr(value) in str(caught.value)
    ranges.check_temperature(math.inf)
    ranges.check_top_k(0)
    ranges.check_top_p(1)


def test_in_range_counts_from_both_ends():
    assert [ranges.in_range("layer", i, 4) for i in (0, 3, -4, np.int64(-1))] == [0, 3, -4, -1]
    for index in (4, -5, 1.0, "1", None):
        with pytest.raises(IndexError, match=r"layer must be from 0 to 3, got"):
            ranges.in_range("layer", index, 4)
