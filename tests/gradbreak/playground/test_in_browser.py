"""The site in a real Chromium: somebody writes tests and sees what they kill."""

from __future__ import annotations

import json
import re
import tomllib
import zlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from gradbreak.results.read import load_results
from tests.gradbreak.chromium import wait_until
from tests.gradbreak.documents import ROOT
from tests.gradbreak.playground.site_fixtures import (
    LONG,
    OpenPage,
    address,  # noqa: F401  # a fixture
    caught,
    drop,
    npm_packages,  # noqa: F401  # another
    open_page,  # noqa: F401  # another
    site,  # noqa: F401  # another
    write,
)
from tests.gradbreak.runs_of_suites import killed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

expect.set_options(timeout=60_000)  # a busy machine is not a broken page

HONEST = ROOT / "tests/students/honest"
EXPECTED = {
    entry["name"]: entry
    for entry in tomllib.loads((HONEST / "expected.toml").read_text(encoding="utf-8"))["submission"]
}
OTHERWISE = {"one_bad_thing": "a grade sets a test aside because its name is too long to be sent"}

HEAD = "from minigrad import Value\n\n\n"
DIAMOND = """def test_a_diamond():
    a = Value(2.0)
    b = Value(3.0)
    out = (a * b) * a
    out.backward()
    assert a.grad == 12
"""
ENDLESS = "\n\ndef test_endless():\n    while True:\n        pass\n"


@pytest.fixture(scope="module")
def page(open_page: OpenPage) -> Page:  # noqa: F811  # the fixture of this name
    """One page for all tests: each writes a text of its own."""
    return open_page()


MOST_TRANSFERRED = 9_000_000
"""Bytes of the site when compressed, as a static server sends it."""


def test_the_site_is_at_most_nine_megabytes_when_compressed(site):  # noqa: F811
    english = [path for path in site.rglob("*") if path.is_file() and ".es." not in path.name]
    assert sum(len(zlib.compress(path.read_bytes(), 6)) for path in english) < MOST_TRANSFERRED


def test_the_first_test_passes_and_catches_nothing(open_page):  # noqa: F811
    fresh = open_page()
    expect(fresh.locator("#verdict")).to_contain_text("Not caught")
    expect(fresh.locator("#tests li")).to_contain_text("passes")
    assert caught(fresh) == [0, 0, 0, 0]


def test_a_diamond_catches_the_break_and_its_graph_is_drawn(page):
    write(page, HEAD + DIAMOND)
    expect(page.locator("#verdict")).to_contain_text("Caught: test_a_diamond")
    page.click(".level[data-level=canonical] button.engine")
    expect(page.locator("#explained .failure")).to_contain_text("assert 6.0 == 12")
    expect(page.locator("#explained .sweep .label.lost").first).to_contain_text("lost")
    expect(page.locator("#explained .write")).to_contain_text("Replaced, not added")


def test_a_failing_test_has_its_message_below_its_line(page):
    write(page, HEAD + "def test_wrong():\n    assert Value(2.0).data == 3\n")
    expect(page.locator("#editor .said")).to_contain_text("assert 2.0 == 3")
    expect(page.locator("#verdict")).to_contain_text("No test passes")


def test_an_endless_test_is_named_and_the_others_go_on(page):
    write(page, HEAD + DIAMOND + ENDLESS)
    expect(page.locator("#verdict")).to_contain_text("Caught: test_a_diamond")
    expect(page.locator("#tests li").nth(1)).to_contain_text("not done in time")


def test_a_file_that_never_ends_is_given_up_and_the_next_run_starts_clean(page):
    write(page, "while True:\n    pass\n", state="silent")
    expect(page.locator("#verdict")).to_contain_text("before any of its tests began")
    write(page, HEAD + DIAMOND)
    assert caught(page)[0] == 1


def test_a_test_that_patches_pytest_is_answered_by_a_fresh_interpreter(page):
    write(page, HEAD + DIAMOND + "\n\ndef test_p():\n    import pytest\n    pytest.approx = None\n", state="unclean")
    expect(page.locator("#status")).to_contain_text("pytest.approx")
    write(page, HEAD + DIAMOND)
    assert caught(page)[0] == 1


def test_a_test_that_takes_python_down_is_named_and_the_others_go_on(page):
    deep = "class Deep:\n    def __repr__(self):\n        return repr(self)\n\n    def __eq__(self, other):\n"
    write(
        page,
        HEAD + DIAMOND + f"\n\n{deep}        return self == other\n\n\ndef test_deep():\n    assert Deep() == Deep()\n",
    )
    expect(page.locator("#verdict")).to_contain_text("Caught: test_a_diamond")
    expect(page.locator("#tests li").nth(1)).to_contain_text("takes Python down")
    expect(page.locator("#status")).to_contain_text("test_deep took Python down")


