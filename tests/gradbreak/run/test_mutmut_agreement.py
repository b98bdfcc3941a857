"""The measure of the harness: on this repository's engine and suites, every verdict is mutmut's."""

from __future__ import annotations

import pytest

from gradbreak.model import DETECTED
from gradbreak.mutation.mutmut_verdicts import verdicts_of_mutmut
from tests.gradbreak.documents import copy_project
from tests.gradbreak.run.test_mutmut_rows import from_mutmut, mutmut_run, verdicts
from tests.gradbreak.small_project import Finished, Project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tested(real, tmp_path_factory) -> Finished:
    """A copy of the engine, the suites and their declarations, after both ways of testing them."""
    project = Project(copy_project(tmp_path_factory.mktemp("agreement") / "project"))
    mutmut_run(project)
    return Finished(project, real.results)


def test_mutmut_has_a_verdict_on_every_mutant_of_ours_and_on_no_other(tested):
    of_mutmut = verdicts_of_mutmut(tested.project.root, list(tested.results.engine.files))
    assert of_mutmut.keys() == {mutant.id for mutant in tested.results.mutants}
    assert len(of_mutmut) > 300


def test_a_mutant_lives_for_mutmut_if_and_only_if_it_lives_for_us(tested):
    of_mutmut = verdicts_of_mutmut(tested.project.root, list(tested.results.engine.files))
    assert set(of_mutmut.values()) <= {"killed", "timeout", "segfault", "survived", "no tests"}
    of_ours = {cell.mutant for cell in tested.results.cells if cell.status in DETECTED}
    assert {id_ for id_, verdict in of_mutmut.items() if verdict not in ("survived", "no tests")} == of_ours


def test_every_cell_of_mutmut_s_run_is_that_of_ours_with_its_failing_assertion(tested):
    recorded = from_mutmut(tested.project)
    assert verdicts(recorded) == verdicts(tested.results)
    assert recorded.cells == tested.results.cells
