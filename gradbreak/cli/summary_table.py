"""The finding in a terminal: coverage beside kills, one line a suite."""

from __future__ import annotations

from collections.abc import Container, Mapping

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradbreak.analysis.findings import Findings, Shape, SuiteFinding, find
from gradbreak.model import Results
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.printing import in_bold
from gradbreak.texts.terminal import SummaryTexts, TerminalTexts
from gradbreak.texts.terms import term

WIDE = 1000

MOST_SET_ASIDE = 6
"""How many of the tests that are set aside are named; the results file names all."""


def print_summary(results: Results, console: Console, language: str = "en") -> None:
    """Print the table of suites and the finding under it.

    Args:
        results: the run.
        console: where to print.
        language: one of ``gradbreak.texts.LANGUAGES``.
    """
    texts = load(TerminalTexts, language).summary
    findings = find(results)
    family = findings.family
    symbol = (family.symbol or term(family.title, language)) if family else ""
    rows = {
        suite.suite: {
            texts.tests: str(suite.tests),
            texts.lines: _percent(suite.lines, texts),
            texts.branches: _percent(suite.branches, texts),
            **({symbol: say(texts.of, part=suite.killed, whole=findings.total)} if family else {}),
            texts.other: say(texts.of, part=suite.other_killed, whole=findings.other_total),
            texts.breaks: say(texts.of, part=suite.breaks, whole=findings.breaks),
        }
        for suite in findings.suites
    }
    bold = {suite.suite for suite in findings.suites if not family or suite.killed > 0}
    table = _table(rows, bold, (), texts)
    # A narrow terminal goes without columns, in this order: figures that are cut off say nothing.
    expendable = (texts.branches, texts.tests, texts.breaks, texts.other)
    for count in range(1, len(expendable) + 1):
        if console.measure(table, options=console.options.update(width=WIDE)).maximum > console.width:
            table = _table(rows, bold, expendable[:count], texts)
    console.print()
    console.print(table)
    console.print()
    for line in (*_not_counted(results, texts, language), *_sentences(results, findings, texts)):
        console.print(line, highlight=False)
    if findings.depends_on_order:
        sentence = texts.depends_one if findings.depends_on_order == 1 else texts.depends
        console.print(in_bold(sentence, count=findings.depends_on_order), highlight=False)
    if results.engine.repeated_in:
        console.print(in_bold(texts.repeated, count=results.engine.repeated_in), highlight=False)
    for each in results.engine.unordered:
        said = ""
        if each.fix:
            said = say(texts.fix, file=each.file, line=each.line, fix=each.fix)
        elif results.engine.repeated_in:
            said = say(texts.repeated_line, file=each.file, line=each.line, text=each.text)
        if said:
            console.print(Text(said), highlight=False, soft_wrap=True)
    if any(example.unordered for example in results.examples) and not results.engine.unordered:
        console.print(in_bold(texts.unordered, node=results.engine.node_class), highlight=False)


def _table(
    rows: Mapping[str, Mapping[str, str]], bold: Container[str], left_out: Container[str], texts: SummaryTexts
) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(texts.suite)
    titles = [title for title in next(iter(rows.values())) if title not in left_out]
    for title in titles:
        table.add_column(title, justify="right")
    for name, row in rows.items():
        table.add_row(Text(name, style="bold" if name in bold else ""), *(row[title] for title in titles))
    return table


def _sentences(results: Results, findings: Findings, texts: SummaryTexts) -> list[Text]:
    lines = []
    total = findings.total
    if findings.blind is not None and findings.shape in (Shape.BLIND, Shape.BLIND_UNCOVERED):
        lines.append(_blind(findings.blind, total, texts))
    if findings.shape is not Shape.NO_BREAK and findings.complete:
        if len(findings.complete) == 1:
            lines.append(in_bold(texts.complete_one, suite=findings.complete[0], total=total))
        else:
            lines.append(in_bold(texts.complete_many, suites=", ".join(findings.complete), total=total))
    survivors = findings.survivors
    if survivors:
        order = [family.id for family in results.families]
        alive = [mutant for mutant in results.mutants if mutant.id in survivors]
        first = min(alive, key=lambda mutant: order.index(mutant.family)).title
        sentence = texts.survivor if len(survivors) == 1 else texts.survivors
        lines.append(in_bold(sentence, count=len(survivors), title=first))
    else:
        sentence = texts.all_killed_or_equivalent if findings.equivalent else texts.all_killed
        lines.append(in_bold(sentence, count=len(results.mutants), equivalent=findings.equivalent))
    return lines


def _not_counted(results: Results, texts: SummaryTexts, language: str) -> list[Text]:
    """The tests that are set aside, each with the reason, and how many are skipped; and the mutants that are none."""
    aside, skipped = results.set_aside, sum(test.skipped for test in results.tests)
    lines = []
    if aside:
        lines.append(in_bold(texts.set_aside_one if len(aside) == 1 else texts.set_aside, count=len(aside)))
        for each in aside[:MOST_SET_ASIDE]:
            seen = f": {each.reason}" if each.reason else ""
            lines.append(Text(f"  {each.test}  {term(each.why.value, language)}{seen}"))
        if len(aside) > MOST_SET_ASIDE:
            lines.append(Text(say(texts.set_aside_more, count=len(aside) - MOST_SET_ASIDE)))
    if results.invalid:
        sentence = texts.invalid_one if len(results.invalid) == 1 else texts.invalid
        lines.append(in_bold(sentence, count=len(results.invalid), first=results.invalid[0].label))
    if skipped:
        lines.append(in_bold(texts.skipped_one if skipped == 1 else texts.skipped, count=skipped))
    return lines


def _blind(blind: SuiteFinding, total: int, texts: SummaryTexts) -> Text:
    if blind.lines is None:
        sentence = texts.blind_some_uncovered if blind.killed else texts.blind_none_uncovered
        return in_bold(sentence, suite=blind.suite, killed=blind.killed, total=total)
    sentence = texts.blind_some if blind.killed else texts.blind_none
    return in_bold(sentence, suite=blind.suite, lines=_percent(blind.lines, texts), killed=blind.killed, total=total)


def _percent(value: float | None, texts: SummaryTexts) -> str:
    return "–" if value is None else say(texts.percent, value=f"{value:g}".replace(".", texts.decimal))