def test_two_gigabytes_are_refused_by_python_and_not_by_the_browser(page):
    write(page, HEAD + DIAMOND + "\n\ndef test_much():\n    assert bytearray(2 * 10**9)\n")
    expect(page.locator("#tests li").nth(1)).to_contain_text("MemoryError")
    assert caught(page)[0] == 1


def test_a_package_that_is_not_here_is_named_at_its_line(page):
    write(page, HEAD + "import numpy as np\n\n\n" + DIAMOND)
    expect(page.locator("#verdict")).to_contain_text("No module named 'numpy'")
    expect(page.locator("#editor .said")).to_contain_text("modules that come with Python")


def test_a_page_that_is_opened_from_disk_says_how_to_serve_it(browser, site):  # noqa: F811
    context = browser.new_context()
    opened = context.new_page()
    opened.goto((site / "index.html").as_uri())
    expect(opened.locator("#status")).to_contain_text("python -m http.server")
    expect(opened.locator("#editor")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    ("part", "said"),
    [("pyodide/pyodide.asm.wasm", "pyodide/pyodide.asm.wasm: 404"), ("page.js", "page.js")],
)
def test_a_site_with_a_part_missing_names_it(part, said, browser, address):  # noqa: F811
    context = browser.new_context()
    context.route(f"**/{part}", lambda route: route.fulfill(status=404))
    opened = context.new_page()
    opened.goto(address)
    expect(opened.locator("#status")).to_contain_text(said)
    context.close()


def test_without_a_script_the_page_says_what_it_needs_and_the_lesson_can_be_read(browser, address):  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    assert "JavaScript" in opened.inner_text(".status-line")
    assert "Predict" in opened.inner_text("#lesson")
    context.close()


def test_pasted_code_reaches_neither_the_page_nor_another_server(page):
    write(
        page,
        HEAD
        + "def test_js():\n    import js\n"
        + "    assert not {'fetch', 'document', 'postMessage', 'indexedDB'} & set(dir(js))\n"
        + "\n\ndef test_eval():\n    import js\n    js.Object.constructor('return 1')()\n",
    )
    expect(page.locator("#tests li").nth(0)).to_contain_text("passes")
    expect(page.locator("#tests li").nth(1)).to_contain_text("EvalError")


def test_a_reload_keeps_the_text_and_a_link_carries_it(page, open_page, address):  # noqa: F811
    write(page, HEAD + DIAMOND)
    page.reload()
    wait_until(page, "document.documentElement.dataset.state === 'done'", LONG)
    expect(page.locator("#editor")).to_contain_text("test_a_diamond")
    page.click("#share")
    expect(page).to_have_url(re.compile("#test="))
    other = open_page(page.url.removeprefix(address))
    expect(other.locator("#editor")).to_contain_text("test_a_diamond")
    assert caught(other)[0] == 1


def test_hints_come_in_three_steps_and_the_last_can_be_used(page):
    write(page, HEAD + DIAMOND + "\n\n# A text that the page has not run: the test before has left the same diamond.\n")
    before = caught(page)[2]
    page.locator("#hints").evaluate("each => { each.open = true; }")
    hint = page.locator("#hints li").first
    page.evaluate("document.documentElement.dataset.state = 'none'")
    for words in ("Show more", "Show more", "Put it into the editor"):
        hint.get_by_role("button", name=words).click()
    wait_until(page, "document.documentElement.dataset.state === 'done'", LONG)
    assert caught(page)[2] > before


NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "code", "source": "%matplotlib inline\nfrom minigrad import Value"},
            {"cell_type": "code", "source": DIAMOND},
        ]
    }
)


@pytest.mark.parametrize(
    ("name", "text"), [("test_mine.py", HEAD + DIAMOND), ("work.ipynb", NOTEBOOK)], ids=["module", "notebook"]
)
def test_tests_that_are_dropped_are_run(name, text, page):
    drop(page, "#editor", {name: text})
    expect(page.locator("#given")).to_contain_text(name)
    expect(page.locator("#given")).to_contain_text("%matplotlib inline" if name.endswith(".ipynb") else name)
    expect(page.locator("#editor")).to_contain_text("def test_a_diamond")
    assert caught(page)[0] == 1


PASTE = """([kind, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["picture"], "picture.png"));
  if (kind === "text") clipboardData.setData("text/plain", text);
  else clipboardData.items.add(new File([text], "test_pasted.py"));
  const content = document.querySelector("#editor").shadowRoot.querySelector(".cm-content");
  const settings = { clipboardData, bubbles: true, cancelable: true, composed: true };
  content.dispatchEvent(new ClipboardEvent("paste", settings));
}"""


