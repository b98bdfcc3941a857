"""TOML for structs."""

from __future__ import annotations

import tomllib
from typing import Any

from .conversion import convert
from .errors import DecodeError


def decode(text: bytes | str, *, type: Any = Any) -> Any:
    """A value from TOML.

    Raises:
        DecodeError: it is no TOML.
        ValidationError: it is TOML of another type.
    """
    try:
        value = tomllib.loads(text if isinstance(text, str) else text.decode())
    except ValueError as error:
        raise DecodeError(str(error)) from None
    return convert(value, type)
