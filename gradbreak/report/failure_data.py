"""The failure shown for each mutant and suite. Each text is stored once, next to similar ones, to compress well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from gradbreak.model import Failure, FailureKind, Status
from gradbreak.report.cell_table import CellTable

LONGEST_MESSAGE = 120
"""In characters. ``results.json`` has the whole message."""

FIRST_CHOICE = "A"
"""The character that stands for the first of a test's failures; the next stands for the second."""

_UNKNOWN = Failure(kind=FailureKind.EXCEPTION, exception="", message="", file="", line=0, statement="")
"""For a failure of which nothing was recorded."""

_TOLERANCE = re.compile(r" ± [\d.e+-]+")
_LONG_FRACTION = re.compile(r"(\d+\.\d{4})\d{3,}(?!\d*e)")

Folded = tuple[tuple[str | int, ...], ...]
"""Lists of texts in which a text that was met before is its number, counted from 0 by first appearance."""


class FailureData(Struct, frozen=True):
    """The failure that is shown for each cell: of the shortest test that fails an assertion, or else that raises.

    Attributes:
        tests: for each test whose failure is shown anywhere, in the order in which they are met, its failures: for
            each statement the statement and then what came of it. The statement is empty for exceptions, which
            say enough themselves. The texts are folded over all of them.
        choices: for each suite, for each row on which a test of it fails or ends with an exception, a character
            that says which of the test's failures it was. The script knows from the heat map which test that is.
    """

    tests: tuple[Folded, ...]
    choices: str


def build_failures(rows: Sequence[str], suites: Sequence[str], verdicts: CellTable) -> FailureData:
    """Gather them.

    Args:
        rows: the ids of mutants and breaks, in the order of the page's data.
        suites: their names, in the order of the page.
        verdicts: the run's cells.
    """
    shown = [found for suite in suites for row in rows for found in _shown_failure(row, suite, verdicts)]
    by_test: dict[str, dict[str, dict[str, None]]] = {}
    for test, failure in shown:
        by_test.setdefault(test, {}).setdefault(statement_of(failure), {})[_said(failure)] = None
    places = {
        test: {pair: place for place, pair in enumerate(_pairs(statements))} for test, statements in by_test.items()
    }
    lists = iter(folded([said, *messages] for test in by_test.values() for said, messages in test.items()))
    return FailureData(
        tests=tuple(tuple(next(lists) for _ in statements) for statements in by_test.values()),
        choices="".join(
            chr(ord(FIRST_CHOICE) + places[test][statement_of(failure), _said(failure)]) for test, failure in shown
        ),
    )


def shortened(message: str) -> str:
    """The first line of what a failure said, which has the values: without ``assert``, tolerances and endless decimals.

    The dots stay, so that ``0.3000… == 0.3`` does not read as a contradiction.
    """
    said = message.partition("\n")[0].strip().removeprefix("assert ")
    text = _LONG_FRACTION.sub(r"\1…", _TOLERANCE.sub("", said))
    return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + " …"


def statement_of(failure: Failure) -> str:
    """The assertion that failed; nothing where an exception ended the test elsewhere."""
    return failure.statement if failure.kind is FailureKind.ASSERTION else ""


def folded(lists: Iterable[Iterable[str]]) -> Folded:
    """Each text once, where it is met first, and its number wherever it is met again."""
    numbers: dict[str, int] = {}

    def fold(text: str) -> str | int:
        if text in numbers:
            return numbers[text]
        numbers[text] = len(numbers)
        return text

    return tuple(tuple(fold(text) for text in texts) for texts in lists)


def _pairs(statements: dict[str, dict[str, None]]) -> Iterator[tuple[str, str]]:
    return ((statement, message) for statement, messages in statements.items() for message in messages)


def _shown_failure(change: str, suite: str, verdicts: CellTable) -> Iterator[tuple[str, Failure]]:
    """The test and the failure to show for a cell; nothing where no test fails or ends with an exception."""
    test = verdicts.example_test(change, suite)
    cell = verdicts.cell(change, test) if test else None
    if cell is not None and cell.status in (Status.KILLED, Status.ERROR):
        yield cell.test, cell.failure or _UNKNOWN


def _said(failure: Failure) -> str:
    said = shortened(failure.message)
    is_plain = failure.message.startswith("assert") or not failure.exception
    return said if is_plain else f"{failure.exception}: {said}"
