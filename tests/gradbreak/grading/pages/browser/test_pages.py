from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.gradbreak.chromium import wait_until
from tests.gradbreak.report.browser.conftest import Open

pytestmark = pytest.mark.browser

ENGINES = ("engines", "engine-anna", "engine-ben", "engine-carl")
NAMES = ("index", "anonymous", "middling", "weak", "broken", "explained", *ENGINES)
GAP = 3
"""Pixels between the cells of a table, which scroll away before its headings stick."""

SIZES = [pytest.param(width, scheme, id=f"{scheme}-{width}") for width in (1400, 420) for scheme in ("light", "dark")]


def opened(open_page: Open, folder: Path, name: str, **options: object) -> Page:
    page = open_page(file=folder / f"{name}.html", **options)
    for details in page.locator("details:not([open]) > summary").all():
        details.click()
    return page


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_nothing(open_page: Open, folder: Path, name: str, width: int, scheme: str) -> None:
    page = opened(open_page, folder, name, width=width, scheme=scheme)
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in violations] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_sticks_out_of_a_narrow_screen(open_page: Open, folder: Path, name: str) -> None:
    page = opened(open_page, folder, name, width=420)
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def test_what_was_found_of_an_engine_is_in_sight_on_a_narrow_screen(open_page: Open, folder: Path) -> None:
    page = open_page(file=folder / "engine-ben.html", width=420)
    assert page.locator("#report pre").evaluate("each => each.scrollWidth <= each.clientWidth")


def test_everything_can_be_read_without_javascript(open_page: Open, folder: Path) -> None:
    page = open_page(file=folder / "middling.html", script=False)
    assert page.locator("#matrix td").count() > 40
    assert page.locator("#next .code").is_visible()


def test_the_keyboard_reaches_the_matrix_and_scrolls_it(open_page: Open, folder: Path) -> None:
    page = open_page(file=folder / "index.html", width=420)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.caught')"):
            break
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.querySelector('.caught').scrollLeft > 0")


def test_a_name_on_the_class_page_leads_to_its_page(open_page: Open, folder: Path) -> None:
    page = open_page(file=folder / "index.html")
    address = page.locator("#matrix tbody a", has_text="anna").get_attribute("href")
    assert address is not None
    assert (folder / address).exists()
    assert page.locator("#matrix tbody a").count() == 5


def shown(page: Page) -> list[str]:
    return [each.inner_text().split()[-1] for each in page.locator("#matrix tbody tr:visible th").all()]


def test_a_class_is_searched_filtered_and_sorted(open_page: Open, folder: Path) -> None:
    page = open_page(file=folder / "index.html")
    assert shown(page) == ["bo", "anna", "fay", "cem", "dana"]
    page.locator(".controls input").fill("AN")
    assert shown(page) == ["anna", "dana"]
    assert page.locator(".controls output").inner_text() == "2 of 5 submissions"
    page.locator(".controls input").fill("")
    page.locator(".controls select").select_option("catches")
    assert shown(page) == ["bo", "anna", "fay"]
    page.locator(".controls select").select_option("")
    page.get_by_role("button", name="Submission").click()
    assert shown(page) == ["anna", "bo", "cem", "dana", "fay"]
    page.get_by_role("button", name="Points").click()
    assert shown(page)[0] == "bo"
    page.get_by_role("button", name="Points").click()
    assert (shown(page)[0], shown(page)[-1]) == ("cem", "dana")


def test_the_headings_of_a_class_stay_in_sight(open_page: Open, folder: Path) -> None:
    page = open_page(file=folder / "index.html", width=420)
    page.set_viewport_size({"width": 420, "height": 260})
    top = "document.querySelector('.caught thead').getBoundingClientRect().top"
    left = "document.querySelector('.caught tbody th').getBoundingClientRect().left"
    before = page.evaluate(f"[{top}, {left}]")
    page.evaluate("document.querySelector('.caught').scrollTo(80, 80)")
    wait_until(page, "document.querySelector('.caught').scrollTop > 0")
    after = page.evaluate(f"[{top}, {left}]")
    assert [abs(one - other) <= GAP for one, other in zip(after, before, strict=True)] == [True, True]


def test_a_class_can_be_read_without_javascript(open_page: Open, folder: Path) -> None:
    page = open_page(file=folder / "index.html", script=False)
    assert shown(page) == ["bo", "anna", "fay", "cem", "dana"]
    assert not page.locator(".controls").is_visible()


def test_dark_is_dark_and_light_is_light(open_page: Open, folder: Path) -> None:
    colours = [
        open_page(file=folder / "weak.html", scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert colours == ["rgb(251, 250, 248)", "rgb(20, 22, 26)"]
