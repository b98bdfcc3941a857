"""The process of one run, without a sandbox: which tests it runs, in which order, and what it says of each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from gradbreak.grading.runner.examinee import Prepared, _run
from gradbreak.grading.runner.idle_clock import OwnWait
from gradbreak.testing.outcome import Outcome
from tests.gradbreak.grading.runner.setups import SETUP

PROGRAM = """
import dataclasses, json, marshal, os, sys
from gradbreak.grading.runner.direct import DirectTest
from gradbreak.grading.runner.examinee import Share, examine
from gradbreak.grading.runner.idle_clock import OwnWait
from gradbreak.grading.runner.requests import Request
from gradbreak.grading.runner.server import _prepare
from tests.gradbreak.grading.runner.setups import LIMITS, SETUP

told = json.loads(sys.argv[1])
setup = dataclasses.replace(
    SETUP,
    original=told["root"] + "/submission",
    submission=told["root"] + "/work",
    engine=told["root"] + "/engine",
    limits=dataclasses.replace(LIMITS, tests=told["most"]),
)
tests = None if told["tests"] is None else frozenset(told["tests"])
engine = {"core.py": marshal.dumps(compile("VALUE = 2", "core.py", "exec"))}
request = Request(bytearray(marshal.dumps(engine)), tests, told["backwards"])
direct = {test: DirectTest(*place) for test, place in told["direct"].items()}
share = Share(request, tuple(told["files"]), frozenset(told["finished"]), direct)
pid = os.fork()  # a test may end the process
if pid == 0:
    examine(_prepare(setup), share, b"secret", told["records"], OwnWait())
    os._exit(0)
os.waitpid(pid, 0)
"""


@pytest.fixture
def said(tmp_path):
    """What the process says of files of tests, each line without the secret; times are left out."""
    for name in ("submission", "engine"):
        (tmp_path / name).mkdir()
    (tmp_path / "engine/core.py").write_text("VALUE = 1")

    def examined(files, tests=None, backwards=False, finished=(), most=100, direct=None) -> list[list[object]]:
        for name, text in files.items():
            (tmp_path / "submission" / name).write_text(text)
        shutil.rmtree(tmp_path / "work", ignore_errors=True)  # of a run before
        records = tmp_path / "records"
        with records.open("wb") as file:
            told = {
                "root": str(tmp_path),
                "files": list(files),
                "tests": tests,
                "backwards": backwards,
                "finished": finished,
                "most": most,
                "direct": direct or {},
                "records": file.fileno(),
            }
            command = [sys.executable, "-c", PROGRAM, json.dumps(told)]
            subprocess.run(command, check=True, capture_output=True, pass_fds=[file.fileno()])
        lines = records.read_bytes().splitlines()
        assert all(line.startswith(b"secret") for line in lines)
        events = [json.loads(line.removeprefix(b"secret")) for line in lines]
        return [event[:4] if event[0] == "end" else event for event in events]

    return examined


TWO = {"a.py": "def test_a():\n    pass\ndef test_b():\n    assert 1 == 2\n"}
A, B = "a.py::test_a", "a.py::test_b"
A_RAN, B_RAN = (
    [["start", A], ["end", A, "passed", ""]],
    [["start", B], ["end", B, "failed", "AssertionError: assert 1 == 2"]],
)


def after_collection(events: list[list[object]]) -> list[list[object]]:
    return [event for event in events if event[0] not in ("file", "found", "direct", "problem", "uncollected")]


def test_everything_is_said_in_order(said):
    collecting = [["file", ""], ["file", "a.py"], ["found", A], ["found", B]]
    collecting += [["direct", A, "test_a", 0.0], ["direct", B, "test_b", 0.0]]
    assert said(TWO) == [*collecting, *A_RAN, *B_RAN, ["done"]]


def test_tests_run_backwards_where_that_is_asked_for(said):
    assert after_collection(said(TWO, backwards=True)) == [*B_RAN, *A_RAN, ["done"]]


@pytest.mark.parametrize("chosen", [{"tests": [A]}, {"tests": [A, B], "finished": [B]}, {"finished": [B]}])
def test_only_the_tests_that_are_left_run(said, chosen):
    assert after_collection(said(TWO, **chosen)) == [*A_RAN, ["done"]]


def test_the_engine_is_the_one_of_the_request(said):
    events = said({"a.py": "import core\ndef test_a():\n    assert core.VALUE == 2\n"})
    assert after_collection(events) == [*A_RAN, ["done"]]


def test_a_file_that_cannot_be_imported_takes_no_other_with_it(said):
    events = said({"bad.py": "import sys\nsys.exit(3)\n", **TWO}, tests=[A])
    assert ["problem", "bad.py", "SystemExit: 3"] in events
    assert after_collection(events) == [*A_RAN, ["done"]]


def test_a_test_that_ends_the_session_is_the_last_one_of_its_process(said):
    events = said({"a.py": "import pytest\ndef test_a():\n    pytest.exit('no')\ndef test_b():\n    pass\n"})
    assert after_collection(events) == [["start", A], ["end", A, "failed", "Exit: no"]]


def test_a_test_that_forks_and_comes_back_twice_is_heard_once(said):
    events = said({"a.py": "import os\ndef test_a():\n    pid = os.fork()\n    pid and os.waitpid(pid, 0)\n"})
    assert after_collection(events) == [*A_RAN, ["done"]]


def test_one_test_more_than_the_limit_is_found_and_not_run(said):
    events = said(TWO, most=1)
    assert [event for event in events if event[0] == "found"] == [["found", A], ["found", B]]
    assert after_collection(events) == [*A_RAN, ["done"]]


def test_a_test_with_too_long_a_name_is_not_run(said):
    text = f"def test_{'x' * 1000}():\n    pass\ndef test_a():\n    pass\n"
    events = said({"a.py": text})
    name = f"a.py::test_{'x' * 89}…"
    assert ["uncollected", name, "a test's name is longer than 1000 characters"] in events
    assert after_collection(events) == [*A_RAN, ["done"]]


# -- what is collected ----------------------------------------------------------------------------------------

PARTS = """
import pytest

