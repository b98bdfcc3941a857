"""Escapes text that a student's code chose, for terminals, logs, spreadsheets and Markdown."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300
"""How many characters of a name or a reason are shown."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
"""Unicode categories that do not show: control, format (text direction too), surrogates, line ends, unassigned."""

_JOINERS = frozenset({"\u200c", "\u200d"})
"""Zero-width characters of category Cf that are letters of names in Persian, Hindi and other scripts."""

_BEGINNING = "[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212]"
_FORMULA = re.compile(f"{_BEGINNING}|[\\t\\r]")
_FORMULA_BEHIND = re.compile(f"(?s)(?<=.)([;,|\\t\\r\\n])(?={_BEGINNING})")
"""What begins a formula in a spreadsheet, at the start of a cell or behind what may separate cells (OWASP, CSV
Injection). Spreadsheets of East Asia take the fullwidth forms as well."""


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
    if unicodedata.category(character) not in _HIDDEN or character in _JOINERS:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cell(text: str) -> str:
    """A text for a spreadsheet. An apostrophe goes in front of what looks like a formula, so that it is not run.

    It does so behind a semicolon or a tab too: where a spreadsheet takes those for the ends of cells, a cell begins
    there. A lone hyphen stays: Moodle writes one for nothing.
    """
    if text == "-":
        return text
    quoted = _FORMULA_BEHIND.sub(r"\1'", text)
    return f"'{quoted}" if _FORMULA.match(text) else quoted


def in_markdown(text: str) -> str:
    """A text that Markdown shows literally: all but letters, digits and blanks become character references.

    Backslash escapes were rejected, because inside code and tables they are shown as backslashes.
    """
    return "".join(each if each.isalnum() or each == " " else f"&#{ord(each)};" for each in text)
