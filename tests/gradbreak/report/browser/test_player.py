"""The graphs at the top, stepped through: what they show is compared with the traces in the results."""

import pytest
from playwright.sync_api import Locator, expect

from gradbreak.model import Results
from tests.gradbreak.report.browser.conftest import Open
from tests.gradbreak.report.browser.test_page import SIZES, serious

pytestmark = pytest.mark.browser

STILL = "figure => figure.querySelector('svg').outerHTML + figure.querySelector('tbody').innerHTML"
REPLACING = 8
"""The step of the diamond at which a's gradient is replaced, the seed counted as the first."""


def diamond(open_page: Open, **options: object) -> Locator:
    return open_page(**options).locator(".sweep.differs")


def step_to(figure: Locator, step: int) -> None:
    figure.locator("input").evaluate("(slider, value) => { slider.value = value }", step)
    figure.locator("input").dispatch_event("input")


def said(figure: Locator) -> str:
    return figure.locator("output").inner_text().partition("\n")[0]


def test_one_step_says_which_site_writes_what(open_page: Open) -> None:
    figure = diamond(open_page)
    figure.locator("[data-do='1']").click()
    assert said(figure).startswith("Step 1 of 9: backward writes ((a*b + c)*(a - c)).grad: 0 → 1")
    figure.locator("[data-do='1']").click()
    assert said(figure) == "Step 2 of 9: mul.self writes (a*b + c).grad: 0 → −2"
    figure.locator("[data-do='-1']").click()
    assert said(figure).startswith("Step 1 of 9")


def test_a_step_shows_the_line_that_writes_and_the_product(open_page: Open, few_results: Results) -> None:
    figure = diamond(open_page)
    step_to(figure, REPLACING)
    example = next(each for each in few_results.examples if each.name == "diamond")
    line = next(write.line for write in example.intact.writes if (write.before, write.after) == (10.0, 4.0))
    source = next(iter(few_results.engine.files.values())).splitlines()
    shown = [source[line - 1].strip()] if line else []
    assert figure.locator("output code").all_text_contents() == [*shown, "3 × −2 = −6"]


def test_what_became_of_it_is_said_only_at_the_end(open_page: Open) -> None:
    figure = diamond(open_page)
    verdict = figure.locator(".verdict")
    assert verdict.is_visible()
    step_to(figure, REPLACING)
    assert not verdict.is_visible()
    step_to(figure, 9)
    assert verdict.is_visible()


def test_at_the_replacing_write_both_sweeps_stand_on_the_node(open_page: Open) -> None:
    figure = diamond(open_page)
    step_to(figure, REPLACING)
    assert said(figure) == "Step 8 of 9: mul.self writes a.grad: 10 → −6 (intact: 10 → 4)"
    node = figure.locator("svg g.now")
    assert node.locator("text").first.text_content() == "a"
    assert node.locator("tspan").all_text_contents() == ["10 → 4", "10 → −6"]
    assert figure.locator("svg g.from text").first.text_content() == "×"
    assert figure.locator("svg path.now").count() == 1


def test_the_tapes_grow_with_the_sweep_and_the_row_that_is_written_is_marked(open_page: Open) -> None:
    figure = diamond(open_page)
    step_to(figure, REPLACING - 1)
    row = figure.locator("tbody tr", has_text="a").first
    assert row.locator("td").all_text_contents() == ["0 → 10", "0 → 10"]
    assert "differs" not in str(row.get_attribute("class"))
    step_to(figure, REPLACING)
    assert row.locator("td").all_text_contents() == ["0 → 10 → 4", "0 → 10 → −6"]
    assert set(str(row.get_attribute("class")).split()) == {"differs", "now"}


def test_a_contribution_is_lost_only_from_the_write_on_that_replaces_it(open_page: Open) -> None:
    figure = diamond(open_page)
    seen, lost = [], []
    for step in (0, 4, REPLACING - 1, REPLACING):
        step_to(figure, step)
        seen.append(figure.locator("svg .label").all_text_contents())
        lost.append(figure.locator("svg path.lost").count())
    assert seen == [["", ""], ["①+10", ""], ["①+10", ""], ["①+10 lost", "②−6"]]
    assert lost == [0, 0, 1, 2]  # c's first contribution is replaced one write earlier


