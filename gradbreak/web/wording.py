"""Numbers and sentences as a reader sees them."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal

from markupsafe import Markup

MINUS = "\u2212"

_MARKS = (
    (re.compile(r"\*\*(.+?)\*\*"), "<b>{}</b>"),
    (re.compile(r"__(.+?)__"), "<em>{}</em>"),
    (re.compile(r"`(.+?)`"), "<code>{}</code>"),
)


def rich(sentence: str, **values: object) -> Markup:
    """A sentence of the catalogue as HTML.

    Args:
        sentence: text with ``**strong**``, ``__the finding itself__``, ```code``` and ``{name}``.
        values: what the names stand for; text is escaped, so a value cannot add markup of its own.
    """
    html = str(Markup.escape(sentence))
    for mark, tags in _MARKS:
        html = mark.sub(lambda found, tags=tags: tags.format(found[1]), html)  # type: ignore[misc]  # bound at once
    return Markup(html).format(**values)


def defined(name: str, word: str, definition: str) -> Markup:
    """A word whose definition shows while the pointer, the focus or a finger is on it; no script is needed.

    Args:
        name: unique on the page, for the element's id.
        word: as it stands in the sentence.
        definition: a sentence as for ``rich``.
    """
    return Markup(
        '<button type="button" class="term" aria-describedby="define-{}">{}</button>'
        '<span class="definition" role="tooltip" id="define-{}">{}</span>'
    ).format(name, word, name, rich(definition))


def plain(sentence: str, **values: object) -> str:
    """The same sentence without markup, for a title or a label."""
    for mark, _ in _MARKS:
        sentence = mark.sub(r"\1", sentence)
    return sentence.format(**values)


def number(value: float, decimal: str = ".", digits: int = 6) -> str:
    """A measured number with up to so many digits: ``10``, ``−6``, ``0.333333``."""
    return f"{value + 0.0:.{digits}g}".replace("-", MINUS).replace(".", decimal)


def signed(value: float, decimal: str = ".") -> str:
    """A contribution: ``+10``, ``−6``."""
    return ("+" if value >= 0 else "") + number(value, decimal)


def percent(value: float | None, decimal: str = ".", sign: str = "%") -> str:
    """A percentage with one decimal at most, rounded down so that 99.96% never reads as 100%.

    Args:
        value: in percent; None where there was nothing to count.
        decimal: the mark between units and tenths.
        sign: the percent sign, with the space that the language sets before it.
    """
    if value is None:
        return "–"
    # In decimals, as 64.9 * 10 is not 649 in floats.
    tenths = Decimal(repr(value)).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    return f"{tenths}".removesuffix(".0").replace(".", decimal) + sign
