import subprocess
import sys

import msgspec
import pytest

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.cluster import worker
from gradbreak.grading.grader import versions
from gradbreak.grading.model import GradedSubmission, IsolationKind, Submission
from gradbreak.grading.one_submission import grade_one
from gradbreak.grading.prepare import unchecked_grader


@pytest.fixture(scope="module")
def grader(engines, grading):
    return unchecked_grader(engines, grading.rubric, IsolationKind.SUBPROCESS)


@pytest.fixture
def unreadable() -> Submission:
    return Submission(name="broken", files={}, left_out=(), problem="it is damaged", sha256="0")


def test_a_grade_is_the_one_that_this_machine_gives(grader, unreadable):
    sent = worker.grade(worker.encoded(grader), msgspec.msgpack.encode(unreadable))
    assert msgspec.msgpack.decode(sent, type=GradedSubmission) == grade_one(grader, unreadable)


def test_a_grader_that_was_sent_has_the_same_digest(grader, unreadable):
    assert worker.decoded(worker.encoded(grader)).digest(unreadable) == grader.digest(unreadable)


def test_a_worker_with_everything_may_grade():
    assert worker.refusal(versions(()), (), "subprocess") == ""


@pytest.mark.parametrize("name", ["gradbreak", "Python", "pytest", "hypothesis"])
def test_a_worker_with_another_version_may_not(name):
    found = versions(())[name]
    assert (
        worker.refusal({**versions(()), name: "0.0.1"}, (), "subprocess") == f"it has {name} {found} instead of 0.0.1"
    )


def test_a_worker_without_a_package_that_tests_may_import_may_not():
    said = worker.refusal(versions(()), ("no-such-package",), "subprocess")
    assert said == "tests may import no-such-package, which is not installed"


def test_a_worker_without_the_sandbox_that_is_asked_for_may_not(monkeypatch):
    def none(*_args, **_more):
        raise CouldNotGrade("no sandbox: bubblewrap is not installed", "Install bubblewrap")

    monkeypatch.setattr(worker, "choose_isolation", none)
    assert worker.refusal(versions(()), (), "bubblewrap") == "no sandbox: bubblewrap is not installed"


def test_whoever_names_no_cluster_imports_nothing_of_dask():
    look = (
        "import sys, gradbreak.cli.grade, gradbreak.grading.batch; print({'dask', 'distributed'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
