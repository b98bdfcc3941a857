"""Verdicts on engines with sets, each made under both orders: every cell is as brute force finds it."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from gradbreak.model import DETECTED, FORCED, Cell, Order, Reason, Results, Status, WhySetAside
from gradbreak.project.opening import infer_project
from gradbreak.run.journal import CellAnswer
from gradbreak.run.lifecycle import run
from gradbreak.run.messages import Recorded
from gradbreak.run.options import Options
from gradbreak.run.orders import joined_answer, joined_answers
from gradbreak.testing.outcome import Outcome
from tests.engines.brute_force import matrix, outcomes
from tests.engines.samples import Sample, read_samples
from tests.gradbreak.small_project import Silent

pytestmark = pytest.mark.slow

FREE = [sample for sample in read_samples() if not sample.wrong and not sample.shape["ordered"]]
UNORDERED = [sample for sample in FREE if sample.shape.get("forced", True)]
LEFT_TO_CHANCE = [sample for sample in FREE if sample not in UNORDERED]

LAYOUTS = 20
"""In how many processes brute force runs what is left to chance: each test sees both ways round in some of them."""


@pytest.fixture(params=UNORDERED, ids=lambda sample: sample.name, scope="module")
def sample(request: pytest.FixtureRequest) -> Sample:
    found: Sample = request.param
    return found


@pytest.fixture(scope="module")
def results(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run_sample(sample, tmp_path_factory.mktemp(sample.name))


def run_sample(sample: Sample, folder: Path) -> Results:
    copy = folder / sample.name
    shutil.copytree(sample.folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
    tests = [str(copy / path) for path in sample.tests]
    project = infer_project([copy / sample.engine[0]], tests, folder)
    return run(project.config, Silent(), Options(jobs=2))


@cache
def by_brute_force(name: str) -> dict[Order, tuple[dict[str, str], dict[str, dict[str, str]]]]:
    sample = next(each for each in UNORDERED if each.name == name)
    return {order: matrix(sample, order.value) for order in FORCED}


def of_sites(results: Results, sample: Sample) -> dict[tuple[str, str], Cell | None]:
    """(site, test as the sample names it) → the cell of the site's break; None where the test does not reach it."""
    found = {(cell.mutant, cell.test): cell for cell in results.cells}
    cells = {}
    for mutant in results.mutants:
        file = mutant.location.file.removeprefix(f"{sample.name}/")
        for site in sample.sites:
            if mutant.family == "accumulation" and (file, mutant.location.start.line) == (site.file, site.line):
                for test in results.tests:
                    cells[site.name, test.id.removeprefix(f"{sample.name}/")] = found.get((mutant.id, test.id))
    return cells


def expected(verdicts: list[str]) -> set[Status]:
    detected = [verdict != "survived" for verdict in verdicts]
    if all(detected):
        return set(DETECTED)
    return {Status.DEPENDS_ON_ORDER} if any(detected) else {Status.SURVIVED, Status.NOT_REACHED}


def test_every_cell_is_as_brute_force_finds_it_under_both_orders(results: Results, sample: Sample) -> None:
    truth = by_brute_force(sample.name)
    cells = of_sites(results, sample)
    wanted = {
        (site, test): expected([truth[order][1][site][test] for order in FORCED])
        for site, row in truth[Order.FORWARDS][1].items()
        for test in row
        if all(test in truth[order][1][site] for order in FORCED)
    }
    assert cells.keys() == wanted.keys()
    verdicts = {key: cell.status if cell else Status.NOT_REACHED for key, cell in cells.items()}
    assert {key: status for key, status in verdicts.items() if status not in wanted[key]} == {}


def test_a_verdict_that_depends_names_the_order_that_kills(results: Results, sample: Sample) -> None:
    depends = {
        key: cell.killed_under
        for key, cell in of_sites(results, sample).items()
        if cell is not None and cell.status is Status.DEPENDS_ON_ORDER
    }
    assert depends == {
        (each["site"], each["test"]): each["killed_under"] for each in sample.expected.get("depends_on_order", ())
    }


def test_a_verdict_that_depends_has_a_failure_and_no_reason(results: Results) -> None:
    depends = [cell for cell in results.cells if cell.status is Status.DEPENDS_ON_ORDER]
    assert all(cell.reason is None and cell.killed_under is not None for cell in depends)
    assert all(cell.killed_under is None for cell in results.cells if cell.status is not Status.DEPENDS_ON_ORDER)


