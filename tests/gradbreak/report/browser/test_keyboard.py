import pytest
from playwright.sync_api import Page

from gradbreak.analysis.cell_states import DETECTED_STATES
from gradbreak.model import Results
from gradbreak.report.cell_table import CellTable
from tests.gradbreak.chromium import wait_until
from tests.gradbreak.report.browser.conftest import Open

pytestmark = pytest.mark.browser


ARRIVED = """new URLSearchParams(location.hash.slice(1)).get('m')
    === document.querySelector('#detail [data-at=id]')?.textContent"""


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.id"))


def into_the_matrix(page: Page) -> None:
    page.evaluate("document.querySelector('#grid [tabindex=\"0\"]').focus()")


def test_exactly_one_cell_of_the_matrix_is_in_the_tab_order(open_page: Open) -> None:
    page = open_page()
    assert page.locator("#grid [tabindex='0'], #grid button:not([tabindex='-1'])").count() == 1


def test_arrows_move_from_cell_to_cell(open_page: Open) -> None:
    page = open_page()
    into_the_matrix(page)
    assert focused(page).startswith("add.self  += → =, linear:")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "add.other  += → =, diamond: killed"
    page.keyboard.press("End")
    assert focused(page).startswith("add.other  += → =, training:")


def test_arrows_pass_over_families_that_are_folded(open_page: Open) -> None:
    page = open_page()
    into_the_matrix(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.matches('#f-accumulation button')")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('#f-breaks button')")


def test_the_focused_cell_is_never_under_the_sticky_header(open_page: Open) -> None:
    page = open_page(height=500)
    page.click("#expand")
    into_the_matrix(page)
    for key in ["PageDown"] * 8 + ["PageUp"] * 5:
        page.keyboard.press(key)
        top, header = page.evaluate(
            "[document.activeElement.getBoundingClientRect().top,"
            " document.querySelector('#grid thead th').getBoundingClientRect().bottom]"
        )
        assert header <= top < 500


def test_enter_opens_a_cell_and_escape_returns_to_it(open_page: Open) -> None:
    page = open_page()
    into_the_matrix(page)
    page.keyboard.press("ArrowRight")
    before = focused(page)
    page.keyboard.press("Enter")
    wait_until(page, "document.activeElement.id === 'detail'")
    page.keyboard.press("Escape")
    assert focused(page) == before
    assert page.evaluate("location.hash") == "#matrix"


def test_j_and_k_walk_over_the_survivors_of_the_suite(open_page: Open, few_results: Results) -> None:
    verdicts = CellTable(few_results)
    alive = {
        mutant.id
        for mutant in few_results.mutants
        if mutant.equivalent is None and verdicts.of_suite(mutant.id, "linear") not in DETECTED_STATES
    }
    page = open_page()
    visited = []
    for _ in range(len(alive) + 20):
        page.keyboard.press("j")
        wait_until(page, ARRIVED)
        visited.append(page.inner_text("#detail [data-at=id]"))
    mutants = [id_ for id_ in dict.fromkeys(visited) if "mutmut" in id_]
    assert set(mutants) == alive
    page.keyboard.press("k")
    assert page.inner_text("#detail [data-at=id]") == visited[-2]


def test_a_question_mark_shows_the_keys(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_single_letters_can_be_switched_off(open_page: Open) -> None:
    page = open_page()
    page.click("#help-open")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.keyboard.press("j")
    assert not page.locator("#help").is_visible()
    assert page.evaluate("location.hash") == ""


def test_the_skip_link_is_the_first_stop_and_leads_to_the_matrix(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#matrix"


def test_a_word_with_a_definition_shows_it_on_focus_and_hides_it_on_escape(open_page: Open) -> None:
    page = open_page()
    definition = page.locator("#define-site")
    assert not definition.is_visible()
    page.locator("[aria-describedby=define-site]").focus()
    assert definition.is_visible()
    page.keyboard.press("Escape")
    assert not definition.is_visible()


def test_a_tap_shows_a_definition_within_a_narrow_screen_and_without_a_script(open_page: Open) -> None:
    page = open_page(width=420, script=False)
    page.locator("[aria-describedby=define-sweep]").click()
    box = page.locator("#define-sweep").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 420
