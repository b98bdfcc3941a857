"""The site in a real Firefox: it starts, judges, and survives a test that never ends."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from tests.gradbreak.firefox import (
    FirefoxPage,
    firefox,  # noqa: F401  # a fixture
)
from tests.gradbreak.playground.site_fixtures import (
    DROP,
    LONG,
    address,  # noqa: F401  # a fixture
    npm_packages,  # noqa: F401  # another
    site,  # noqa: F401  # another
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEAD = "from minigrad import Value\n\n\n"
DIAMOND = """def test_a_diamond():
    a = Value(2.0)
    b = Value(3.0)
    out = (a * b) * a
    out.backward()
    assert a.grad == 12
"""
ENDLESS = "\n\ndef test_endless():\n    while True:\n        pass\n"

CONTROL_END, BACKSPACE, ENTER = "\ue009\ue010", "\ue003", "\ue007"
"""Keys as WebDriver names them."""

FIRST_TEST = "document.querySelector('#tests li').textContent"
COUNTS = "[...document.querySelectorAll('.level h3 .count')].map((each) => parseInt(each.textContent))"


@dataclass(frozen=True)
class FirstLook:
    """What a page that was never opened before says once its first run is done."""

    verdict: str
    first_test: str
    caught: list[int]


@pytest.fixture(scope="module")
def first_look(firefox: FirefoxPage, address: str) -> FirstLook:  # noqa: F811  # fixtures of these names
    firefox.open(address)
    wait_for_run(firefox)
    return FirstLook(verdict(firefox), firefox.evaluate(FIRST_TEST), firefox.evaluate(COUNTS))


@pytest.fixture(scope="module")
def page(firefox: FirefoxPage, first_look: FirstLook) -> FirefoxPage:  # noqa: F811  # as above
    """One page for all other tests."""
    assert first_look
    return firefox


def wait_for_run(page: FirefoxPage) -> None:
    page.wait_until("document.documentElement.dataset.state === 'done'", LONG)


def give(page: FirefoxPage, text: str) -> None:
    """Drop a file of tests on the editor, and wait for what comes of it."""
    page.evaluate("document.documentElement.dataset.state = 'none'")
    page.evaluate(f"({DROP})({json.dumps(['#editor', [['test_it.py', text]]])})")
    wait_for_run(page)


def verdict(page: FirefoxPage) -> str:
    said: str = page.evaluate("document.querySelector('#verdict').textContent")
    return said


def test_the_first_test_passes_and_the_canonical_break_survives(first_look):
    assert "Not caught" in first_look.verdict
    assert "passes" in first_look.first_test
    assert first_look.caught == [0, 0, 0, 0]


def test_a_diamond_kills_the_canonical_break(page):
    give(page, HEAD + DIAMOND)
    assert verdict(page).startswith("Caught: test_a_diamond")
    assert page.evaluate(COUNTS)[0] == 1


def test_what_is_typed_is_run(page):
    give(page, HEAD + DIAMOND)
    page.evaluate("document.documentElement.dataset.state = 'none'")
    page.evaluate("document.querySelector('#editor').shadowRoot.querySelector('.cm-content').focus()")
    page.press(CONTROL_END, BACKSPACE, ENTER, *"assert 0")  # the editor indents the new line
    wait_for_run(page)
    assert "assert 0" in page.evaluate(FIRST_TEST)


def test_an_endless_test_is_ended_and_the_next_run_is_clean(page):
    give(page, HEAD + DIAMOND + ENDLESS)
    assert verdict(page).startswith("Caught: test_a_diamond")
    assert "not done in time" in page.evaluate("document.querySelectorAll('#tests li')[1].textContent")
    give(page, HEAD + DIAMOND)
    assert verdict(page).startswith("Caught: test_a_diamond")
    assert page.evaluate("document.querySelectorAll('#tests li').length") == 1
