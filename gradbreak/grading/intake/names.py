"""Makes file names readable, whatever encoding they were written in.

Linux stores names as bytes, and zip archives made on Windows hold names in the encoding of that Windows. Nothing says
which one it was, so each encoding is tried, and the one whose result looks most like text is taken.
"""

from __future__ import annotations

import os
import struct
import unicodedata
from collections.abc import Callable

UTF8_FLAG = 0x800
"""The flag of a zip member whose name is in UTF-8."""

UNICODE_PATH = 0x7075
"""The extra field in which some zip programs store the name in UTF-8 as well."""


def readable(name: str) -> str:
    r"""A name of a file system, with bytes that are not UTF-8 decoded by the encoding that fits best.

    >>> readable("Müller"), readable("M\udcfcller")
    ('Müller', 'Müller')
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return decoded(os.fsencode(name))
    return name


def zip_name(name: str, flags: int, extra: bytes) -> str:
    """The name of a zip member.

    Args:
        name: as ``zipfile`` decodes it: by code page 437 where it is not said to be UTF-8.
        flags: the member's flags.
        extra: its extra fields.
    """
    if flags & UTF8_FLAG:
        return name
    stored = _unicode_path(extra)
    if stored:
        return stored
    try:
        return decoded(name.encode("cp437"))
    except UnicodeEncodeError:
        return name


def _unicode_path(extra: bytes) -> str:
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == UNICODE_PATH and len(field) > 5:
            # A version of one byte and a checksum of four come first.
            return field[5:].decode("utf-8", errors="replace")
    return ""


def decoded(name: bytes) -> str:
    """The bytes of a name as text: in UTF-8 if that is possible, else in the encoding that gives the likeliest text."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        pass
    best, most = name.decode("latin-1"), 0.0
    for encoding, likelihood in _ENCODINGS.items():
        try:
            text = name.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = [character for character in text if not character.isascii()]
        value = sum(map(likelihood, foreign)) / max(1, len(foreign))
        if value > most:
            best, most = text, value
    return best


def _japanese(character: str) -> float:
    """How likely a character is in a Japanese name. Half-width letters are rare, and Chinese pairs decode to them."""
    encoded = character.encode("cp932")
    if len(encoded) == 1:
        return 0.1
    if "\u3040" <= character <= "\u30ff" or character == "\u3000":
        return 1.0
    # The characters of daily use come first in the standard, those of JIS level 2 from 0x989F on.
    return 0.9 if b"\x88\x9f" <= encoded < b"\x98\x9f" else 0.3


def _chinese(character: str) -> float:
    """How likely a character is in a Chinese name: level 1 of GB 2312 is sorted first and in daily use."""
    lead, trail = character.encode("gbk")
    if trail < 0xA1 or not 0xB0 <= lead <= 0xF7:
        return 0.15
    return 0.95 if lead <= 0xD7 else 0.4


def _latin(character: str) -> float:
    is_letter = unicodedata.name(character, "").startswith("LATIN") and unicodedata.category(character) in ("Ll", "Lu")
    return 0.5 if is_letter else 0.05


_ENCODINGS: dict[str, Callable[[str], float]] = {
    "cp932": _japanese,
    "gbk": _chinese,
    "cp1252": _latin,
    "cp437": _latin,
}
"""Encoding → how likely a character that is not ASCII is in it. The first of equals wins."""
