from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.errors import CouldNotGrade
from gradbreak.grading import prepare as module
from gradbreak.grading.model import IsolationKind
from gradbreak.grading.prepare import choose_isolation, prepare
from tests.gradbreak.grading.graded_project import GRADED


@pytest.fixture(params=["", "bwrap is not installed"])
def reason(request, monkeypatch) -> str:
    monkeypatch.setattr(module, "why_no_sandbox", lambda: request.param)
    return request.param


def test_the_best_isolation_that_works_is_chosen(reason):
    expected = IsolationKind.SUBPROCESS if reason else IsolationKind.BUBBLEWRAP
    assert choose_isolation(None, require_sandbox=False) == expected


def test_a_subprocess_is_taken_where_it_is_asked_for(reason):
    assert choose_isolation(IsolationKind.SUBPROCESS, require_sandbox=False) == IsolationKind.SUBPROCESS


@pytest.mark.parametrize(
    ("wanted", "required"), [(None, True), (IsolationKind.BUBBLEWRAP, False), (IsolationKind.SUBPROCESS, True)]
)
def test_less_than_a_required_sandbox_is_refused(wanted, required, reason):
    if not reason:
        assert choose_isolation(wanted, require_sandbox=required) == IsolationKind.BUBBLEWRAP
        return
    with pytest.raises(CouldNotGrade, match="no sandbox: bwrap is not installed"):
        choose_isolation(wanted, require_sandbox=required)


def test_a_package_for_tests_that_is_not_installed_is_named_before_anything_is_graded(project):
    rubric = "mutation_config/rubric.toml"
    project.write({**GRADED, rubric: 'packages = ["no-such-package"]\n' + GRADED[rubric]})
    with pytest.raises(CouldNotGrade, match="tests may import no-such-package, which is not installed"):
        prepare(load_config(project.root), None)
