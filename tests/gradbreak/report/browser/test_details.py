"""Every mutant is opened once, and what its details say is compared with the results."""

import difflib
import shlex
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import expect

from gradbreak.analysis.cell_states import DETECTED_STATES, REACHED_STATES
from gradbreak.model import Break, FirstDifference, Mutant, Results, Status, VerifiedTest
from gradbreak.report import write_page
from gradbreak.report.cell_table import CellTable
from gradbreak.report.failure_data import shortened, statement_of
from tests.gradbreak.report.browser.conftest import Open
from tests.gradbreak.report.browser.test_matrix import address

pytestmark = pytest.mark.browser

Shown = dict[str, dict[str, object]]

TOUR = """async (addresses) => {
    const text = (selector) => document.querySelector(`#detail ${selector}`)?.textContent ?? null;
    const texts = (selector) => [...document.querySelectorAll(`#detail ${selector}`)].map((e) => e.textContent);
    const found = {};
    for (const [id, address] of addresses) {
        const arrived = new Promise((done) => addEventListener('hashchange', done, { once: true }));
        location.hash = address;
        await arrived;
        found[id] = {
            id: text('[data-at=id]'),
            title: text('[data-at=title]'),
            suite: text('[data-at=suite]'),
            verdict: document.querySelector('#detail [data-at=verdict]').className,
            removed: texts('.diff .removed code'),
            added: texts('.diff .added code'),
            marked: texts('.diff mark'),
            states: [...document.querySelectorAll('#detail details .chip')].map((chip) => chip.className.slice(5)),
            ladder: texts('.ladder li span'),
            test: text('[data-at=failing-test]'),
            statement: text('[data-at=statement]'),
            message: text('[data-at=message]'),
            argument: text('[data-at=argument]'),
            killers: texts('[data-at=killers] code'),
            about: texts('[data-at=killers] li:not(:has(code))'),
            command: text('[data-at=command] code'),
        };
    }
    return found;
}"""


@pytest.fixture(scope="module")
def suite_of(few_results: Results) -> dict[str, str]:
    """Which suite each mutant is opened in: all suites take turns."""
    changes = (*few_results.mutants, *few_results.breaks)
    return {change.id: few_results.suites[index % len(few_results.suites)].name for index, change in enumerate(changes)}


@pytest.fixture
def shown(open_page: Open, suite_of: dict[str, str], cache: dict[str, Shown]) -> Shown:
    if "tour" not in cache:
        addresses = [[id_, address(id_, suite)] for id_, suite in suite_of.items()]
        cache["tour"] = open_page().evaluate(TOUR, addresses)
    return cache["tour"]


@pytest.fixture(scope="module")
def cache() -> dict[str, Shown]:
    return {}


def changed_lines(diff: str, sign: str) -> list[str]:
    return [line[1:].strip() for line in diff.splitlines() if line.startswith(sign) and not line.startswith(sign * 3)]


def test_every_address_opens_its_own_mutant_and_suite(shown: Shown, suite_of: dict[str, str]) -> None:
    assert {id_: (details["id"], details["suite"]) for id_, details in shown.items()} == {
        id_: (id_, suite) for id_, suite in suite_of.items()
    }


def test_the_details_are_headed_by_the_mutants_title(shown: Shown, few_results: Results) -> None:
    for mutant in few_results.mutants:
        assert shown[mutant.id]["title"] == mutant.title


def test_the_drawn_diff_is_the_recorded_one(shown: Shown, few_results: Results) -> None:
    for change in (*few_results.mutants, *few_results.breaks):
        for sign, kind in (("-", "removed"), ("+", "added")):
            drawn = [str(line).strip() for line in shown[change.id][kind]]  # type: ignore[attr-defined]  # a list
            assert sorted(drawn) == sorted(changed_lines(change.diff, sign)), change.id


def test_what_differs_is_marked(shown: Shown, few_results: Results) -> None:
    for mutant in few_results.mutants:
        if mutant.family == "accumulation":
            assert shown[mutant.id]["marked"] == ["+=", "="]


def test_every_tests_verdict_is_read_back_from_the_heat_map(
    shown: Shown, few_results: Results, suite_of: dict[str, str]
) -> None:
    verdicts = CellTable(few_results)
    for id_, suite in suite_of.items():
        assert shown[id_]["states"] == [verdicts.of_test(id_, test.id).value for test in verdicts.tests[suite]]
        assert shown[id_]["verdict"] == verdicts.of_suite(id_, suite).value


def test_the_ladder_counts_the_tests_that_reached_and_noticed(
    shown: Shown, few_results: Results, suite_of: dict[str, str]
) -> None:
    verdicts = CellTable(few_results)
    for id_, suite in suite_of.items():
        states = [verdicts.of_test(id_, test.id) for test in verdicts.tests[suite]]
        reached, noticed = (sum(state in some for state in states) for some in (REACHED_STATES, DETECTED_STATES))
        steps = [f"{reached} of {len(states)} tests", f"{noticed} of {len(states)} tests"]
        assert shown[id_]["ladder"] == steps


def test_the_failed_assertion_of_the_shortest_test_is_shown_with_its_values(
    shown: Shown, few_results: Results, suite_of: dict[str, str]
) -> None:
    verdicts = CellTable(few_results)
    for id_, suite in suite_of.items():
        tests = sorted(verdicts.tests[suite], key=lambda test: test.lines or 0)
        cells = [(test, verdicts.cell(id_, test.id)) for test in tests]
        failing = [
            (test.name, cell.failure)
            for status in (Status.KILLED, Status.ERROR)
            for test, cell in cells
            if cell is not None and cell.status == status and cell.failure is not None
        ]
        details = shown[id_]
        if not failing:
            assert details["test"] is None
            continue
        name, failure = failing[0]
        assert (details["test"], details["statement"]) == (name, statement_of(failure))
        assert str(details["message"]).endswith(shortened(failure.message))


