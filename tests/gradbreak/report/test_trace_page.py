from __future__ import annotations

import json
import re

import msgspec
import pytest

from gradbreak.report.trace_page import Frame, as_script, replay_page
from gradbreak.trace.compare import compare

DIAMOND = "(a*b + c)*(a - c)"


@pytest.fixture
def page(report) -> str:
    return replay_page(report(DIAMOND, a=2.0, b=3.0, c=4.0))


def gradients(tab, panel: str) -> list[str]:
    """The gradients of a, b and c, as the panel's graph shows them."""
    return tab.locator(f"#{panel} .grad").all_text_contents()[:3]


def test_every_write_is_in_the_table_with_both_changes(page):
    rows = re.findall(r'<tr id="write-(\d+)"', page)
    assert rows == [str(number) for number in range(1, 10)]
    assert "<td>10 → 4</td><td>10 → -6</td><td>a.grad: 10 → -6, replaced, not added</td>" in page


def test_the_script_s_frames_point_at_nodes_and_edges_that_are_drawn(page):
    frames = json.loads(re.search(r'id="frames">(.*?)</script>', page)[1])
    nodes, edges = page.count('<g class="node">') // 2, page.count('<path class="edge') // 2
    assert len(frames) == 9
    assert all(0 <= node < nodes and -1 <= edge < edges for node, edge, *_ in frames)
    # Each edge carries one term back, and the seed comes along none.
    assert sorted(edge for _, edge, *_ in frames) == [-1, *range(edges)]


def test_lost_terms_are_marked_on_the_broken_graph_only(page):
    intact, broken = page.split('<figure id="broken">')
    assert intact.count('class="edge lost"') == 0
    assert broken.count('class="edge lost"') == 2


def test_two_uses_by_one_operation_have_an_edge_each(report):
    page = replay_page(report("a*a", a=3.0))
    assert page.count('<path class="edge') == 4
    assert page.count('<path class="edge lost"') == 1
    frames = json.loads(re.search(r'id="frames">(.*?)</script>', page)[1])
    assert [edge for _, edge, *_ in frames] == [-1, 0, 1]


def test_a_closure_that_runs_twice_writes_along_the_same_edges_again(report):
    traced = report("a*a", a=3.0)
    replace = msgspec.structs.replace
    again = [replace(write, sweep=2) for write in traced.example.intact.writes]
    tape = replace(traced.example.intact, writes=(*traced.example.intact.writes, *again))
    example = replace(traced.example, intact=tape, broken=tape)
    page = replay_page(replace(traced, example=example, comparison=compare(tape, tape)))
    frames = json.loads(re.search(r'id="frames">(.*?)</script>', page)[1])
    assert [edge for _, edge, *_ in frames if edge >= 0] == [0, 1, 0, 1]


def test_nothing_is_loaded_from_elsewhere(page):
    assert not re.search(r"(src|href)=(?!\"data:)", page)
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_the_script_s_data_cannot_end_its_element():
    frame = Frame(node=0, edge=0, intact=("</script>", "1"), broken=("", ""))
    assert "<" not in as_script([frame])
    assert json.loads(as_script([frame])) == [[0, 0, ["</script>", "1"], ["", ""]]]


def test_an_error_of_the_engine_cannot_add_markup(report):
    traced = report("a*b", a=3.0, b=2.0)
    tape = msgspec.structs.replace(traced.example.broken, error="ValueError: <script>alert(1)</script>")
    sly = msgspec.structs.replace(traced, example=msgspec.structs.replace(traced.example, broken=tape))
    assert "&lt;script&gt;alert(1)" in replay_page(sly)
    assert "<script>alert" not in replay_page(sly)


@pytest.mark.browser
def test_the_replay_steps_through_both_sweeps_by_key_and_by_button(page, browser, tmp_path):
    file = tmp_path / "replay.html"
    file.write_text(page, encoding="utf-8")
    tab = browser.new_page()
    problems, requests = [], []
    tab.on("console", lambda message: problems.append(message.text))
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(f"{file.as_uri()}#write=8")
    assert gradients(tab, "intact") == ["10 → 4", "0", "-12"]
    assert gradients(tab, "broken") == ["10 → -6", "0", "-2"]
    tab.keyboard.press("ArrowLeft")
    assert gradients(tab, "broken") == ["10", "0", "-10 → -2"]
    tab.keyboard.press("Home")
    assert gradients(tab, "intact") == ["0", "0", "0"]
    tab.get_by_role("button", name="One write on").click()
    assert "backward writes to" in tab.locator("#now").inner_text()
    tab.get_by_role("slider").fill("9")
    assert gradients(tab, "intact") == ["4", "0 → -4", "-12"]
    assert tab.url.endswith("#write=9")
    assert problems == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
def test_long_numbers_stay_within_the_drawing_and_their_differences_within_the_page(report, browser, tmp_path):
    file = tmp_path / "replay.html"
    traced = report(
        "tanh(relu(a)*sigmoid(b) + a)*(a - b/c)**2 + log(c)*exp(a/b) + a*b*c*(a + b + c)", a=2.0, b=3.0, c=4.0
    )
    file.write_text(replay_page(traced), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1400, "height": 900})
    tab.goto(file.as_uri())
    is_within = """() => [...document.querySelectorAll(".grad")].every((text) => {
        const [box, all] = [text.getBBox(), text.ownerSVGElement.viewBox.baseVal];
        return box.x >= all.x && box.x + box.width <= all.x + all.width;
    })"""
    for number in range(35, 0, -1):
        assert tab.evaluate(is_within), number
        tab.keyboard.press("ArrowLeft")
    table = tab.locator("#writes")
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")


@pytest.mark.browser
@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 420)])
def test_the_page_has_no_serious_accessibility_finding(page, browser, tmp_path, theme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    file = tmp_path / "replay.html"
    file.write_text(page, encoding="utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    tab.goto(file.as_uri())
    found = axe.Axe().run(tab).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_without_javascript_the_end_of_both_sweeps_is_shown(page, browser, tmp_path):
    file = tmp_path / "replay.html"
    file.write_text(page, encoding="utf-8")
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto(file.as_uri())
    assert gradients(tab, "intact") == ["4", "-4", "-12"]
    assert gradients(tab, "broken") == ["-6", "-4", "-2"]
    assert not tab.locator("#stepper").is_visible()
