"""What the page's script needs and the page's markup does not already say, as compact JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from markupsafe import Markup
from msgspec import Struct

from gradbreak.model import Break, Failure, FailureKind, Mutant, Results, Status
from gradbreak.report.changes import in_source_order, narrowed, offset_of, says_the_same
from gradbreak.report.matrix_view import Matrix
from gradbreak.report.texts import Texts
from gradbreak.report.verdicts import GLYPHS, Verdicts

LONGEST_MESSAGE = 120
"""In characters. ``results.json`` has the whole message."""

_UNKNOWN = Failure(kind=FailureKind.EXCEPTION, exception="", message="", file="", line=0, statement="")
"""For a failure of which nothing was recorded."""

_TOLERANCE = re.compile(r" ± [\d.e+-]+")
_LONG_FRACTION = re.compile(r"(\d+\.\d{4})\d{3,}(?!\d*e)")


class RowData(Struct, frozen=True, array_like=True, omit_defaults=True):
    """One mutant or break.

    Attributes:
        group: the number of its family on the page; within a family, these rows are in the page's order.
        change: from which column of its line, how many characters, and what stands there instead; the line is
            that of its mark in the source. A recorded diff where the source cannot tell; for a break, the numbers
            of its members among these rows.
        argument: why no test can kill it, or empty.
        name: what its id begins with; empty where that is so of the row before, too.
        number: the digits that its id ends with; empty where they follow those of the row before.
    """

    group: int
    change: tuple[int, int, str] | str | tuple[int, ...]
    argument: str = ""
    name: str = ""
    number: str = ""


Folded = tuple[tuple[str | int, ...], ...]
"""Lists of texts in which a text that was met before is its number, counted from 0 by first appearance."""


class PageData(Struct, frozen=True):
    """The whole block.

    Attributes:
        rows: the mutants in the order of their marks in the source, then the breaks in the order of the page.
        statements: for each suite, the statement that failed on each row on which a test of it fails or ends with
            an exception. It is that of the suite's first failed assertion, or of its first exception where no
            assertion failed; the script knows from the heat map which test that is.
        messages: in the same order, what came of it.
        home: the suite whose cells are shown where no other was asked for.
        glyphs: state → its character.
        texts: the script's sentences.
    """

    rows: tuple[RowData, ...]
    statements: Folded
    messages: Folded
    home: int
    glyphs: dict[str, str]
    texts: dict[str, str]


def build_data(
    results: Results,
    matrix: Matrix,
    verdicts: Verdicts,
    home: str | None,
    texts: Texts,
) -> PageData:
    """Gather it.

    Args:
        results: the run.
        matrix: its rows in the order of the page.
        verdicts: its cells.
        home: the suite the headline is about, or None.
        texts: the page's language.
    """
    changes: tuple[Mutant | Break, ...] = (*in_source_order(results), *results.breaks)
    shown = [
        [failure for change in changes for failure in _first_failure(change.id, column.name, verdicts)]
        for column in matrix.columns
    ]
    names = [column.name for column in matrix.columns]
    return PageData(
        rows=_rows(changes, results, matrix),
        statements=folded([[failure.statement for failure in column] for column in shown]),
        messages=folded([[_said(failure) for failure in column] for column in shown]),
        home=names.index(home) if home in names else 0,
        glyphs={state.value: glyph for state, glyph in GLYPHS.items()},
        texts=texts.for_script(),
    )


def as_script_block(data: PageData) -> Markup:
    """JSON that cannot end the script element it stands in."""
    return Markup(msgspec.json.encode(data).decode().replace("<", "\\u003c"))


def shortened(message: str) -> str:
    """The first line of what a failure said, which has the values, without tolerances and endless decimals.

    The dots stay, so that ``0.3000… == 0.3`` does not read as a contradiction.
    """
    text = _LONG_FRACTION.sub(r"\1…", _TOLERANCE.sub("", message.partition("\n")[0].strip()))
    return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + " …"


def folded(lists: Iterable[Iterable[str]]) -> Folded:
    """Each text once, where it is met first, and its number wherever it is met again."""
    numbers: dict[str, int] = {}

    def fold(text: str) -> str | int:
        if text in numbers:
            return numbers[text]
        numbers[text] = len(numbers)
        return text

    return tuple(tuple(fold(text) for text in texts) for texts in lists)


def _rows(changes: Sequence[Mutant | Break], results: Results, matrix: Matrix) -> tuple[RowData, ...]:
    group_of = {row.id: number for number, group in enumerate(matrix.groups) for row in group.rows}
    rows = []
    last_name, last_number = "", ""
    for change in changes:
        name = change.id.rstrip("0123456789")
        number = change.id[len(name) :]
        follows = name == last_name and last_number != "" and int(number) == int(last_number) + 1
        rows.append(
            RowData(
                group=group_of[change.id],
                change=_members(change, changes) if isinstance(change, Break) else _change(change, results),
                argument=(change.equivalent or "") if isinstance(change, Mutant) else "",
                name="" if name == last_name else name,
                number="" if follows else number,
            )
        )
        last_name, last_number = name, number
    return tuple(rows)


def _members(broken: Break, changes: Sequence[Mutant | Break]) -> tuple[int, ...]:
    return tuple(index for index, change in enumerate(changes) if change.id in broken.members)


def _change(mutant: Mutant, results: Results) -> tuple[int, int, str] | str:
    text = results.engine.files[mutant.location.file]
    change = narrowed(mutant)
    if not says_the_same(change, mutant, text):
        return mutant.diff
    start = offset_of(change, text)
    return (
        _script_length(text[start - change.column : start]),
        _script_length(text[start : start + change.length]),
        change.text,
    )


def _script_length(text: str) -> int:
    """How long a script takes a text to be: it counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _first_failure(change: str, suite: str, verdicts: Verdicts) -> Iterator[Failure]:
    """The failure to show for a cell; nothing where no test of the suite fails or ends with an exception."""
    cells = [verdicts.cell(change, test.id) for test in verdicts.tests[suite]]
    for status in (Status.KILLED, Status.ERROR):
        first = next((cell for cell in cells if cell and cell.status == status), None)
        if first is not None:
            yield first.failure or _UNKNOWN
            return


def _said(failure: Failure) -> str:
    said = shortened(failure.message)
    return said if said.startswith("assert") or not failure.exception else f"{failure.exception}: {said}"
