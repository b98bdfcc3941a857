from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from gradbreak.web.glyphs import GLYPHS
from tests.gradbreak.report.browser.conftest import Open

pytestmark = pytest.mark.browser

ROWS = """() => [...document.querySelectorAll('#grid tbody tr:not(.family)')].map((row) => ({
    family: row.parentElement.id.slice(2),
    title: [...row.cells[0].children].filter((part) => !part.matches('.chip')).map((part) => part.textContent),
    cells: [...row.cells].slice(1).map((cell) => [cell.classList[0], cell.textContent.trim()]),
}))"""


def address(mutant: str, suite: str) -> str:
    return f"#m={quote(mutant)}&s={suite}"


def expect_shown(page: Page, mutant: str, suite: str) -> None:
    expect(page.locator("#detail [data-at=id]")).to_have_text(mutant)
    expect(page.locator("#detail [data-at=suite]")).to_have_text(suite)


def test_the_matrix_on_the_page_equals_the_results(open_page: Open, full_page_file: Path, results: Results) -> None:
    verdicts = CellTable(results)
    found = open_page(file=full_page_file).evaluate(ROWS)
    shown = {(row["family"], " ".join(row["title"])): row["cells"] for row in found}
    symbols = {family.id: family.symbol for family in results.families}
    expected = {}
    for change in (*results.mutants, *results.breaks):
        states = [verdicts.of_suite(change.id, suite.name) for suite in results.suites]
        family = getattr(change, "family", "breaks")
        title = change.title if family != "breaks" else f"{change.id} {change.title}"
        if family != "breaks" and symbols[family]:
            title = title.removesuffix(symbols[family])
        expected[family, " ".join(title.split())] = [[state.value, GLYPHS[state]] for state in states]
    assert shown == expected


def test_the_family_rows_show_the_counts_of_the_summary(open_page: Open, few_results: Results) -> None:
    page = open_page()
    for family in few_results.families:
        counts = few_results.summary.families[family.id]
        tallies = page.locator(f"#f-{family.id} .family td").all_inner_texts()
        assert tallies == [
            f"{few_results.summary.suites[suite.name].killed[family.id]}/{counts.total - counts.equivalent}"
            for suite in few_results.suites
        ]


def test_a_click_opens_the_cell_and_gives_it_an_address(open_page: Open, few_results: Results) -> None:
    page = open_page()
    mutant = next(mutant for mutant in few_results.mutants if mutant.family == "accumulation")
    page.locator("#f-accumulation tr:not(.family) td").nth(3).click()
    expect_shown(page, mutant.id, "diamond")
    assert page.evaluate("location.hash") == address(mutant.id, "diamond")


def test_an_address_opens_its_cell_with_the_family_unfolded(open_page: Open, few_results: Results) -> None:
    mutant = next(mutant for mutant in few_results.mutants if mutant.family == "value")
    page = open_page(fragment=address(mutant.id, "training"))
    expect_shown(page, mutant.id, "training")
    cell = page.locator("#grid td.open")
    assert cell.is_visible()
    box = cell.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 1000


def test_the_back_button_returns_to_the_cell_before(open_page: Open, few_results: Results) -> None:
    first, second = (mutant.id for mutant in few_results.mutants[:2])
    page = open_page(fragment=address(first, "linear"))
    page.evaluate("hash => { location.hash = hash }", address(second, "diamond"))
    expect_shown(page, second, "diamond")
    page.go_back()
    expect_shown(page, first, "linear")


def test_an_address_of_another_run_is_answered_in_words(open_page: Open) -> None:
    page = open_page(fragment="#m=no_such_mutant_9&s=linear")
    expect(page.locator("#detail")).to_have_text("There is no mutant no_such_mutant_9 in this run.")


def test_a_mark_in_the_source_leads_to_its_row(open_page: Open, few_results: Results) -> None:
    page = open_page()
    page.locator("#source .code a").first.click()
    expect_shown(page, few_results.mutants[0].id, "linear")


def test_a_test_that_alone_kills_a_mutant_leads_to_it(open_page: Open, few_results: Results) -> None:
    page = open_page()
    alone = {unique.test: unique.mutants for unique in few_results.redundancy.unique}
    tests = [test for test in few_results.tests if test.id in alone]
    links = page.locator("#tests tbody td:nth-child(4) a")
    page.evaluate("document.querySelectorAll('#tests details').forEach((details) => { details.open = true })")
    assert links.all_inner_texts() == [str(len(alone[test.id])) for test in tests]
    links.first.click()
    expect_shown(page, alone[tests[0].id][0], tests[0].suite)


def test_an_equivalent_mutant_in_the_list_leads_to_its_row(open_page: Open, few_results: Results) -> None:
    page = open_page()
    equivalent = next(mutant for mutant in few_results.mutants if mutant.equivalent)
    page.locator(".same-list summary").click()
    page.locator(".same-list dt a").first.click()
    expect_shown(page, equivalent.id, "linear")


def test_families_fold_and_unfold(open_page: Open) -> None:
    page = open_page()
    row, button = page.locator("#f-sign tr:not(.family)").first, page.locator("#f-sign button")
    assert not row.is_visible()
    button.click()
    assert row.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    assert not row.is_visible()


def test_every_family_can_be_unfolded_at_once(open_page: Open, few_results: Results) -> None:
    page = open_page()
    page.click("#expand")
    assert page.locator("#grid tbody tr:not(.family):visible").count() == len(few_results.mutants) + len(
        few_results.breaks
    )


def test_a_click_on_the_heat_map_opens_the_cell_under_it(open_page: Open, few_results: Results) -> None:
    page = open_page()
    band = page.locator("#heat-map .band .columns").first
    band.scroll_into_view_if_needed()
    box = band.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 1)
    reading = page.inner_text("#heat-reading")
    page.mouse.click(box["x"] + 1, box["y"] + 1)
    accumulation = next(mutant for mutant in few_results.mutants if mutant.family == "accumulation")
    expect_shown(page, accumulation.id, few_results.suites[0].name)
    assert few_results.tests[0].name in reading
