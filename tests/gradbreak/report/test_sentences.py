import msgspec
import pytest
from markupsafe import Markup

from gradbreak.analysis.findings import find
from gradbreak.analysis.kill_counts import KillCounts
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from gradbreak.report.sentences import Sentences
from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts
from gradbreak.web.figure import Figure, draw
from tests.gradbreak.analysis.test_findings import with_suites

ENGLISH = load(PageTexts, "en")


def sentences(results: Results) -> Sentences:
    return Sentences(ENGLISH, results, find(results))


def drawn(results: Results) -> list[Figure]:
    return [draw(example, results.engine.gradient, ENGLISH) for example in results.examples]


def text(markup: Markup) -> str:
    return str(markup.striptags())


def test_the_headline_has_the_numbers_of_the_run(results: Results) -> None:
    total = results.summary.families["accumulation"].total
    assert text(sentences(results).headline) == f"100% of the lines covered. 0 of {total} += → = mutants killed."


def test_the_title_says_the_headline_and_who_it_is_about(results: Results) -> None:
    said = sentences(results)
    assert said.title == f"{text(said.headline)} (linear, minigrad/scalar.py)"


@pytest.mark.parametrize(
    ("suites", "headline"),
    [
        ({"one": (99.97, 0)}, "99.9% of the lines covered. 0 of 16 += → = mutants killed."),
        ({"one": (None, 2)}, "2 of 16 += → = mutants killed."),
        ({"one": (90.0, 16)}, "All 16 += → = mutants killed."),
        ({"one": (90.0, 16), "two": (80.0, 16)}, "Every suite kills all 16 += → = mutants."),
    ],
)
def test_the_headline_stays_true_of_other_runs(
    results: Results, suites: dict[str, tuple[float | None, int]], headline: str
) -> None:
    assert text(sentences(with_suites(results, suites)).headline) == headline


def test_without_a_break_the_headline_counts_all_mutants(results: Results) -> None:
    run = msgspec.structs.replace(results, breaks=())
    killed = sum(family.killed for family in run.summary.families.values())
    total = sum(family.total - family.equivalent for family in run.summary.families.values())
    assert text(sentences(run).headline) == f"{killed} of {total} mutants killed."


def test_the_lede_names_the_only_suite_that_kills_all(results: Results) -> None:
    assert "Only diamond kills all" in text(sentences(results).lede)


def test_the_lede_names_who_comes_closest_where_none_kills_all(results: Results) -> None:
    run = with_suites(results, {"one": (90.0, 0), "two": (80.0, 5)})
    assert "No suite kills all 16: two comes closest, with 5." in text(sentences(run).lede)


def test_the_lede_calls_no_suite_closest_where_all_kill_equally_few(results: Results) -> None:
    run = with_suites(results, {"one": (90.0, 0), "two": (80.0, 0)})
    assert "closest" not in text(sentences(run).lede)


def test_a_small_total_is_not_called_respectable(results: Results) -> None:
    run = with_suites(results, {"one": (90.0, 0)})
    assert "respectable" not in text(sentences(run).lede)


def test_the_note_names_the_sites_at_which_a_single_mutant_would_show(results: Results) -> None:
    note = sentences(results).note(drawn(results))
    assert note is not None
    assert "Of the 8 writes of this diamond, 2 land on a gradient that is not 0: add.other and mul.self." in text(note)


def test_without_a_diamond_there_is_no_note(results: Results) -> None:
    assert sentences(results).note(drawn(results)[:1]) is None


def test_a_mutant_that_was_judged_equivalent_and_is_killed_is_called_out(results: Results) -> None:
    killed = next(mutant for mutant in results.mutants if mutant.family == "accumulation" and mutant.equivalent is None)
    judged = tuple(
        msgspec.structs.replace(mutant, equivalent="It cannot be told.") if mutant is killed else mutant
        for mutant in results.mutants
    )
    run = msgspec.structs.replace(results, mutants=judged)
    assert set(sentences(run).disproved(CellTable(run))) == {killed.id}


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (KillCounts(28, 25, 3), "All 28 kills of += → = mutants, counted for each test,"),
        (KillCounts(28, 20, 3), "23 of the 28 kills of += → = mutants, counted for each test,"),
    ],
)
def test_the_kills_are_told_by_whether_a_second_term_arrives(results: Results, counted: KillCounts, said: str) -> None:
    told = Sentences(ENGLISH, results, msgspec.structs.replace(find(results), kills=counted)).kill_counts
    assert told is not None
    assert f"{said} come from tests in which a second term arrives:" in text(told)
    assert text(told).endswith(f"{counted.within} within one backward pass, {counted.over} across several.")


def test_where_no_kills_were_counted_nothing_is_told(results: Results) -> None:
    assert Sentences(ENGLISH, results, msgspec.structs.replace(find(results), kills=None)).kill_counts is None
