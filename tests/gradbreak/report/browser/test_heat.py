"""The heat map: a part of it, and the test under the pointer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from gradbreak.analysis.cell_states import State
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from tests.gradbreak.report.browser.conftest import Open

pytestmark = pytest.mark.browser

STROKES = """() => [...document.querySelectorAll("#heat-map .band:not([hidden])")].map((band) => {
    const [, , width, height] = band.getAttribute("viewBox").split(" ").map(Number);
    const rows = Array.from({ length: height }, () => Array(width).fill("n"));
    for (const path of band.querySelectorAll("g > path")) {
        for (const [, x, y, count] of path.getAttribute("d").matchAll(/M(\\d+) (\\d+)h(\\d+)/g)) {
            rows[y].fill(path.className.baseVal, Number(x), Number(x) + Number(count));
        }
    }
    return [band.dataset.family, rows];
})"""
"""Family → the states of its drawn cells."""


def part(page: Page, suite: str = "", mutant: str = "", test: str = "") -> None:
    page.locator("#heat-filter [name=suite]").select_option(suite)
    page.locator("#heat-filter [name=mutant]").fill(mutant)
    page.locator("#heat-filter [name=test]").fill(test)


def test_a_part_has_the_verdicts_of_its_mutants_and_tests(open_page: Open, few_results: Results) -> None:
    page, table = open_page(), CellTable(few_results)
    part(page, suite="diamond", mutant="MUL +=", test="mul")
    tests = [test for test in table.tests["diamond"] if "mul" in test.name]
    drawn = dict(page.evaluate(STROKES))
    mutants = [m for m in few_results.mutants if m.family == "accumulation" and "mul" in m.title]
    assert len(mutants) == 2
    assert drawn["accumulation"] == [[table.of_test(m.id, test.id).value for test in tests] for m in mutants]
    assert State.KILLED.value in drawn["accumulation"][0]


def test_a_part_names_its_rows_and_columns(open_page: Open) -> None:
    page = open_page()
    part(page, suite="diamond", mutant="mul +=", test="mul")
    labels = page.locator("#heat-labels text").all_text_contents()
    assert "mul.self += → =" in labels
    assert any(label.endswith("[mul.self]") for label in labels)
    expect(page.locator("#heat-map .names:not([hidden])")).to_have_count(1)


def test_between_two_suites_a_column_stays_free(open_page: Open, few_results: Results) -> None:
    page = open_page()
    part(page, test="mul")
    tests = [test for test in few_results.tests if "mul" in test.name]
    suites = {test.suite for test in tests}
    (_, rows), *_ = page.evaluate(STROKES)
    assert len(rows[0]) == len(tests) + len(suites) - 1


def test_the_whole_map_comes_back(open_page: Open) -> None:
    page = open_page()
    part(page, suite="linear")
    part(page, test="no test has this name")
    expect(page.locator("#heat-map .band:not([hidden])")).to_have_count(0)
    expect(page.locator("#heat-reading")).to_have_text("No mutant and test have these words.")
    before = open_page()
    part(page)
    for query in ("#heat-map", "#heat-map .band .columns"):
        boxes = [each.locator(query).first.bounding_box() for each in (page, before)]
        assert boxes[0] is not None
        assert boxes[1] is not None
        assert boxes[0]["height"] == boxes[1]["height"]
        assert boxes[0]["width"] == boxes[1]["width"]


def test_a_click_opens_the_test_under_it(open_page: Open, few_results: Results) -> None:
    page = open_page()
    part(page, suite="diamond", mutant="mul.other +=", test="mul")
    band = page.locator("#heat-map .band:not([hidden]) .columns").first
    band.scroll_into_view_if_needed()
    box = band.bounding_box()
    assert box is not None
    tests = [test for test in few_results.tests if test.suite == "diamond" and "mul" in test.name]
    at = box["x"] + box["width"] * 1.5 / len(tests), box["y"] + 4
    page.mouse.move(*at)
    assert tests[1].name in page.inner_text("#heat-reading")
    page.mouse.click(*at)
    chosen = page.locator("#detail [data-at=chosen]")
    expect(chosen.locator("code")).to_have_text(tests[1].name)
    expect(page.locator("#detail [data-at=command]")).to_contain_text(f"--test '{tests[1].name}'")
    expect(page).to_have_url(re.compile(r"#m=.*&s=diamond&t="))


def test_a_cell_of_the_matrix_chooses_no_test(open_page: Open, few_results: Results) -> None:
    mutant = few_results.mutants[0]
    page = open_page(fragment=f"#m={mutant.id}&s=diamond")
    expect(page.locator("#detail [data-at=title]")).to_be_visible()
    expect(page.locator("#detail [data-at=chosen]")).to_have_count(0)
