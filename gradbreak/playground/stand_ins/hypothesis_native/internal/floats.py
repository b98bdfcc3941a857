"""Floats of 16, 32 and 64 bits as the integers of their bits, in the order of their values."""

from __future__ import annotations

import math
import struct

_FORMATS = {16: ("!H", "!h", "!e"), 32: ("!I", "!i", "!f"), 64: ("!Q", "!q", "!d")}
_SMALLEST_NORMALS = {16: 2.0**-14, 32: 2.0**-126, 64: 2.0**-1022}


def float_of(x: float, width: int) -> float:
    """The float of a width that is nearest to a number."""
    _, _, form = _FORMATS[width]
    return float(x) if width == 64 else float(struct.unpack(form, struct.pack(form, float(x)))[0])


def is_negative(x: float) -> bool:
    """Whether the sign is set, of -0.0 too."""
    return math.copysign(1.0, x) < 0


def float_to_int(value: float, width: int = 64) -> int:
    """The bits as an integer without a sign."""
    unsigned, _, form = _FORMATS[width]
    return int(struct.unpack(unsigned, struct.pack(form, value))[0])


def int_to_float(value: int, width: int = 64) -> float:
    """The float that has these bits."""
    unsigned, _, form = _FORMATS[width]
    return float(struct.unpack(form, struct.pack(unsigned, value))[0])


def next_up(value: float, width: int = 64) -> float:
    """The next larger float; an infinity and NaN stay."""
    if math.isnan(value) or (math.isinf(value) and value > 0):
        return value
    if value == 0.0 and is_negative(value):
        return 0.0
    _, signed, form = _FORMATS[width]
    bits = struct.unpack(signed, struct.pack(form, value))[0]
    return float(struct.unpack(form, struct.pack(signed, bits + (1 if bits >= 0 else -1)))[0])


def next_down(value: float, width: int = 64) -> float:
    """The next smaller float."""
    return -next_up(-value, width)


def width_smallest_normals(width: int) -> float:
    """The smallest positive float of a width that is not subnormal."""
    return _SMALLEST_NORMALS[width]


def next_down_normal(value: float, width: int, *, allow_subnormal: bool) -> float:
    """The next smaller float, past the subnormal ones where they are not allowed."""
    value = next_down(value, width)
    smallest = _SMALLEST_NORMALS[width]
    if not allow_subnormal and 0 < abs(value) < smallest:
        return 0.0 if value > 0 else -smallest
    return value


def next_up_normal(value: float, width: int, *, allow_subnormal: bool) -> float:
    """The next larger float, past the subnormal ones where they are not allowed."""
    return -next_down_normal(-value, width, allow_subnormal=allow_subnormal)


def count_between_floats(x: float, y: float, width: int = 64) -> int:
    """How many floats lie between two, both counted."""
    assert x <= y
    if not is_negative(x):
        return float_to_int(y, width) - float_to_int(x, width) + 1
    if is_negative(y):
        return float_to_int(x, width) - float_to_int(y, width) + 1
    return count_between_floats(x, -0.0, width) + count_between_floats(0.0, y, width)
