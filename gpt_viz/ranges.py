"""What a value may be: a `ValueError` or `IndexError` says what was given and what is possible."""

from numbers import Integral, Real


def check_temperature(temperature: float) -> None:
    """ValueError unless `temperature` is a number from 0 up; infinity is allowed."""
    if not _is_number(temperature) or not temperature >= 0:
        raise ValueError(f"temperature must be a number, 0 or more, got {temperature!r}")


def check_top_k(top_k: int) -> None:
    """ValueError unless `top_k` is a whole number from 0 up; 0 means off."""
    if not isinstance(top_k, Integral) or isinstance(top_k, bool) or top_k < 0:
        raise ValueError(f"top_k must be a whole number, 0 (off) or more, got {top_k!r}")


def check_top_p(top_p: float) -> None:
    """ValueError unless `top_p` is a number from 0 (one token) to 1 (off)."""
    if not _is_number(top_p) or not 0 <= top_p <= 1:
        raise ValueError(f"top_p must be a number from 0 (one token) to 1 (off), got {top_p!r}")


def check_whole(name: str, value: int, least: int, most: int) -> None:
    """ValueError unless `value`, called `name`, is a whole number from `least` to `most`."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or not least <= value <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most:,}, got {value!r}")


def check_number(name: str, value: float, least: float, most: float) -> None:
    """ValueError unless `value`, called `name`, is a number from `least` to `most`."""
    if not _is_number(value) or not least <= value <= most:
        raise ValueError(f"{name} must be a number from {least} to {most}, got {value!r}")


def in_range(name: str, index: int, size: int) -> int:
    """`index` if it is one of `size` places (negative counts from the end), else an IndexError."""
    if not isinstance(index, Integral) or not -size <= index < size:
        raise IndexError(f"{name} must be from 0 to {size - 1}, got {index!r}")
    return int(index)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
