"""Each hostile sample in isolation: other tests have their verdict, the attack gains nothing and leaves nothing."""

from __future__ import annotations

import secrets
import tempfile
import tomllib
from pathlib import Path

import pytest

from gradbreak.grading.intake import read_submission, read_submissions, submission_name
from gradbreak.grading.isolation import IsolationLimits
from gradbreak.grading.model import IsolationKind, RunRequest
from tests.gradbreak.grading.isolation.examined import code, examining, needs_bubblewrap, open_to_everyone
from tests.gradbreak.grading.isolation.leftovers import processes_left

ROOT = Path(__file__).parents[4]
SAMPLES = {submission_name(path): path for path in read_submissions(ROOT / "tests/students/hostile")}
EXPECTED = {
    sample["name"]: sample
    for sample in tomllib.loads((ROOT / "tests/students/hostile/expected.toml").read_text(encoding="utf-8"))["sample"]
}
HONEST = "test_a_product_of_two_inputs"

LOOKS_AT_CODE = {"compares_the_closures", "knows_one_disguise", "compares_with_the_file", "looks_at_the_bytecode"}
CHANGES_BY_ITSELF = {"bets_on_the_numbers", "coins_of_few_tests", "every_second_run", "looks_at_the_environment"}
"""No sandbox can tell these from honest tests. The rounds of grading do: by correct engines with other code, and by
running each test many times."""

HARMS_ITS_OWN = {"threads_that_outlive"}
"""The honest test runs in the process that the attack has changed."""

CANNOT_BE_READ = {
    "bzip2_member_of_gigabytes",
    "negative_size",
    "overflowing_size",
    "quadratic_header",
    "tar_bomb",
    "twenty_thousand_links",
}
"""What it tries is said in expected.toml alone."""

LIMITS = IsolationLimits(cpu_seconds=0.5, wall_seconds=2.0, memory_mib=256, run_seconds=30.0)


@pytest.fixture(scope="module")
def engine():
    files = [ROOT / "minigrad" / name for name in ("__init__.py", "scalar.py", "nn.py")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture(scope="module")
def broken(engine):
    return {**engine, "minigrad/scalar.py": engine["minigrad/scalar.py"].replace(".grad +=", ".grad =")}


def test_every_sample_is_expected_and_every_expected_one_is_there():
    assert set(SAMPLES) == set(EXPECTED)
    assert len(SAMPLES) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_says_what_it_tries(name):
    submission = read_submission(SAMPLES[name])
    if name in CANNOT_BE_READ:
        assert submission.problem
    else:
        assert any(text.startswith((b'"""', b"Hands in")) for text in submission.files.values())


IN_A_SUBPROCESS_TOO = [
    "closes_every_file",
    "endless_loop_ignoring_signals",
    "exit_one_in_a_test",
    "fork_bomb",
    "forged_records",
    "kills_the_parent",
    "leaves_processes",
    "memory_in_many_processes",
    "reads_the_parent",
    "rewrites_the_journal",
    "signals_to_every_process",
    "sockets",
    "state_in_modules",
]
"""What limits, a filter on system calls and a pipe of one's own contain without a sandbox."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(pytest.param(name, IsolationKind.BUBBLEWRAP, marks=needs_bubblewrap, id=name) for name in SAMPLES),
        *(pytest.param(name, IsolationKind.SUBPROCESS, id=f"{name}-bare") for name in IN_A_SUBPROCESS_TOO),
    ],
)
def test_a_sample_gains_nothing_and_leaves_nothing(name, kind, engine, broken, tmp_path, monkeypatch):
    open_to_everyone(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seed = secrets.randbelow(2**31)
    submission = read_submission(SAMPLES[name], engine)
    if name in CANNOT_BE_READ:
        pytest.skip("nothing of it is ever run")
    with examining(submission, kind, engine=engine, limits=LIMITS, hash_seed=seed) as examiner:
        intact = {record.test: record.outcome.value for record in examiner.run(RunRequest(engine=code(engine))).tests}
        after = examiner.run(RunRequest(engine=code(broken), tests=tuple(intact))) if intact else None
    assert processes_left(seed) == []
    assert list(tmp_path.iterdir()) == []
    if after is None:
        assert EXPECTED[name]["verdict"] == "not_gradable"
        return
    assert {record.test for record in after.tests} == set(intact)
    if name not in HARMS_ITS_OWN:
        assert all(outcome == "passed" for test, outcome in intact.items() if test.endswith(HONEST))
    if name not in LOOKS_AT_CODE | CHANGES_BY_ITSELF | HARMS_ITS_OWN:
        failed = {record.test for record in after.tests if record.outcome.value == "failed"}
        assert not [test for test in failed if intact[test] == "passed"]