def test_every_step_shows_the_write_of_the_trace(open_page: Open, few_results: Results) -> None:
    example = next(example for example in few_results.examples if example.name == "diamond")
    figure = diamond(open_page)
    writes = [write for write in example.intact.writes if write.before != write.after or write.source]
    for step, write in enumerate(writes, start=1):
        step_to(figure, step)
        assert said(figure).startswith(f"Step {step} of {len(writes)}: {write.site} writes ")
        change = f"{write.before:g} → {write.after:g}".replace("-", "−")
        assert figure.locator("svg g.now tspan").first.text_content() == change


def test_arrow_keys_step_where_the_stepper_has_the_focus(open_page: Open) -> None:
    figure = diamond(open_page)
    figure.locator("[data-do=play]").focus()
    page = figure.page
    page.keyboard.press("Home")
    assert said(figure) == "Before the first of 9 writes."
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert said(figure).startswith("Step 1 of 9")
    page.keyboard.press("End")
    assert said(figure).startswith("Step 9 of 9")
    page.keyboard.press("ArrowRight")
    assert said(figure).startswith("Step 9 of 9")


def test_the_slider_scrubs_with_its_own_keys(open_page: Open) -> None:
    figure = diamond(open_page)
    figure.locator("input").focus()
    figure.page.keyboard.press("ArrowLeft")
    assert said(figure).startswith("Step 8 of 9")
    assert figure.locator("input").input_value() == "8"
    figure.page.keyboard.press("Home")
    assert said(figure) == "Before the first of 9 writes."


def test_playing_goes_to_the_end_and_stops(open_page: Open) -> None:
    page = open_page()
    page.clock.install()
    figure = page.locator(".sweep.differs")
    play = figure.locator("[data-do=play]")
    play.click()
    assert said(figure) == "Before the first of 9 writes."
    expect(play).to_have_text("❚❚ Pause")
    for _ in range(9):
        page.clock.run_for(1_300)
    assert said(figure).startswith("Step 9 of 9")
    expect(play).to_have_text("▶ Play")


def test_playing_can_be_paused(open_page: Open) -> None:
    page = open_page()
    page.clock.install()
    figure = page.locator(".sweep.differs")
    figure.locator("[data-do=play]").click()
    page.clock.run_for(2_600)
    figure.locator("[data-do=play]").click()
    page.clock.run_for(10_000)
    assert said(figure).startswith("Step 2 of 9")


def test_the_other_graph_does_not_move(open_page: Open) -> None:
    figure = diamond(open_page)
    other = figure.page.locator(".graphs figure:not(.differs)")
    before = other.evaluate(STILL)
    step_to(figure, 3)
    assert other.evaluate(STILL) == before


def test_the_end_of_the_sweep_has_the_tapes_of_the_still(open_page: Open) -> None:
    figure = diamond(open_page)
    tapes = "figure => [...figure.querySelectorAll('tbody td')].map((cell) => cell.innerHTML.trim())"
    before = figure.evaluate(tapes)
    step_to(figure, 2)
    assert figure.evaluate(tapes) != before
    step_to(figure, 9)
    assert figure.evaluate(tapes) == before


def test_without_javascript_the_graphs_are_a_still_of_the_end(open_page: Open) -> None:
    with_script, without = diamond(open_page), diamond(open_page, script=False)
    assert not without.locator(".player").is_visible()
    assert without.locator("tbody td").all_text_contents() == with_script.locator("tbody td").all_text_contents()
    assert without.locator("svg path.lost").count() == 2
    assert without.locator("svg text.lost").count() == 1
    assert without.locator(".verdict").inner_text() == "a.grad: 10 → −6, replaced, not added"


def test_each_step_is_announced_politely(open_page: Open) -> None:
    assert diamond(open_page).locator("output").get_attribute("aria-live") == "polite"


def test_nothing_moves_where_less_motion_is_asked_for(open_page: Open) -> None:
    page = open_page()
    duration = "getComputedStyle(document.querySelector('.graph circle')).transitionDuration"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(duration) == "0s"
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(duration) != "0s"


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_nothing_serious_amid_a_sweep(open_page: Open, width: int, scheme: str) -> None:
    figure = diamond(open_page, width=width, scheme=scheme)
    step_to(figure, REPLACING)
    assert serious(figure.page, ".graphs") == []
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= width