def test_a_test_that_flips_on_the_intact_engine_is_named_and_set_aside(results: Results, sample: Sample) -> None:
    flipping = {each.test.removeprefix(f"{sample.name}/"): each for each in results.set_aside}
    declared = {each["test"]: each["passes_under"] for each in sample.expected.get("set_aside", ())}
    assert flipping.keys() == declared.keys()
    for test, passes_under in declared.items():
        assert flipping[test].why is WhySetAside.DEPENDS_ON_ORDER
        assert f"passes {passes_under}" in flipping[test].reason


def test_a_verdict_that_depends_is_no_kill_in_any_count(results: Results) -> None:
    killed = {cell.mutant for cell in results.cells if cell.status in DETECTED}
    depends = {cell.mutant for cell in results.cells if cell.status is Status.DEPENDS_ON_ORDER} - killed
    for family in results.families:
        members = {mutant.id for mutant in results.mutants if mutant.family == family.id}
        counts = results.summary.families[family.id]
        assert counts.killed == len(members & killed)
        assert counts.depends_on_order == len(members & depends)


def test_the_engine_s_own_lines_are_in_the_results(results: Results, sample: Sample) -> None:
    assert results.engine.unordered
    for line in results.engine.unordered:
        assert results.engine.files[line.file].split("\n")[line.line - 1].strip() == line.text
        assert line.fix


@pytest.mark.parametrize("sample", LEFT_TO_CHANCE, ids=lambda sample: sample.name)
def test_what_cannot_be_forced_is_a_kill_only_where_it_is_one_in_every_process(sample: Sample, tmp_path: Path) -> None:
    results = run_sample(sample, tmp_path)
    assert results.engine.repeated_in == 8
    cells = of_sites(results, sample)
    for site in sample.sites:
        seen = [outcomes(sample, site, layout=layout) for layout in range(1, LAYOUTS + 1)]
        for test in seen[0]:
            verdicts = ["survived" if each[test] == "passed" else "killed" for each in seen]
            cell = cells[site.name, test]
            assert (cell.status if cell else Status.NOT_REACHED) in expected(verdicts), (site.name, test)
    depends = [cell for cell in cells.values() if cell is not None and cell.status is Status.DEPENDS_ON_ORDER]
    assert depends
    assert all(cell.killed_under is not None and not cell.killed_under.is_forced for cell in depends)
    assert all(cell.reason is not Reason.UNNOTICED for cell in cells.values() if cell is not None)


def recorded(digest: str | None) -> Recorded:
    return Recorded(
        job="",
        test="",
        digest=digest,
        contributions=None,
        contributions_over_sweeps=None,
        lands_on_nonzero=None,
        over_sweeps=None,
    )


def test_a_difference_where_an_order_cannot_be_forced_may_be_chance_and_gives_no_reason() -> None:
    intact = {Order.PROCESS_1: recorded("1"), Order.PROCESS_2: recorded("2")}
    same = {Order.PROCESS_1: passed("1"), Order.PROCESS_2: passed("2")}
    assert joined_answer(same, intact) == passed("1")
    assert joined_answer({**same, Order.PROCESS_2: passed("other")}, intact) == passed(None)


def test_a_mutant_that_one_process_alone_judges_keeps_its_verdict() -> None:
    alone = {Order.PROCESS_1: {"sign": {"t": FAILED}}, Order.PROCESS_2: {"site": {"t": FAILED}}}
    assert joined_answers(alone) == {"sign": {"t": FAILED}, "site": {"t": FAILED}}


INTACT = {Order.FORWARDS: recorded("f"), Order.REVERSED: recorded("r")}
FAILED, TIMEOUT = CellAnswer(Outcome.FAILED), CellAnswer(Outcome.TIMEOUT)


def passed(digest: str | None) -> CellAnswer:
    return CellAnswer(Outcome.PASSED, None, digest)


@pytest.mark.parametrize(
    ("forwards", "backwards", "joined"),
    [
        (None, None, None),
        (FAILED, FAILED, FAILED),
        (FAILED, TIMEOUT, FAILED),
        (FAILED, passed("r"), CellAnswer(Outcome.FAILED, None, None, Order.FORWARDS)),
        (passed("f"), TIMEOUT, CellAnswer(Outcome.TIMEOUT, None, None, Order.REVERSED)),
        (None, FAILED, CellAnswer(Outcome.FAILED, None, None, Order.REVERSED)),
        (passed("f"), passed("r"), passed("f")),
        (None, passed("r"), passed("f")),
        (passed("f"), passed("other"), passed("unlike f")),
        (passed("other"), passed("r"), passed("unlike f")),
        (passed("f"), passed(None), passed(None)),
    ],
)
def test_two_answers_are_joined_and_never_rounded(
    forwards: CellAnswer | None, backwards: CellAnswer | None, joined: CellAnswer | None
) -> None:
    assert joined_answer({Order.FORWARDS: forwards, Order.REVERSED: backwards}, INTACT) == joined
