from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from gradbreak.model import Results
from gradbreak.report import write_page
from gradbreak.web.compact import compact
from tests.gradbreak.report.browser.conftest import Open

pytestmark = pytest.mark.browser

SIZES = [pytest.param(width, scheme, id=f"{scheme}-{width}") for width in (1400, 420) for scheme in ("light", "dark")]


def serious(page: Page, part: str | None = None) -> list[str]:
    violations = Axe().run(page, context=part).response["violations"]
    return [
        f"{found['id']}: {[node['html'][:120] for node in found['nodes'][:3]]}"
        for found in violations
        if found["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_nothing_serious(open_page: Open, width: int, scheme: str) -> None:
    page = open_page(width=width, scheme=scheme)
    page.click("#expand")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    assert serious(page) == []


@pytest.fixture
def page_with_reasons(results_with_reasons: Results, tmp_path: Path) -> Path:
    write_page(results_with_reasons, tmp_path / "reasons.html")
    return tmp_path / "reasons.html"


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_nothing_serious_in_the_details_of_a_cell(
    open_page: Open, page_with_reasons: Path, width: int, scheme: str
) -> None:
    page = open_page(width=width, scheme=scheme, file=page_with_reasons)
    page.locator("#f-accumulation tr:not(.family) td").nth(4).click()
    page.evaluate("document.querySelector('#detail details').open = true")
    assert serious(page) == []


def test_where_reasons_were_measured_the_ladder_has_a_step_for_what_changed(
    open_page: Open, page_with_reasons: Path
) -> None:
    page = open_page(file=page_with_reasons)
    page.locator("#f-accumulation tr:not(.family) td").nth(4).click()
    expect(page.locator("#detail [data-at=suite]")).to_have_text("training")
    assert page.locator("#detail .ladder li").evaluate_all("steps => steps.map((step) => step.className)") == [
        "yes",
        "yes",
        "stop",
    ]


@pytest.mark.parametrize("fragment", ["", "#m=canonical&s=diamond"])
def test_nothing_sticks_out_of_a_narrow_screen(open_page: Open, fragment: str) -> None:
    page = open_page(width=420, height=900, fragment=fragment)
    page.click("#expand")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def test_on_a_narrow_screen_a_cell_opens_a_sheet_and_stays_in_sight_above_it(open_page: Open) -> None:
    page = open_page(width=420, height=900)
    assert not page.locator("#detail").is_visible()
    cell = page.locator("#f-accumulation tr:not(.family) td").nth(8)
    cell.click()
    sheet, box = page.locator("#detail").bounding_box(), cell.bounding_box()
    assert sheet is not None
    assert box is not None
    assert box["y"] + box["height"] <= sheet["y"]
    assert page.evaluate("document.activeElement.id") == "detail"
    page.click("#detail [data-do=close]")
    assert not page.locator("#detail").is_visible()
    assert page.evaluate("document.activeElement.matches('#f-accumulation td')")


def test_without_javascript_everything_can_be_read(open_page: Open, few_results: Results) -> None:
    page = open_page(script=False)
    assert "0 of 17" in page.inner_text("h1")
    assert page.locator("#grid tbody tr:not(.family):visible").count() == len(few_results.mutants) + len(
        few_results.breaks
    )
    assert page.locator("svg.graph:visible").count() == len(few_results.examples)
    assert page.locator("#heat-map .band:visible").count() > 0
    assert page.locator("#tests tbody tr:visible").count() == len(few_results.tests)
    lines = sum(text.count("\n") for text in few_results.engine.files.values())
    assert page.locator("#source li:visible").count() == lines
    assert not page.locator("#theme").is_visible()


def test_the_theme_can_be_chosen_and_is_remembered(open_page: Open) -> None:
    page = open_page(scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    page.click("#theme")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != before
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_the_policy_blocks_a_request_that_someone_adds(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    blocked = page.evaluate(
        "new Promise((done) => { addEventListener('securitypolicyviolation', (event) => done(event.violatedDirective));"
        " document.body.append(Object.assign(new Image(), { src: 'https://example.invalid/x.png' })); })"
    )
    page.close()
    assert blocked == "img-src"


def test_leaving_out_optional_tags_changes_no_element(open_page: Open) -> None:
    page = open_page()
    markup = (
        '<table><thead><tr><th scope="col">a</th><th>b</th></tr></thead><tbody><tr><td class="k">1</td><td>2</td></tr>'
        '</tbody><tbody><tr><th scope="row">c</th><td>3</td></tr></tbody></table><ul><li>x</li><li>y</li></ul>'
        '<dl><dt>d</dt><dd>e</dd></dl><svg><rect width="3"/><path class="k" d="m0 0h3"/></svg>'
    )
    parse = "(text) => new DOMParser().parseFromString(text, 'text/html').body.innerHTML"
    assert page.evaluate(parse, compact(markup)) == page.evaluate(parse, markup)