@pytest.mark.parametrize("text", ["x::y", "z[0]", "left out"])
def test_cases(text):
    assert text != "left out"

class TestOuter:
    class TestInner:
        def test_method(self):
            pass
        def test_left_out(self):
            assert False

@pytest.mark.parametrize("one, two", [(1,)])
def test_mistaken(one, two):
    pass
"""

CHOSEN = ["[b].py::test_cases[x::y]", "[b].py::test_cases[z[0]]", "[b].py::TestOuter::TestInner::test_method"]


def test_all_that_is_chosen_is_collected_whatever_its_name_and_nothing_else(said):
    events = said({"[b].py": PARTS}, CHOSEN)
    ran = [event for test in CHOSEN for event in (["start", test], ["end", test, "passed", ""])]
    assert events == [["file", ""], ["file", "[b].py"], *ran, ["done"]]


def test_what_cannot_be_collected_is_said_where_all_tests_are(said):
    assert [event[1] for event in said({"[b].py": PARTS}) if event[0] == "uncollected"] == ["[b].py::test_mistaken"]


# -- tests that are called directly -------------------------------------------------------------------------

NAME = "PYTEST_CURRENT_TEST"

DIRECT = {A: ("test_a", 0), B: ("test_b", 0)}


def test_a_plain_test_is_said_to_be_one_that_can_be_called_directly(said):
    assert [event[1:] for event in said(TWO) if event[0] == "direct"] == [[A, "test_a", 0.0], [B, "test_b", 0.0]]


def test_tests_that_are_called_directly_end_as_they_do_in_pytest(said):
    text = "import pytest\ndef test_a():\n    pytest.skip('no')\ndef test_b():\n    raise ValueError('x')\n"
    both = [after_collection(said({"a.py": text}, [A, B], direct=direct)) for direct in (None, DIRECT)]
    assert both[0] == both[1]
    assert [event[2:] for event in both[0] if event[0] == "end"] == [["skipped", ""], ["failed", "ValueError: x"]]


def test_only_the_tests_that_are_left_are_called_directly(said):
    assert after_collection(said(TWO, [A, B], finished=[B], direct=DIRECT)) == [*A_RAN, ["done"]]


def test_a_test_that_is_called_directly_sees_its_conftest_and_its_name(said):
    said({"conftest.py": "import sys\nsys.loaded = True\n"})
    text = f"import os, sys\ndef test_a():\n    assert sys.loaded\n    assert os.environ['{NAME}'] == '{A} (call)'\n"
    assert after_collection(said({"a.py": text}, [A], direct={A: DIRECT[A]})) == [*A_RAN, ["done"]]


def test_a_file_that_cannot_be_imported_is_said_to_be_a_problem_where_its_tests_are_called_directly(said):
    events = said({"a.py": "raise ValueError('x')\n"}, [A], direct={A: DIRECT[A]})
    assert [event for event in events if event[0] == "problem"] == [["problem", "a.py", "ValueError: x"]]
    assert after_collection(events) == [["done"]]


def test_a_test_that_is_not_there_on_this_engine_is_not_called(said):
    assert after_collection(said({"a.py": "def test_a():\n    pass\n"}, [A, B], direct=DIRECT)) == [*A_RAN, ["done"]]


def test_the_time_of_a_test_is_without_the_time_in_which_it_waited_for_a_processor(monkeypatch):
    times, waits = [10.0, 11.0], [2.0, 2.75]  # at the start of the test and at its end
    monkeypatch.setattr(OwnWait, "seconds", lambda _: waits.pop(0))
    monkeypatch.setattr("time.perf_counter", lambda: times.pop(0))
    sent: list[bytes] = []
    prepared = Prepared(SETUP, None, None, None, None, None, {})
    _run([(A, lambda: (Outcome.PASSED, None))], prepared, lambda *lines: sent.extend(lines), OwnWait())
    assert [json.loads(line)[4] for line in sent if b'"end"' in line] == [0.25]