def test_an_equivalent_mutant_comes_with_its_argument(shown: Shown, few_results: Results) -> None:
    for mutant in few_results.mutants:
        assert shown[mutant.id]["argument"] == mutant.equivalent


def test_what_lives_in_one_suite_names_the_tests_that_kill_it(
    shown: Shown, few_results: Results, suite_of: dict[str, str]
) -> None:
    verdicts = CellTable(few_results)
    for mutant in few_results.mutants:
        killers = [
            test.name
            for tests in verdicts.tests.values()
            for test in tests
            if verdicts.of_test(mutant.id, test.id) in DETECTED_STATES
        ]
        lives = verdicts.of_suite(mutant.id, suite_of[mutant.id]) not in DETECTED_STATES and not mutant.equivalent
        assert shown[mutant.id]["killers"] == (killers[:4] if lives else [])
        more = {0: ["No test kills it."]}.get(
            len(killers), [f"and {len(killers) - 4} more"] if len(killers) > 4 else []
        )
        assert shown[mutant.id]["about"] == (more if lives else [])


def test_the_command_explains_the_cell_with_a_test_that_says_what_the_cell_says(
    shown: Shown, few_results: Results, suite_of: dict[str, str]
) -> None:
    verdicts = CellTable(few_results)
    for id_, suite in suite_of.items():
        state = verdicts.of_suite(id_, suite)
        command = shlex.split(str(shown[id_]["command"]).replace("\\\n", ""))
        shortest = sorted(verdicts.tests[suite], key=lambda test: test.lines or 0)
        test = next(test for test in shortest if verdicts.of_test(id_, test.id) is state)
        which = ["--test", test.name] if state in REACHED_STATES else ["--suite", suite]
        named = next((m.id for m in few_results.mutants if m.label == command[2]), command[2])
        assert [*command[:2], named, *command[3:]] == ["gradbreak", "explain", id_, *which]
        assert "mutmut" not in command[2]


def test_a_break_shows_the_lines_of_all_its_members(shown: Shown, few_results: Results) -> None:
    by_id: dict[str, Mutant | Break] = {mutant.id: mutant for mutant in few_results.mutants}
    for broken in few_results.breaks:
        lines = [line for member in broken.members for line in changed_lines(by_id[member].diff, "+")]
        drawn = [str(line).strip() for line in shown[broken.id]["added"]]  # type: ignore[attr-defined]  # a list
        assert not list(difflib.unified_diff(sorted(lines), sorted(drawn)))


def test_the_write_that_shows_a_replaced_gradient_is_shown_beside_the_intact_one(
    open_page: Open, few_results: Results, tmp_path: Path
) -> None:
    mutant = next(mutant for mutant in few_results.mutants if mutant.family == "accumulation")
    verdicts = CellTable(few_results)

    def write(suite: str, mutated: float) -> FirstDifference:
        test = verdicts.example_test(mutant.id, suite)
        assert test is not None
        return FirstDifference(
            mutant=mutant.id,
            test=test,
            site="add.self",
            node="a",
            attribute="grad",
            before=10.0,
            intact=4.0,
            mutated=mutated,
        )

    run = msgspec.structs.replace(few_results, first_differences=(write("linear", 4.0), write("diamond", -6.0)))
    write_page(run, tmp_path / "page.html")
    page = open_page(file=tmp_path / "page.html", fragment=address(mutant.id, "diamond"))
    tape = page.locator("#detail [data-at=write]")
    expect(tape.locator("figcaption")).to_have_text("Replaced, not added: add.self → a")
    expect(tape.locator("td")).to_have_text(["10 → 4", "10 → −6"])
    page.goto(page.url.partition("#")[0] + address(mutant.id, "linear"))
    expect(tape.locator("figcaption")).to_have_text("Nothing to replace: add.self → a")
    expect(tape.locator("td")).to_have_text(["10 → 4", "10 → 4"])
    page.goto(page.url.partition("#")[0] + address(mutant.id, "training"))
    expect(page.locator("#detail [data-at=suite]")).to_have_text("training")
    expect(tape).to_have_count(0)


def test_a_survivor_s_cell_has_a_test_that_kills_it_to_be_copied(
    open_page: Open, few_results: Results, tmp_path: Path
) -> None:
    mutant = next(mutant for mutant in few_results.mutants if mutant.family == "accumulation")
    test = VerifiedTest(source="def test_sum():\n    assert True\n", kills=(mutant.id,))
    write_page(msgspec.structs.replace(few_results, killing_tests=(test,)), tmp_path / "page.html")
    page = open_page(file=tmp_path / "page.html", fragment=address(mutant.id, "linear"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    remedy = page.locator("#detail [data-at=remedy]")
    expect(remedy.locator("code")).to_have_text("def test_sum():\n    assert True")
    remedy.locator("button").click()
    expect(remedy.locator("button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "def test_sum():\n    assert True"
    page.goto(page.url.partition("#")[0] + address(mutant.id, "diamond"))
    expect(page.locator("#detail [data-at=suite]")).to_have_text("diamond")
    expect(remedy).to_have_count(0)
