"""An explanation for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text

from gradbreak.engine.recording import Content
from gradbreak.explain.explanation import Explanation, Story
from gradbreak.explain.killing import KillingTest
from gradbreak.explain.ladder import Rung
from gradbreak.explain.oracle import Basis
from gradbreak.explain.tape import Change, Row, SideBySide
from gradbreak.model import Reason, Status
from gradbreak.texts.printing import print_lines
from gradbreak.trace.wording import number, shortened

LONGEST_TARGET = 34
"""Columns for what is written to; the middle of a longer name is left out."""

_NOTICED = {
    Status.KILLED: "noticed: an assertion failed",
    Status.ERROR: "noticed: an exception ended it",
    Status.TIMEOUT: "noticed: it did not end in time",
    Status.CRASHED: "noticed: it took its process down",
}
_LIVED = {
    Reason.UNREACHED: "never reached: the test runs none of the changed code, so the mutant lives",
    Reason.UNCHANGED: "reached → nothing changed: every write was the same, so the mutant lives",
    Reason.UNNOTICED: "reached → changed → not noticed: no assertion looks at what differs, so the mutant lives",
    None: "reached; what it wrote was not recorded to the end, so nobody knows whether it changed",
}


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print everything; colour only repeats what marks and words say already."""
    print_lines(_heading(explanation), console)
    _print_code(explanation.diff, "diff", console)
    print_lines(explanation_lines(explanation), console)
    if explanation.killing_test is not None:
        console.print()
        _print_code(explanation.killing_test.source, "python", console)


def _print_code(code: str, language: str, console: Console) -> None:
    """In colour on a terminal; anywhere else as it is, to be pasted and piped."""
    if console.is_terminal:
        console.print(Syntax(code.rstrip(), language, theme="ansi_dark", background_color="default"))
    else:
        print_lines([Text(line) for line in code.splitlines()], console)


def _heading(explanation: Explanation) -> Iterator[Text]:
    yield Text(explanation.title, style="bold")
    yield Text(explanation.id, style="dim")
    yield Text(f"{explanation.family}: {explanation.meaning}" if explanation.meaning else explanation.family)
    yield Text()


def explanation_lines(explanation: Explanation) -> list[Text]:
    """What stands between the diff and the killing test."""
    lines = [Text(), *_ladder(explanation.ladder), Text()]
    if explanation.test is None:
        lines.append(Text("No test reaches the changed code."))
    else:
        lines += _story(explanation.test)
    return [*lines, Text(), *_verdict(explanation)]


def _ladder(ladder: Sequence[Rung]) -> Iterator[Text]:
    wide = max(len(rung.suite) for rung in ladder)
    yield Text(f"{'suite':<{wide}}  tests  reached  changed  noticed", style="dim")
    for rung in ladder:
        line = f"{rung.suite:<{wide}}  {rung.tests:>5}  {rung.reached:>7}  {rung.changed:>7}  {rung.noticed:>7}"
        unmeasured = f"  and {rung.unmeasured} not measured to the end" if rung.unmeasured else ""
        yield Text(line + unmeasured, style="bold" if rung.noticed else "")


def _story(story: Story) -> Iterator[Text]:
    yield Text(story.id, style="bold")
    said = f"{_climbed(story.tape)} {_NOTICED[story.status]}" if story.status in _NOTICED else _LIVED[story.reason]
    yield Text(said if story.chosen else f"{said} (of all tests this one says most)")
    if story.tape is not None:
        yield Text()
        yield from _tape(story.tape)
    elif story.reason is not Reason.UNREACHED:
        yield Text("Its process ended before it could say what it wrote.")
    failure = story.failure
    if failure is not None:
        yield Text()
        where = f"{failure.file}:{failure.line}  {failure.statement}" if failure.file else "Outside its file"
        yield Text(where)
        first, *more = f"{failure.exception}: {failure.message}".rstrip(": ").splitlines()
        yield Text(f"    {first}", style="bold red")
        yield from (Text(f"    {line.strip()}") for line in more[:6] if line.strip())


def _climbed(tape: SideBySide | None) -> str:
    """The rungs below the last one; what a value shows, or which error it raises, is told without any write."""
    is_the_same = tape is not None and tape.first is None and tape.complete and not tape.ran_out
    return "reached → every write was the same, and yet" if is_the_same else "reached → changed →"


def _tape(tape: SideBySide) -> Iterator[Text]:
    if not tape.rows:
        yield Text("It writes to no value and no gradient.")
        return
    titles = ("written by", "to", "intact", "mutant")
    shown = [
        (row.site, shortened(row.target, LONGEST_TARGET), _words(row.intact), _words(row.mutated)) for row in tape.rows
    ]
    widths = [max(len(row[column]) for row in (titles, *shown)) for column in range(4)]

    def line(mark: str, row: tuple[str, ...]) -> str:
        cells = (f"{cell:{align}{size}}" for cell, align, size in zip(row, "<<>>", widths, strict=True))
        return f"{mark} {'  '.join(cells)}".rstrip()

    yield Text(line(" ", titles), style="dim")
    if tape.above:
        yield Text(f"  … {_counted(tape.above)} before, the same in both", style="dim")
    for index, (row, cells) in enumerate(zip(tape.rows, shown, strict=True)):
        yield Text(line(">" if row.effect else " ", cells), style="bold red" if row.effect else "")
        if row.effect:
            yield Text(f"    {_said(row)}{'  (the first difference)' if index == tape.first else ''}")
    yield from _after(tape)


def _after(tape: SideBySide) -> Iterator[Text]:
    intact, mutated = tape.below
    if intact or mutated:
        counts = _counted(intact) if intact == mutated else f"{_counted(intact)} intact, {mutated} by the mutant"
        yield Text(f"  … then {counts}", style="dim")
    if tape.first is None:
        yield Text("  No write differs.")
    if tape.ran_out:
        yield Text("  The test does not end on the mutant.")
    elif not tape.complete:
        yield Text("  Later writes were not recorded.")


def _counted(count: int) -> str:
    return f"{count:,} write" + ("" if count == 1 else "s")


def _said(row: Row) -> str:
    """``a.grad: 10 → -6, replaced, not added``."""
    return f"{row.target}: {_words(row.mutated)}, {row.effect}" if row.mutated else f"{row.target}: {row.effect}"


def _words(change: Change | None) -> str:
    if change is None:
        return ""
    return _content(change.after) if change.before is None else f"{_content(change.before)} → {_content(change.after)}"


def _content(content: Content) -> str:
    return content if isinstance(content, str) else number(content)


def _verdict(explanation: Explanation) -> Iterator[Text]:
    if explanation.equivalent is not None:
        yield Text("No test can kill it, by the argument in equivalent.toml:", style="bold")
        yield Text(f"    {explanation.equivalent}")
    elif explanation.killing_test is None:
        yield Text("No test that kills it was found. If none can, equivalent.toml is the place for the argument.")
    else:
        yield from _killing(explanation.killing_test)


def _killing(test: KillingTest) -> Iterator[Text]:
    yield Text("A test that kills it. It was run: it passes on the engine as it is, and on the mutant", style="bold")
    yield Text(f"    {test.outcome}.", style="bold")
    if test.basis is Basis.ENGINE:
        yield Text("What it expects is what the engine as it is says; no second method knows that.")
    else:
        yield Text(f"What it expects is confirmed by {test.basis}.")
