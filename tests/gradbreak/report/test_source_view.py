from gradbreak.analysis.cell_states import DETECTED_STATES
from gradbreak.analysis.findings import find
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.source_view import source_files


def test_every_mutant_has_one_mark_and_on_the_line_of_its_change(results: Results) -> None:
    marked = {
        mark.mutant: (file.path, number)
        for file in source_files(results, CellTable(results), find(results))
        for number, line in enumerate(file.lines, start=1)
        for mark in line.marks
    }
    assert marked == {mutant.id: (mutant.location.file, mutant.location.start.line) for mutant in results.mutants}


def test_a_mark_counts_the_suites_that_kill_its_mutant(results: Results) -> None:
    verdicts = CellTable(results)
    suites = [suite.name for suite in results.suites]
    for file in source_files(results, verdicts, find(results)):
        for mark in (mark for line in file.lines for mark in line.marks):
            killing = [suite for suite in suites if verdicts.of_suite(mark.mutant, suite) in DETECTED_STATES]
            assert mark.suites == len(killing)
