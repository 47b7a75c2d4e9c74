"""How numbers are written: few digits, no false 0 and 1, the marks of the user's language."""

import pytest

from gpt_viz import words
from gpt_viz.pictures.kit.numbers import number, percent, percent_ticks, round_percent


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.03123, "0.0312"), (12.41, "12.4"), (1.23e-8, "1.23e-08"), (999.7, "1,000"), (-0.8, "-0.8")],
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0, "0.0 %"), (0.0004, "< 0.1 %"), (0.1234, "12.3 %"), (0.9999, "> 99.9 %"), (1, "100.0 %")],
)
def test_percent(probability: float, text: str) -> None:
    assert percent(probability) == text


def test_percent_takes_a_sum_of_floats_for_one() -> None:
    assert percent(sum([0.1] * 10)) == "100.0 %"


@pytest.mark.parametrize(
    ("highest", "texts"),
    [
        (1.0, ["0 %", "25 %", "50 %", "75 %", "100 %"]),
        (0.11, ["0 %", "5 %", "10 %"]),
        (0.004, ["0 %", "0.1 %", "0.2 %", "0.3 %", "0.4 %"]),
        (0.0, ["0 %"]),
    ],
)
def test_ticks_of_shares_are_written_like_all_percentages(highest: float, texts: list[str]) -> None:
    found = percent_ticks(highest)
    assert found["ticktext"] == texts
    assert found["tickvals"] == pytest.approx([float(text[:-2]) / 100 for text in texts])


@pytest.mark.parametrize(("share", "text"), [(0, "0 %"), (0.5, "50 %"), (0.002, "0.2 %")])
def test_round_percent(share: float, text: str) -> None:
    assert round_percent(share) == text


def test_another_language_has_its_own_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    german = words.Language("de", decimal=",", group=".")
    monkeypatch.setattr(words, "language", lambda: german)
    assert [number(value) for value in (0.0312, 1234.5, 12)] == ["0,0312", "1.234", "12"]
    shares = [percent(share) for share in (0.1234, 0.0001, 0.9999, 1)]
    assert shares == ["12,3 %", "< 0,1 %", "> 99,9 %", "100,0 %"]
    assert percent_ticks(0.004)["ticktext"][:2] == ["0 %", "0,1 %"]
