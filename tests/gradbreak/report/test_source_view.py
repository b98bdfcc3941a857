import html
import re

import pytest

from gradbreak.model import Results
from gradbreak.report.source_view import highlighted, source_files
from gradbreak.report.verdicts import DETECTED_STATES, Verdicts


def text_of(lines: list[str]) -> list[str]:
    return [html.unescape(re.sub(r"</?i[^>]*>", "", line)) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n",
        "\n\n  \nx = '<b>&'\n",
        'def f():\n    """Two\n\n    lines."""\n    return f"{f!r:>4}"\n',
        "no newline at the end",
    ],
)
def test_highlighting_changes_no_character(text: str) -> None:
    assert text_of(highlighted(text)) == text.removesuffix("\n").split("\n")


def test_highlighting_keeps_the_engine_line_by_line(results: Results) -> None:
    for text in results.engine.files.values():
        assert text_of(highlighted(text)) == text.removesuffix("\n").split("\n")


def test_a_string_over_several_lines_is_closed_on_each() -> None:
    assert [str(line) for line in highlighted('"""a\nb"""\n')] == [
        '<i class="ss">"""a</i>'.replace('"""', "&#34;" * 3),
        '<i class="ss">b&#34;&#34;&#34;</i>',
    ]


def test_every_mutant_has_one_mark_and_on_the_line_of_its_change(results: Results) -> None:
    marked = {
        mark.mutant: (file.path, number)
        for file in source_files(results, Verdicts(results))
        for number, line in enumerate(file.lines, start=1)
        for mark in line.marks
    }
    assert marked == {mutant.id: (mutant.location.file, mutant.location.start.line) for mutant in results.mutants}


def test_a_mark_counts_the_suites_that_kill_its_mutant(results: Results) -> None:
    verdicts = Verdicts(results)
    suites = [suite.name for suite in results.suites]
    for file in source_files(results, verdicts):
        for mark in (mark for line in file.lines for mark in line.marks):
            killing = [suite for suite in suites if verdicts.of_suite(mark.mutant, suite) in DETECTED_STATES]
            assert mark.suites == len(killing)
