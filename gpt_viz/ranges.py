"""What a value may be: a `ValueError` or `IndexError` says what was given and what is possible."""

from numbers import Integral, Real

from gpt_viz.words import say


def check_temperature(temperature: float) -> None:
    """ValueError unless `temperature` is a number from 0 up; infinity is allowed."""
    if not _is_number(temperature) or not temperature >= 0:
        raise ValueError(
            say("temperature must be a number, 0 or more, got {value!r}", value=temperature)
        )


def check_top_k(top_k: int) -> None:
    """ValueError unless `top_k` is a whole number from 0 up; 0 means off."""
    if not isinstance(top_k, Integral) or isinstance(top_k, bool) or top_k < 0:
        raise ValueError(
            say("top_k must be a whole number, 0 (off) or more, got {value!r}", value=top_k)
        )


def check_top_p(top_p: float) -> None:
    """ValueError unless `top_p` is a number from 0 (one token) to 1 (off)."""
    if not _is_number(top_p) or not 0 <= top_p <= 1:
        raise ValueError(
            say("top_p must be a number from 0 (one token) to 1 (off), got {value!r}", value=top_p)
        )


def check_whole(name: str, value: int, least: int, most: int) -> None:
    """ValueError unless `value`, called `name`, is a whole number from `least` to `most`."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or not least <= value <= most:
        raise ValueError(
            say(
                "{name} must be a whole number from {least:d} to {most}, got {value!r}",
                name=name,
                least=least,
                most=most,
                value=value,
            )
        )


def check_number(name: str, value: float, least: float, most: float) -> None:
    """ValueError unless `value`, called `name`, is a number from `least` to `most`."""
    if not _is_number(value) or not least <= value <= most:
        raise ValueError(
            say(
                "{name} must be a number from {least} to {most}, got {value!r}",
                name=name,
                least=str(least),
                most=str(most),
                value=value,
            )
        )


def in_range(name: str, index: int, size: int) -> int:
    """`index` if it is one of `size` places (negative counts from the end), else an IndexError."""
    if not isinstance(index, Integral) or not -size <= index < size:
        raise IndexError(
            say(
                "{name} must be from 0 to {last:d}, got {index!r}",
                name=name,
                last=size - 1,
                index=index,
            )
        )
    return int(index)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
