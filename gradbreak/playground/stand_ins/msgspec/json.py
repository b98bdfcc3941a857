"""JSON for structs."""

from __future__ import annotations

import json
from typing import Any

from .conversion import convert, to_plain
from .errors import DecodeError


def encode(value: object) -> bytes:
    """A value as JSON; NaN and the infinities become null, as with msgspec."""
    return json.dumps(_finite(to_plain(value)), ensure_ascii=False, separators=(",", ":")).encode()


def decode(text: bytes | str, *, type: Any = Any) -> Any:
    """A value from JSON.

    Raises:
        DecodeError: it is no JSON.
        ValidationError: it is JSON of another type.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise DecodeError(str(error)) from None
    return convert(value, type)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list) else value
