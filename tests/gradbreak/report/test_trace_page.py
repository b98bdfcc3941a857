from __future__ import annotations

import json
import re

import msgspec
import pytest

from gradbreak.model import Order
from gradbreak.report.trace_page import replay_page
from gradbreak.trace.compare import compare

DIAMOND = "(a*b + c)*(a - c)"


@pytest.fixture
def page(report) -> str:
    return replay_page(report(DIAMOND, a=2.0, b=3.0, c=4.0))


def replay_of(page: str) -> dict:
    return json.loads(re.search(r'id="data">(.*?)</script>', page)[1])["replays"][0]


def edges_of(page: str) -> list[int]:
    """The edge of each frame; -1 where a write came along none."""
    return [edge for _, _, edge, *_ in replay_of(page)["frames"]]


def final_gradients(tab) -> list[list[str]]:
    """For each input what its gradient ends with, intact and broken."""
    rows = tab.locator("figure .writes tbody tr")
    return [[cell.split(" → ")[-1].strip() for cell in row.locator("td").all_text_contents()] for row in rows.all()]


def test_every_write_is_in_the_table_with_both_changes(page):
    rows = re.findall(r"<tr id=write-(\d+)", page)
    assert rows == [str(number) for number in range(1, 10)]
    assert "<td>10 → 4<td>10 → −6<td>a.grad: 10 → −6, replaced, not added" in page


def test_the_order_of_an_engine_s_sets_is_said_where_it_matters(report, page):
    shown = report(DIAMOND, a=2.0, b=3.0, c=4.0)
    said = "sets from the oldest element to the youngest"
    assert said in replay_page(msgspec.structs.replace(shown, order=Order.FORWARDS))
    assert said not in page


def test_each_edge_carries_one_term_back_and_the_seed_comes_along_none(page):
    assert sorted(edges_of(page)) == [-1, *range(page.count('d="M'))]


def test_lost_terms_are_marked_on_their_edges(page):
    assert page.count("<path class=lost") == 2
    assert len(replay_of(page)["lost"]) == 2


def test_two_uses_by_one_operation_have_an_edge_each(report):
    page = replay_page(report("a*a", a=3.0))
    assert page.count('d="M') == 2
    assert page.count("<path class=lost") == 1
    assert edges_of(page) == [-1, 0, 1]


def test_a_closure_that_runs_twice_writes_along_the_same_edges_again(report):
    traced = report("a*a", a=3.0)
    replace = msgspec.structs.replace
    again = [replace(write, sweep=2) for write in traced.example.intact.writes]
    tape = replace(traced.example.intact, writes=(*traced.example.intact.writes, *again))
    example = replace(traced.example, intact=tape, broken=tape)
    page = replay_page(replace(traced, example=example, comparison=compare(tape, tape)))
    assert [edge for edge in edges_of(page) if edge >= 0] == [0, 1, 0, 1]


def test_nothing_is_loaded_from_elsewhere(page):
    assert not re.search(r"(src|href)=(?!\"(?:data:|#))", page)
    assert "url(" not in page
    assert "default-src &#39;none&#39;" in page


def test_an_error_of_the_engine_cannot_add_markup(report):
    traced = report("a*b", a=3.0, b=2.0)
    tape = msgspec.structs.replace(traced.example.broken, error="ValueError: <script>alert(1)</script>")
    sly = msgspec.structs.replace(traced, example=msgspec.structs.replace(traced.example, broken=tape))
    assert "&lt;script&gt;alert(1)" in replay_page(sly)
    assert "<script>alert" not in replay_page(sly)


def test_a_number_is_written_alike_in_the_figure_and_in_the_tables(report):
    page = replay_page(report(DIAMOND, a=2.5, b=3.0, c=4.0), "es")
    assert "a.grad: 11,5 → −4,5" in page
    assert not re.search(r">[^<]*\d\.\d[^<]*<", page[page.index("<main") : page.index("</main>")])


def test_the_page_is_there_in_spanish(report):
    page = replay_page(report(DIAMOND, a=2.0, b=3.0, c=4.0), "es")
    assert '<html lang="es">' in page
    assert "Cada escritura, clausura por clausura" in page


@pytest.fixture
def open_trace(browser, tmp_path):
    """Opens a page from disk: ``open_trace(page, width=…, scheme=…, fragment=…, script=…)``."""

    def open_(page: str, width: int = 1400, scheme: str = "light", fragment: str = "", script: bool = True):
        file = tmp_path / "trace.html"
        file.write_text(page, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        tab = context.new_page()
        tab.on("console", lambda message: troubles.append(message.text))
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on("request", lambda request: troubles.append(request.url) if request.url.startswith("http") else None)
        tab.goto(file.as_uri() + fragment)
        return tab

    troubles: list[str] = []
    yield open_
    assert troubles == []


@pytest.mark.browser
def test_the_replay_steps_through_both_sweeps_by_key_and_by_button(page, open_trace):
    tab = open_trace(page, fragment="#write=8")
    node = tab.locator("svg g.now")
    assert node.locator("tspan").all_text_contents() == ["10 → 4", "10 → −6"]
    assert tab.locator("#writes tr.now td").first.inner_text() == "8"
    tab.keyboard.press("ArrowLeft")
    assert node.locator("tspan").all_text_contents() == ["−10 → −12", "−10 → −2"]
    assert tab.url.endswith("#write=7")
    tab.keyboard.press("Home")
    assert final_gradients(tab) == [["0", "0"]] * 3
    tab.get_by_role("button", name="One write on").click()
    assert "backward writes" in tab.locator("output").inner_text()
    tab.get_by_role("slider").fill("9")
    assert final_gradients(tab) == [["4", "−6"], ["−4", "−4"], ["−12", "−2"]]
    assert tab.url.endswith("#write=9")


@pytest.mark.browser
def test_the_number_of_a_write_leads_to_it(page, open_trace):
    tab = open_trace(page)
    tab.locator("#write-8 a").click()
    assert tab.locator("output").inner_text().startswith("Step 8 of 9")


@pytest.mark.browser
def test_long_numbers_stay_within_the_drawing_and_their_differences_within_the_page(report, open_trace):
    traced = report(
        "tanh(relu(a)*sigmoid(b) + a)*(a - b/c)**2 + log(c)*exp(a/b) + a*b*c*(a + b + c)", a=2.0, b=3.0, c=4.0
    )
    tab = open_trace(replay_page(traced))
    is_within = """() => [...document.querySelectorAll(".gradient")].every((text) => {
        const [box, all] = [text.getBBox(), text.ownerSVGElement.viewBox.baseVal];
        return box.x >= all.x && box.x + box.width <= all.x + all.width;
    })"""
    tab.keyboard.press("End")
    for number in range(35, 0, -1):
        assert tab.evaluate(is_within), number
        tab.keyboard.press("ArrowLeft")
    table = tab.locator("#writes")
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")


@pytest.mark.browser
@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 420)])
def test_the_page_has_no_serious_accessibility_finding(page, open_trace, theme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab = open_trace(page, width=width, scheme=theme)
    found = axe.Axe().run(tab).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_without_javascript_the_end_of_both_sweeps_is_shown(page, open_trace):
    tab = open_trace(page, script=False)
    assert final_gradients(tab) == [["4", "−6"], ["−4", "−4"], ["−12", "−2"]]
    assert not tab.locator(".player").is_visible()