@pytest.mark.parametrize("kind", ["file", "text"])
def test_what_is_pasted_is_run_and_a_picture_of_it_is_no_matter(kind, page):
    write(page, HEAD)
    page.evaluate("document.documentElement.dataset.state = 'none'")
    page.click("#editor .cm-content")
    page.keyboard.press("Control+End")
    page.evaluate(PASTE, [kind, (HEAD if kind == "file" else "") + DIAMOND])
    wait_until(page, "document.documentElement.dataset.state === 'done'", LONG)
    assert caught(page)[0] == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("work.ipynb", '{"cells": [', "work.ipynb cannot be read"),
        ("work.ipynb", '{"cells": []}', "No test is in work.ipynb"),
        ("notes.txt", "x", "notes.txt was not taken"),
        ("test_large.py", "#" * 2**21, "test_large.py was not taken"),
    ],
)
def test_a_file_that_holds_nothing_of_use_changes_nothing_and_the_page_says_why(name, text, said, page):
    write(page, HEAD + DIAMOND)
    drop(page, "#verdict", {name: text}, state="")
    expect(page.locator("#given")).to_contain_text(said)
    expect(page.locator("#editor")).to_contain_text("def test_a_diamond")


def test_an_engine_that_is_dropped_has_every_level(open_page):  # noqa: F811
    fresh = open_page()
    text = (ROOT / "tests/engines/list_of_terms/engine.py").read_text(encoding="utf-8")
    drop(fresh, "#engine", {"own.py": text})
    expect(fresh.locator("#engine-said")).to_contain_text("Testing own.py")
    expect(fresh.locator("#engine-tested")).to_have_text("own.py")
    assert fresh.locator(".level[data-level=order_proof] button.engine").count() == 5
    assert caught(fresh) == [0, 0, 0, 0]


def test_an_engine_of_ones_own_is_tested(page):
    page.fill("#engine-text", (ROOT / "tests/engines/set_children/micro.py").read_text(encoding="utf-8"))
    page.click("#engine-use")
    expect(page.locator("#engine-file")).to_have_text("engine.py", timeout=LONG * 1000)
    expect(page.locator("#editor")).to_contain_text("from engine import")
    page.evaluate("document.documentElement.dataset.state = 'none'")
    page.click("#engine-back")
    wait_until(page, "document.documentElement.dataset.state === 'done'", LONG)
    expect(page.locator("#editor")).to_contain_text("minigrad")


def test_the_lesson_asks_first_and_then_shows(page):
    steps = page.locator("#lesson details[data-after=predict]")
    assert not steps.first.evaluate("each => each.open")
    for name, value in (("a", "-6"), ("b", "0"), ("c", "−2")):
        page.fill(f"#lesson input[name={name}]", value)
    page.locator("#lesson form[data-step=predict] button").click()
    assert page.locator("#lesson form[data-step=predict] output").all_inner_texts() == [
        "Right.",
        "Not yet: it is −4.",
        "Right.",
    ]
    assert steps.first.evaluate("each => each.open")


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (420, "dark")])
def test_axe_finds_nothing_serious(width, scheme, open_page):  # noqa: F811
    opened = open_page(width=width, scheme=scheme)
    write(opened, HEAD + DIAMOND)
    opened.click(".level[data-level=canonical] button.engine")
    expect(opened.locator("#explained .sweep")).to_be_visible()
    found = Axe().run(opened).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in serious] == []
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_honest_submission_gets_the_levels_of_its_grade(page):
    found = {}
    for name in EXPECTED:
        write(page, next((HONEST / name).glob("test_*.py")).read_text(encoding="utf-8"))
        found[name] = caught(page)
    wanted = {name: entry["caught"] for name, entry in EXPECTED.items()}
    differing = {name for name in wanted if found[name] != wanted[name]}
    assert {name: (found[name], wanted[name]) for name in differing - OTHERWISE.keys()} == {}
    assert all(found[name][0] == wanted[name][0] for name in OTHERWISE)


def test_the_five_suites_kill_exactly_what_a_run_says(page):
    results = load_results(ROOT / "reports/example/results.json")
    levels = ".level:is([data-level=canonical], [data-level=ops], [data-level=sites])"
    killed = page.locator(f"{levels} .engine:is(.k, .e, .t, .d):not(.old) .name")
    for suite in results.suites:
        names: set[str] = set()
        for file in sorted((ROOT / suite.path).glob("test_*.py")):
            write(page, file.read_text(encoding="utf-8"))
            names |= set(killed.all_inner_texts())
        assert names == killed_in(results, suite.path), suite.name
