"""How numbers are written on the screen, with the marks of the user's language."""

from gpt_viz.words import localised, say


def number(value: float) -> str:
    """A number for reading: ``0.0312``, ``12.4``, ``1.2e-08``; at most three digits that matter."""
    return localised(f"{value:.3g}" if abs(value) < 999.5 else f"{value:,.0f}")


def percent(probability: float) -> str:
    """A probability for reading: ``12.3 %``; ``< 0.1 %``, ``> 99.9 %`` are no false 0 and 1."""
    if 0 < probability < 0.001:
        return say("< {number} %", number=0.1)
    if 0.9995 <= probability < 1 - 1e-9:
        return say("> {number} %", number=99.9)
    return say("{number} %", number=localised(f"{100 * probability:.1f}"))


def round_percent(share: float) -> str:
    """A share that is round, such as that of a tick: ``25 %``, ``0.5 %``."""
    return say("{number} %", number=localised(f"{100 * share:.3g}"))


def percent_ticks(highest: float = 1.0) -> dict[str, object]:
    """Axis settings for shares from 0 to `highest`, with a few ticks written like `percent`.

    Plotly's own number format leaves no space before the sign.
    """
    steps = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25)
    step = next((step for step in steps if step >= highest / 5), steps[-1])
    values = [step * i for i in range(int(highest / step + 1e-9) + 1)]
    return {"tickvals": values, "ticktext": [round_percent(value) for value in values]}
