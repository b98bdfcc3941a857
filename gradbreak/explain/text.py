"""An explanation for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text

from gradbreak.engine.recording import Content
from gradbreak.explain.explanation import Explanation, FollowedTest
from gradbreak.explain.ladder import Rung
from gradbreak.explain.oracle import Basis
from gradbreak.explain.tape import Change, Row, TapeComparison
from gradbreak.model import Reason, Status
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.explain import BasisWords, ExplainTexts
from gradbreak.texts.printing import print_lines
from gradbreak.texts.trace import TraceTexts
from gradbreak.trace.wording import effect_in_words, number, order_in_words, shortened

LONGEST_TARGET = 34
"""Columns for what is written to; the middle of a longer name is left out."""


class _Words(NamedTuple):
    """The language: what an explanation says, and what is said about a sweep."""

    explain: ExplainTexts
    trace: TraceTexts


def print_explanation(explanation: Explanation, console: Console, language: str = "en") -> None:
    """Print everything; colour only repeats what marks and words say already."""
    print_lines(_heading(explanation), console)
    _print_code(explanation.diff, "diff", console)
    print_lines(explanation_lines(explanation, language), console)
    if explanation.killing_test is not None:
        console.print()
        _print_code(explanation.killing_test.source, "python", console)


def _print_code(code: str, language: str, console: Console) -> None:
    """Print code in colour on a terminal, and unchanged anywhere else, so that it can be pasted and piped."""
    if console.is_terminal:
        console.print(Syntax(code.rstrip(), language, theme="ansi_dark", background_color="default"))
    else:
        print_lines([Text(line) for line in code.splitlines()], console)


def _heading(explanation: Explanation) -> Iterator[Text]:
    yield Text(explanation.title, style="bold")
    yield Text(explanation.id, style="dim")
    yield Text(f"{explanation.family}: {explanation.meaning}" if explanation.meaning else explanation.family)
    yield Text()


def explanation_lines(explanation: Explanation, language: str = "en") -> list[Text]:
    """What stands between the diff and the killing test.

    Args:
        explanation: what to show.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    words = _Words(load(ExplainTexts, language), load(TraceTexts, language))
    lines = [Text(), *_ladder(explanation.ladder, words.explain), Text()]
    if explanation.test is None:
        lines.append(Text(words.explain.unreached_by_all))
    else:
        lines += _followed(explanation.test, words)
    return [*lines, Text(), *_verdict(explanation, words.explain)]


def _ladder(ladder: Sequence[Rung], texts: ExplainTexts) -> Iterator[Text]:
    wide = max(len(texts.suite), *(len(rung.suite) for rung in ladder))
    titles = (texts.tests, texts.reached, texts.changed, texts.noticed)
    yield Text("  ".join([f"{texts.suite:<{wide}}", *titles]), style="dim")
    for rung in ladder:
        counts = zip((rung.tests, rung.reached, rung.changed, rung.noticed), titles, strict=True)
        line = "  ".join([f"{rung.suite:<{wide}}", *(f"{count:>{len(title)}}" for count, title in counts)])
        unmeasured = f"  {say(texts.unmeasured, count=rung.unmeasured)}" if rung.unmeasured else ""
        yield Text(line + unmeasured, style="bold" if rung.noticed else "")


def _followed(test: FollowedTest, words: _Words) -> Iterator[Text]:
    texts = words.explain
    yield Text(test.id, style="bold")
    said = _how_far(test, texts)
    yield Text(said if test.chosen else f"{said} {texts.says_most}")
    if test.tape is not None:
        yield Text()
        if test.order is not None:
            yield Text(order_in_words(test.order, words.trace))
        yield from _tape(test.tape, words)
    elif test.reason is not Reason.UNREACHED:
        yield Text(texts.nothing_recorded)
    failure = test.failure
    if failure is not None:
        yield Text()
        where = f"{failure.file}:{failure.line}  {failure.statement}" if failure.file else texts.outside_its_file
        yield Text(where)
        first, *more = f"{failure.exception}: {failure.message}".rstrip(": ").splitlines()
        yield Text(f"    {first}", style="bold red")
        yield from (Text(f"    {line.strip()}") for line in more[:6] if line.strip())


