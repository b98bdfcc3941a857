"""What the recorder keeps of one collected test, each in a pytest session of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys, pytest
from gradbreak.testing.outcome_recorder import OutcomeRecorder, leave_out_idle_plugins
recorder = OutcomeRecorder(lambda error: type(error).__name__)
class Loop:
    def pytest_runtestloop(self, session):
        leave_out_idle_plugins(session)
        for item, following in zip(session.items, [*session.items[1:], None]):
            try:
                outcome, failure = recorder.run(item, following)
                print("RAN", item.name, outcome.value, failure)
            except BaseException as error:
                print("ENDED BY", type(error).__name__)
        return True
pytest.main(["-q", "-s", "-p", "no:cacheprovider", sys.argv[1]], plugins=[Loop(), recorder])
"""


def said(source: str, folder) -> list[str]:
    """What the recorder says of each test of a file."""
    (folder / "test_sample.py").write_text(f"import pytest, unittest, random\n{source}")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)], cwd=folder, capture_output=True, text=True, check=True
    )
    return [line.removeprefix("RAN test_") for line in done.stdout.splitlines() if line.startswith(("RAN", "ENDED"))]


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("def test_it():\n    pass\n", "it passed None"),
        ("def test_it():\n    assert False\n", "it failed AssertionError"),
        ("def test_it():\n    1 / 0\n", "it failed ZeroDivisionError"),
        ("def test_it():\n    raise SystemExit(3)\n", "it failed SystemExit"),
        ("def test_it():\n    pytest.skip()\n", "it skipped None"),
        ("@pytest.mark.skip\ndef test_it():\n    pass\n", "it skipped None"),
        ("@pytest.mark.xfail\ndef test_it():\n    assert False\n", "it skipped None"),
        ("@pytest.mark.xfail(strict=True)\ndef test_it():\n    pass\n", "it failed AssertionError"),
        ("@pytest.fixture\ndef bad():\n    1 / 0\ndef test_it(bad):\n    pass\n", "it failed ZeroDivisionError"),
        (
            "@pytest.fixture\ndef bad():\n    yield\n    1 / 0\ndef test_it(bad):\n    pass\n",
            "it failed ZeroDivisionError",
        ),
        (
            "class TestIt(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(1, 2)\n",
            "it failed AssertionError",
        ),
    ],
)
def test_a_test_has_pytest_s_outcome_and_what_was_kept_of_its_failure(source, outcome, tmp_path):
    assert said(source, tmp_path) == [outcome]


def test_the_first_of_two_failures_is_kept(tmp_path):
    source = "@pytest.fixture\ndef bad():\n    yield\n    1 / 0\ndef test_it(bad):\n    assert False\n"
    assert said(source, tmp_path) == ["it failed AssertionError"]


def test_a_failure_is_not_left_over_for_the_next_test(tmp_path):
    assert said("def test_a():\n    assert False\ndef test_b():\n    pass\n", tmp_path)[1] == "b passed None"


def test_what_ends_the_session_is_raised(tmp_path):
    assert said("def test_it():\n    pytest.exit('no')\n", tmp_path) == ["ENDED BY Exit"]


def test_every_test_draws_the_same_numbers(tmp_path):
    source = "def test_a():\n    assert random.random() == N\ndef test_b():\n    assert random.random() == N\n"
    assert said(f"N = random.Random(0).random()\n{source}", tmp_path) == ["a passed None", "b passed None"]


def test_a_shared_fixture_lives_until_its_last_use(tmp_path):
    source = (
        "made = []\n@pytest.fixture(scope='module')\ndef shared():\n    made.append(1)\n"
        "def test_a(shared):\n    pass\ndef test_b(shared):\n    assert made == [1]\n"
    )
    assert said(source, tmp_path) == ["a passed None", "b passed None"]


def test_a_numpy_of_the_projects_own_is_left_alone(tmp_path):
    (tmp_path / "numpy.py").write_text("def array(items):\n    return list(items)\n")
    assert said("import numpy\n\ndef test_it():\n    assert numpy.array((1,)) == [1]\n", tmp_path) == ["it passed None"]
