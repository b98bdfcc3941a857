"""The lines of the section, in both languages."""

from __future__ import annotations

import pytest
from msgspec import structs

from gradbreak.analysis.cell_states import State
from gradbreak.explain.killing import KillingTest
from gradbreak.explain.oracle import Basis
from gradbreak.site_run.messages import SiteRunRequest
from gradbreak.site_run.outcome import SiteOutcome, SiteRun
from gradbreak.site_run.wording import MOST_LISTED, lines, title
from gradbreak.texts.catalogue import load
from gradbreak.texts.site_run import SiteRunTexts

REQUEST = SiteRunRequest(root="/project", tests={})
TEST = KillingTest(
    name="test_it",
    source="from tiny import Node\n\n\ndef test_it() -> None:\n    pass\n",
    basis=Basis.PLAIN,
    expected={},
    error="",
    outcome="",
)


def site(name: str, state: State, tests: int = 1) -> SiteOutcome:
    return SiteOutcome(
        name=name, mutant=name, file="tiny.py", line=7, statement="x.grad += d", state=state, tests=tests
    )


def run(*sites: SiteOutcome, **fields: object) -> SiteRun:
    parts = {
        "file": "tiny.py",
        "node_class": "Node",
        "module": "tiny",
        "is_notebook": False,
        "tests": 3,
        "set_aside": (),
        "skipped": (),
        "outside": 0,
        "sites": sites,
        "is_break_caught": True,
        "next_site": "",
        "next_test": None,
        "hints": 3,
        "results": None,
    }
    return SiteRun(**{**parts, **fields})


def said(found: SiteRun, request: SiteRunRequest = REQUEST) -> list[str]:
    return [line.text for line in lines(found, request, load(SiteRunTexts, request.language))]


def test_where_all_sites_are_caught_the_verdict_and_the_count_are_all():
    assert said(run(site("add.self", State.KILLED), site("mul.self", State.ERROR))) == [
        "Caught: tests fail when every gradient write replaces instead of adding.",
        "2 of 2 sites caught, by 3 tests.",
    ]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.UNREACHED, "not reached: "),
        (State.UNCHANGED, "reached, nothing changed: run by 1 test, "),
        (State.UNNOTICED, "changed and nobody looked"),
    ],
)
def test_a_survivor_has_its_place_and_its_reason(state, reason):
    (line,) = [text for text in said(run(site("add.self", state))) if text.startswith("  ")]
    assert line.startswith("  add.self  tiny.py:7  ")
    assert reason.split(",")[0].split(":")[0].split()[0] in line


def test_of_very_many_survivors_the_rest_is_counted():
    found = said(run(*(site(f"op{n}.self", State.UNREACHED) for n in range(MOST_LISTED + 3))))
    assert sum(text.startswith("  op") for text in found) == MOST_LISTED
    assert "  and 3 more" in found


def test_the_next_test_is_indented_to_be_pasted():
    found = said(run(site("add.self", State.UNREACHED), next_site="add.self", next_test=TEST))
    assert "    from tiny import Node" in found
    assert "    def test_it() -> None:" in found


def test_in_a_notebook_a_site_is_its_statement_and_the_engine_is_not_imported():
    found = run(site("add.self", State.UNREACHED), is_notebook=True, next_site="add.self", next_test=TEST)
    assert title(found) == "gradbreak: Node"
    assert any(text.startswith("  add.self  x.grad += d  ") for text in said(found))
    assert not any("import Node" in text for text in said(found))


def test_where_the_rubric_gives_no_whole_test_none_is_missed():
    assert not any("No test that catches" in text for text in said(run(site("add.self", State.UNREACHED), hints=0)))


def test_too_few_sites_are_said_with_what_was_asked_for():
    request = structs.replace(REQUEST, minimum=2)
    assert said(run(site("add.self", State.KILLED)), request)[-1] == "--gradbreak-min 2: sites caught: 1."


def test_what_was_not_counted_is_named():
    found = said(run(outside=1, skipped=("cell 2: %pip install x",), set_aside=("test_a: it fails",)))
    assert any("cell 2: %pip install x" in text for text in found)
    assert any("test_a: it fails" in text for text in found)
    assert any("not counted: 1 test" in text for text in found)


def test_it_speaks_spanish():
    request = structs.replace(REQUEST, language="es")
    assert "1 de 2 sitios detectados, con 3 pruebas." in said(
        run(site("add.self", State.KILLED), site("mul.self", State.UNREACHED)), request
    )
