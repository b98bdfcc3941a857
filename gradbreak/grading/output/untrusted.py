"""Text that a student's code chose, made harmless for terminals, logs, spreadsheets and pages."""

from __future__ import annotations

import unicodedata

LONGEST = 300
"""Characters of a name or a reason that are shown."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
"""Unicode categories that do not show: control, format (text direction too), surrogates, line ends, unassigned."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


def printable(text: str, longest: int = LONGEST) -> str:
    """One line without anything that moves a cursor, changes a colour or turns the text around.

    Args:
        text: of any content.
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
    """A text for a spreadsheet, which must not run it: what looks like a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def in_markdown(text: str) -> str:
    """A text that Markdown shows as it is: everything but letters, digits and blanks as a character reference.

    Backslashes would not do: they are taken as such inside code and tables.
    """
    return "".join(each if each.isalnum() or each == " " else f"&#{ord(each)};" for each in text)
