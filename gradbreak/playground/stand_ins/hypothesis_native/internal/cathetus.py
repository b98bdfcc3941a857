"""The third side of a right-angled triangle."""

from __future__ import annotations

import math
from sys import float_info


def cathetus(h: float, a: float) -> float:
    """The cathetus of a triangle with hypotenuse ``h`` and cathetus ``a``, without overflow on the way."""
    if math.isnan(h):
        return math.nan
    if math.isinf(h):
        return math.nan if math.isinf(a) else math.inf
    h, a = math.fabs(h), math.fabs(a)
    if h < a:
        return math.nan
    if h > float_info.max / 2:
        return math.sqrt(h - a) * math.sqrt(h / 2 + a / 2) * math.sqrt(2)
    if h > math.sqrt(float_info.max) or h < math.sqrt(float_info.min):
        return math.sqrt(h - a) * math.sqrt(h + a)
    return math.sqrt((h - a) * (h + a))
