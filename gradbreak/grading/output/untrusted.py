"""Escapes text that a student's code chose, for terminals, logs, spreadsheets and Markdown."""

from __future__ import annotations

import unicodedata

LONGEST = 300
"""How many characters of a name or a reason are shown."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
"""Unicode categories that do not show: control, format (text direction too), surrogates, line ends, unassigned."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Characters that begin a formula in a spreadsheet (OWASP, CSV Injection)."""


def printable(text: str, longest: int = LONGEST) -> str:
    """One line without characters that move the cursor, change colours or reverse the text.

    Args:
        text: any text.
        longest: how many characters to keep; the middle of a longer text is left out.
    """
    if len(text) > longest:
        half = (longest - 1) // 2
        text = f"{text[:half]}…{text[-half:]}"
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cell(text: str) -> str:
    """A text for a spreadsheet. An apostrophe goes in front of what looks like a formula, so that it is not run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def in_markdown(text: str) -> str:
    """A text that Markdown shows literally: all but letters, digits and blanks become character references.

    Backslash escapes were rejected, because inside code and tables they are shown as backslashes.
    """
    return "".join(each if each.isalnum() or each == " " else f"&#{ord(each)};" for each in text)