def _how_far(test: FollowedTest, texts: ExplainTexts) -> str:
    """How far up the ladder the test got, and why no further."""
    killed = {
        Status.KILLED: texts.killed.killed,
        Status.ERROR: texts.killed.error,
        Status.TIMEOUT: texts.killed.timeout,
        Status.CRASHED: texts.killed.crashed,
        Status.DEPENDS_ON_ORDER: texts.killed.depends_on_order,
    }
    if test.status in killed:
        return f"{_climbed(test.tape, texts)} {killed[test.status]}"
    return {
        Reason.UNREACHED: texts.survived.unreached,
        Reason.UNCHANGED: texts.survived.unchanged,
        Reason.UNNOTICED: texts.survived.unnoticed,
        None: texts.survived.unmeasured,
    }[test.reason]


def _climbed(tape: TapeComparison | None, texts: ExplainTexts) -> str:
    """The rungs below the last one. A test can fail without any write that differs, by what a value shows or raises."""
    is_the_same = tape is not None and tape.first is None and tape.complete and not tape.ran_out
    return texts.climbed_without_a_change if is_the_same else texts.climbed


def _tape(tape: TapeComparison, words: _Words) -> Iterator[Text]:
    texts = words.explain
    if not tape.rows:
        yield Text(texts.no_writes)
        return
    titles = (texts.written_by, texts.to, texts.intact, texts.mutant)
    shown = [
        (row.site, shortened(row.target, LONGEST_TARGET), _words(row.intact), _words(row.mutated)) for row in tape.rows
    ]
    widths = [max(len(row[column]) for row in (titles, *shown)) for column in range(4)]

    def line(mark: str, row: tuple[str, ...]) -> str:
        cells = (f"{cell:{align}{size}}" for cell, align, size in zip(row, "<<>>", widths, strict=True))
        return f"{mark} {'  '.join(cells)}".rstrip()

    yield Text(line(" ", titles), style="dim")
    if tape.above:
        yield Text(f"  … {say(texts.above, writes=_counted(tape.above, texts))}", style="dim")
    for index, (row, cells) in enumerate(zip(tape.rows, shown, strict=True)):
        yield Text(line(">" if row.effect else " ", cells), style="bold red" if row.effect else "")
        if row.effect:
            first = f"  ({words.trace.first_difference})" if index == tape.first else ""
            yield Text(f"    {_said(row, effect_in_words(row.effect, words.trace.effects))}{first}")
    yield from _after(tape, texts)


def _after(tape: TapeComparison, texts: ExplainTexts) -> Iterator[Text]:
    intact, mutated = tape.below
    if intact == mutated > 0:
        yield Text(f"  … {say(texts.below, writes=_counted(intact, texts))}", style="dim")
    elif intact != mutated:
        below = say(texts.below_differs, writes=_counted(intact, texts), count=f"{mutated:,}")
        yield Text(f"  … {below}", style="dim")
    if tape.first is None:
        yield Text(f"  {texts.nothing_differs}")
    if tape.ran_out:
        yield Text(f"  {texts.not_ending}")
    elif not tape.complete:
        yield Text(f"  {texts.not_recorded}")


def _counted(count: int, texts: ExplainTexts) -> str:
    return say(texts.writes_one if count == 1 else texts.writes_many, count=f"{count:,}")


def _said(row: Row, effect: str) -> str:
    """``a.grad: 10 → -6, replaced, not added``."""
    return f"{row.target}: {_words(row.mutated)}, {effect}" if row.mutated else f"{row.target}: {effect}"


def _words(change: Change | None) -> str:
    if change is None:
        return ""
    return _content(change.after) if change.before is None else f"{_content(change.before)} → {_content(change.after)}"


def _content(content: Content) -> str:
    return content if isinstance(content, str) else number(content)


def _verdict(explanation: Explanation, texts: ExplainTexts) -> Iterator[Text]:
    test = explanation.killing_test
    if explanation.equivalent is not None:
        yield Text(texts.equivalent, style="bold")
        yield Text(f"    {explanation.equivalent}")
    elif explanation.withholds_test:
        yield Text(texts.withheld)
    elif test is None:
        yield Text(texts.not_found)
    else:
        yield Text(texts.found, style="bold")
        yield Text(f"    {test.outcome}.", style="bold")
        yield Text(say(texts.confirmed, basis=_basis(test.basis, texts.bases)))


def _basis(basis: Basis, texts: BasisWords) -> str:
    return {
        Basis.DUAL: texts.dual,
        Basis.DIFFERENCES: texts.differences,
        Basis.PLAIN: texts.plain,
        Basis.ENGINE: texts.engine,
    }[basis]
