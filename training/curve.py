"""The loss curve as an SVG picture for the model card."""

from collections.abc import Callable, Sequence

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 360, 60, 50, 40, 20
COLOURS = {"loss": "#8a8f98", "valid": "#0072b2"}
NAMES = {"loss": "training text (the last step's)", "valid": "held-out text"}


def loss_svg(curve: Sequence[dict[str, float]]) -> str:
    """Loss in nats a token against millions of tokens seen, on training and held-out text."""
    losses = [point[name] for point in curve for name in COLOURS]
    x = scale(0, max(point["tokens"] for point in curve) / 1e6, LEFT, WIDTH - RIGHT)
    y = scale(int(min(losses)), int(max(losses)) + 1, HEIGHT - BOTTOM, TOP)
    parts = [axes(x, y, curve, losses)]
    for i, (name, colour) in enumerate(COLOURS.items()):
        points = " ".join(f"{x(p['tokens'] / 1e6):.1f},{y(p[name]):.1f}" for p in curve)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        parts.append(text(WIDTH - RIGHT, TOP + 18 * i, NAMES[name], "end", colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13"><title>Loss by tokens seen</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """A function from values to pixels."""
    return lambda value: start + (value - low) / (high - low) * (end - start)


def axes(
    x: Callable[[float], float],
    y: Callable[[float], float],
    curve: Sequence[dict[str, float]],
    losses: Sequence[float],
) -> str:
    """Grid lines with their numbers, and what the axes count."""
    parts = []
    for nats in range(int(min(losses)), int(max(losses)) + 2):
        line = f'<path d="M{LEFT} {y(nats):.1f}H{WIDTH - RIGHT}" stroke="#e5e8ee"/>'
        parts += [line, text(LEFT - 8, y(nats) + 4, str(nats), "end")]
    for millions in ticks(curve[-1]["tokens"] / 1e6):
        parts.append(text(x(millions), HEIGHT - BOTTOM + 18, str(millions), "middle"))
    parts.append(text(WIDTH / 2, HEIGHT - 10, "million tokens seen", "middle"))
    parts.append(text(8, 20, "loss, nats a token", "start"))
    return "".join(parts)


def ticks(end: float) -> range:
    """Round numbers from 0 to `end`, at most nine of them."""
    size = next(n * 10**i for i in range(9) for n in (1, 2, 5) if end / (n * 10**i) < 9)
    return range(0, int(end) + 1, size)


def text(x: float, y: float, words: str, anchor: str, colour: str = "#22252b") -> str:
    """A word in the picture."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'
