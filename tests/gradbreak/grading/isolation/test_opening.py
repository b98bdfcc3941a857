"""What a student's code can do and see, in a sandbox and where there is none."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

import pytest
from msgspec import structs

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.isolation import open_examiner, sandbox
from gradbreak.grading.isolation.cleanup import FOLDERS
from gradbreak.grading.model import IsolationKind, RunRequest, TestOrder, TestOutcome
from gradbreak.grading.model import test_files as files_with_tests
from tests.gradbreak.grading.isolation.examined import (
    BROKEN,
    ENGINE,
    QUICK,
    code,
    examining,
    needs_bubblewrap,
    open_to_everyone,
    outcomes,
    submission,
)
from tests.gradbreak.grading.isolation.leftovers import needs_root, processes_left, processes_with

KINDS = [pytest.param(kind, id=kind.value) for kind in IsolationKind]

TWO_ADDS = """
from tally.count import Count

def test_once():
    count = Count(); count.add(2)
    assert count.total == 2

def test_twice():
    count = Count(); count.add(2); count.add(3)
    assert count.total == 5
"""


@pytest.fixture(params=KINDS, scope="module")
def kind(request) -> IsolationKind:
    return request.param


def run(files, kind=IsolationKind.BUBBLEWRAP, engine=ENGINE, limits=QUICK, **wanted):
    with examining(files, kind, limits=limits) as examiner:
        return examiner.run(RunRequest(engine=engine, **wanted))


# -- honest tests ------------------------------------------------------------------------------------


def test_a_broken_engine_fails_the_test_that_notices_and_no_other(kind):
    with examining({"test_it.py": TWO_ADDS}, kind) as examiner:
        assert outcomes(examiner.run(RunRequest(engine=ENGINE))) == {"test_once": "passed", "test_twice": "passed"}
        assert outcomes(examiner.run(RunRequest(engine=BROKEN))) == {"test_once": "passed", "test_twice": "failed"}


def test_every_way_to_import_the_engine_gives_the_same_class(kind):
    files = {
        "test_it.py": """
from tally.count import Count
from tally import Count as Second
from src.tally.count import Count as Third
import src.tally

def test_same():
    assert Count is Second is Third is src.tally.Count
"""
    }
    assert outcomes(run(files, kind)) == {"test_same": "passed"}


def test_a_submissions_own_copy_of_the_engine_is_not_used():
    files = {"tally/__init__.py": "", "tally/count.py": "Count = None", "src/tally/count.py": "Count = None"}
    assert set(outcomes(run({**files, "test_it.py": TWO_ADDS})).values()) == {"passed"}


def test_a_failed_assertion_is_told_with_the_line_that_made_it():
    result = run({"test_it.py": TWO_ADDS}, engine=BROKEN)
    message = next(record.message for record in result.tests if record.outcome == TestOutcome.FAILED)
    assert message == "AssertionError: assert count.total == 5, where count.total is 3"


def test_unittest_fixtures_parameters_marks_and_helpers_work_as_learners_write_them():
    files = {
        "part/test_it.py": """
import unittest
import pytest
from helpers import two
from tally.count import Count

@pytest.fixture
def count():
    return Count()

class TestOld(unittest.TestCase):
    def setUp(self):
        self.count = Count()

    def test_add(self):
        self.count.add(two())
        self.assertEqual(self.count.total, 2)

@pytest.mark.parametrize("number", [1, 2])
def test_number(count, number, tmp_path, monkeypatch, capsys):
    count.add(number)
    print(count.total)
    assert capsys.readouterr().out == f"{number}\\n"

@pytest.mark.skip
def test_skipped():
    raise AssertionError

@pytest.mark.xfail
def test_expected_to_fail():
    raise AssertionError
""",
        "part/helpers.py": "def two():\n    return 2\n",
        "other/test_it.py": "def test_of_the_same_file_name():\n    pass\n",
    }
    assert outcomes(run(files)) == {
        "test_of_the_same_file_name": "passed",
        "TestOld::test_add": "passed",
        "test_number[1]": "passed",
        "test_number[2]": "passed",
        "test_skipped": "skipped",
        "test_expected_to_fail": "skipped",
    }


def test_names_that_are_not_english_are_kept():
    result = run({"test_größe.py": "def test_größe():\n    pass\n"})
    assert [record.test for record in result.tests] == ["test_größe.py::test_größe"]


def test_tests_can_be_run_in_reversed_order():
    files = {"test_it.py": "SEEN = []\ndef test_a():\n    SEEN.append(1)\ndef test_b():\n    assert not SEEN\n"}
    assert outcomes(run(files))["test_b"] == "failed"
    assert outcomes(run(files, order=TestOrder.REVERSED))["test_b"] == "passed"


def test_only_the_wanted_tests_are_run_and_one_that_is_not_there_has_no_verdict():
    result = run({"test_it.py": TWO_ADDS}, tests=("test_it.py::test_once", "test_it.py::test_gone"))
    assert outcomes(result) == {"test_once": "passed", "test_gone": "ended"}


def test_a_file_that_fails_at_import_on_an_engine_fails_its_tests():
    files = {"test_it.py": "from tally import Count\nc = Count()\nc.add(1)\nc.add(1)\nassert c.total == 2\n" + TWO_ADDS}
    result = run(files, engine=BROKEN, tests=("test_it.py::test_once",))
    assert outcomes(result) == {"test_once": "failed"}
    assert result.problems[0].message == "AssertionError: assert c.total == 2, where c.total is 1"


def test_an_engine_that_cannot_be_imported_fails_the_tests():
    files = {"test_it.py": "def test_it():\n    import tally.count\n"}
    assert outcomes(run(files, engine={**ENGINE, **code({"tally/count.py": "1 / 0\n"})})) == {"test_it": "failed"}


def test_an_engine_that_never_finishes_its_import_leaves_no_verdict():
    result = run({"test_it.py": TWO_ADDS}, engine={**ENGINE, "tally/count.py": "while True: pass\n"})
    assert result.tests == ()
    assert "the engine was not imported" in result.damage


def test_hypothesis_draws_the_same_examples_in_every_run():
    files = {
        "test_it.py": """
from hypothesis import given, settings, strategies as st

@settings(max_examples=5)
@given(st.integers())
def test_it(number):
    raise AssertionError(number)
"""
    }
    with examining(files) as examiner:
        messages = {examiner.run(RunRequest(engine=ENGINE)).tests[0].message for _ in range(3)}
    assert len(messages) == 1


def test_random_numbers_are_the_same_whatever_ran_before():
    files = {
        "test_it.py": "import random\n"
        + "".join(f"def test_{name}():\n    raise AssertionError(random.random())\n" for name in "ab")
    }
    first, second = run(files).tests
    assert first.message == second.message


def test_the_hash_seed_is_the_one_asked_for():
    files = {"test_it.py": "def test_it():\n    raise AssertionError(hash('a'))\n"}
    said = set()
    for seed in (1, 1, 2):
        with examining(files, hash_seed=seed) as examiner:
            said.add(examiner.run(RunRequest(engine=ENGINE)).tests[0].message)
    assert len(said) == 2


def test_no_more_than_so_many_tests_are_run():
    files = {"test_it.py": "".join(f"def test_{number}(): pass\n" for number in range(4))}
    result = run(files, limits=structs.replace(QUICK, tests=3))
    assert len(result.tests) == 3
    assert result.problems[0].message == "only the first 3 tests are run"


# -- what tests can see ------------------------------------------------------------------------------


def test_the_source_that_can_be_read_is_the_reference_in_every_run():
    files = {
        "test_it.py": """
import inspect, linecache
from tally import count

def test_source():
    assert "+=" in inspect.getsource(count)
    assert "+=" in open(count.__file__).read()
    assert "+=" in "".join(linecache.getlines(count.__file__))
    assert not hasattr(count.__loader__, "get_source")
"""
    }
    assert outcomes(run(files, engine=BROKEN)) == {"test_source": "passed"}


@needs_bubblewrap
def test_a_sandbox_shows_no_word_of_the_grader():
    files = {
        "test_it.py": """
import os, sys
from pathlib import Path

def test_look():
    seen = repr(dict(os.environ)) + repr(sys.argv) + repr(sys.path)
    for file in Path("/proc").glob("[0-9]*/*"):
        if file.name in ("cmdline", "environ", "mountinfo", "maps"):
            try:
                seen += file.read_text(errors="replace")
            except OSError:
                pass
    for folder, folders, names in os.walk("/examination"):
        seen += " ".join([folder, *folders, *names])
    raise AssertionError("gradbreak" in seen or "mutmut" in seen)
"""
    }
    assert run(files).tests[0].message == "AssertionError: False"


@needs_bubblewrap
def test_a_sandbox_has_the_named_packages_and_no_others():
    files = {
        "test_it.py": """
import importlib.util

def test_look():
    names = ("pytest", "hypothesis", "msgspec", "click", "gradbreak")
    raise AssertionError([name for name in names if importlib.util.find_spec(name)])
"""
    }
    assert run(files).tests[0].message == "AssertionError: ['pytest', 'hypothesis']"


NEEDS_CLICK = "def test_it():\n    import click\n"


def test_a_package_that_was_named_can_be_imported(kind):
    with examining({"test_it.py": NEEDS_CLICK}, kind, more_packages=("click",)) as examiner:
        assert outcomes(examiner.run(RunRequest(engine=ENGINE))) == {"test_it": "passed"}


def test_a_package_that_was_not_named_is_told_with_those_that_there_are(kind):
    files = {"test_it.py": NEEDS_CLICK, "test_other.py": "import click\n"}
    result = run(files, kind)
    said = "ModuleNotFoundError: No module named 'click'; of packages tests have pytest and hypothesis"
    assert [record.message for record in result.tests] == [said]
    assert [(problem.file, problem.message) for problem in result.problems] == [("test_other.py", said)]


@needs_bubblewrap
def test_a_sandbox_is_read_only_but_for_its_private_temporary_folder():
    files = {
        "test_it.py": """
import os, pytest

PLACES = ["/", "/dev", "/usr/lib", "/examination/submission", "/examination/engine"]

@pytest.mark.parametrize("place", PLACES)
def test_closed(place):
    with pytest.raises(OSError):
        open(os.path.join(place, "new"), "w")

def test_open(tmp_path):
    (tmp_path / "new").write_text("x")

def test_shared_memory_for_multiprocessing():
    open("/dev/shm/new", "w").close()
"""
    }
    found = outcomes(run(files))
    assert len(found) == 7
    assert set(found.values()) == {"passed"}


@needs_bubblewrap
def test_a_sandbox_holds_no_process_but_its_server_and_the_run():
    files = {
        "test_it.py": """
import os

def test_look():
    raise AssertionError(sorted(int(name) for name in os.listdir("/proc") if name.isdigit()) == [1, os.getpid()])
"""
    }
    assert run(files).tests[0].message == "AssertionError: True"


def test_tests_never_run_as_root(kind):
    files = {
        "test_it.py": "import os\ndef test_it():\n    raise AssertionError(0 in os.getresuid() + os.getresgid())\n"
    }
    assert run(files, kind).tests[0].message == "AssertionError: False"


def test_what_one_run_writes_no_later_run_reads(kind):
    files = {
        "test_it.py": """
import tempfile
from pathlib import Path

def test_it():
    mark = Path(tempfile.gettempdir(), "mark")
    assert not mark.exists()
    mark.mkdir()
    (mark / "file").write_text("x")
    mark.chmod(0)
"""
    }
    with examining(files, kind) as examiner:
        assert [outcomes(examiner.run(RunRequest(engine=ENGINE))) for _ in range(2)] == [{"test_it": "passed"}] * 2


CALLS = {
    "a signal to the server": "os.kill(os.getppid(), 9)",
    "a signal to everybody": "os.kill(-1, 0)",
    "the network": "socket.socket(socket.AF_INET)",
    "memory that no limit counts": "os.memfd_create('x')",
    "the limits of the server": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
    "a namespace of its own": "check(libc.unshare(0x10000000))",
    "shared memory of the system": "check(libc.shmget(1, 4096, 0o1600))",
    "the memory of the server": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "the environment of the server": "open(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "the open files of the server": "os.listdir(f'/proc/{os.getppid()}/fd')",
    "the rights of root": "os.setuid(0)",
}

CALL = """
import ctypes, os, pytest, resource, socket
libc = ctypes.CDLL(None, use_errno=True)

def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno())

def test_it():
    with pytest.raises(OSError):
        CALL
"""


@pytest.fixture(scope="module")
def calls(kind):
    return run({f"{name}.py": CALL.replace("CALL", call) for name, call in CALLS.items()}, kind)


@pytest.mark.parametrize("name", CALLS)
def test_what_would_reach_beyond_a_run_is_refused(calls, name):
    assert [record.outcome.value for record in calls.tests if record.test == f"{name}.py::test_it"] == ["passed"]


# -- what tests cannot stop --------------------------------------------------------------------------

AFTER = "\n\ndef test_after():\n    pass\n"

ENDINGS = {
    "exit": ("import os\ndef test_it():\n    os._exit(0)", "ended"),
    "loop": ("def test_it():\n    while True: pass", "timeout"),
    "deaf loop": (
        "import signal\ndef test_it():\n    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))\n"
        "    while True: pass",
        "timeout",
    ),
    "loop in C": ("def test_it():\n    sum(iter(int, 1))", "timeout"),
    "threads": (
        "import threading\ndef loop():\n    while True: pass\ndef test_it():\n"
        "    for _ in range(3):\n        threading.Thread(target=loop).start()\n    loop()",
        "timeout",
    ),
    "busy child": (
        "import os\ndef test_it():\n    if os.fork() == 0:\n        while True: pass\n    os.wait()",
        "timeout",
    ),
    "memory": ("def test_it():\n    assert bytearray(1 << 30)", "failed"),
    "crash": ("import ctypes\ndef test_it():\n    ctypes.string_at(0)", "ended"),
    "interrupt": ("def test_it():\n    raise KeyboardInterrupt", "failed"),
    "flood": (
        "import os\ndef test_it():\n    for wire in range(3, 99):\n        for _ in range(999):\n            try:\n"
        "                os.write(wire, b'x' * 99999)\n            except OSError:\n                break",
        "ended",
    ),
    "closed pipe": ("import os\ndef test_it():\n    os.closerange(0, 99)", "ended"),
    "many processes": (
        "import os, time\ndef test_it():\n    for _ in range(40):\n        if os.fork() == 0:\n"
        "            time.sleep(5); os._exit(0)\n    time.sleep(2)",
        "ended",
    ),
}


@pytest.fixture(scope="module")
def endings(kind):
    return run({f"{name}.py": source + AFTER for name, (source, _) in ENDINGS.items()}, kind)


@pytest.mark.parametrize("name", ENDINGS)
def test_a_test_that_has_to_be_ended_takes_no_other_with_it(endings, name):
    of_file = {record.test: record.outcome.value for record in endings.tests if record.test.startswith(f"{name}.py")}
    assert of_file == {f"{name}.py::test_it": ENDINGS[name][1], f"{name}.py::test_after": "passed"}


@pytest.mark.parametrize("name", ["loop", "deaf loop", "loop in C", "threads", "busy child"])
def test_processor_time_is_counted_and_not_only_the_clock(endings, name):
    messages = [record.message for record in endings.tests if record.test == f"{name}.py::test_it"]
    assert messages == ["it took more than 0.5 s of CPU time"]


def test_a_process_that_a_test_forks_has_no_say():
    files = {
        "test_it.py": "import os\ndef test_it():\n    if os.fork() == 0:\n        raise AssertionError\n    os.wait()"
    }
    assert outcomes(run(files)) == {"test_it": "passed"}


def test_a_sleeping_test_is_late_by_the_clock():
    limits = structs.replace(QUICK, wall_seconds=1.0)
    files = {"test_it.py": "import time\ndef test_it():\n    time.sleep(60)" + AFTER}
    assert outcomes(run(files, limits=limits)) == {"test_it": "timeout", "test_after": "passed"}


def test_a_file_that_ends_its_process_at_import_takes_no_other_with_it(kind):
    files = {"test_a.py": "import os\nos._exit(0)", "test_b.py": AFTER, "test_c.py": "raise SystemExit"}
    result = run(files, kind)
    assert outcomes(result) == {"test_after": "passed"}
    assert [problem.file for problem in result.problems] == ["test_a.py", "test_c.py"]


def test_a_file_that_calls_unittest_main_at_import_is_collected_as_any_other():
    result = run({"test_a.py": "import unittest" + AFTER + "\nunittest.main()\n"})
    assert (outcomes(result), result.problems) == ({"test_after": "passed"}, ())


def test_a_run_over_its_time_gives_the_remaining_tests_no_verdict():
    limits = structs.replace(QUICK, wall_seconds=5.0, run_seconds=1.5)
    files = {"test_it.py": "import time\ndef test_it():\n    time.sleep(60)" + AFTER}
    assert outcomes(run(files, limits=limits)) == {"test_it": "timeout", "test_after": "ended"}


def test_no_more_than_so_many_tests_may_end_their_process():
    limits = structs.replace(QUICK, restarts=2)
    files = {"test_it.py": "import os\n" + "".join(f"def test_{n}():\n    os._exit(0)\n" for n in range(4)) + AFTER}
    assert set(outcomes(run(files, limits=limits)).values()) == {"ended"}


def test_forged_records_of_other_tests_change_nothing():
    files = {
        "test_it.py": """
import gc, json

def test_it():
    names = ((thing, getattr(thing, "__qualname__", "")) for thing in gc.get_objects())
    send = next(thing for thing, name in names if name == "examine.<locals>.send")
    for event in (["end", "test_it.py::test_after", "failed", "", 0.0], ["found", "test_it.py::test_new"],
                  ["damage", "forged"], ["over"], ["end", "test_it.py::test_it", "failed", "x", float("nan")]):
        send(json.dumps(event).encode() + b"\\n")
"""
        + AFTER
    }
    result = run(files)
    assert outcomes(result) == {"test_it": "passed", "test_after": "passed"}
    assert result.damage == ""


# -- what is left behind -----------------------------------------------------------------------------


@needs_root
def test_neither_a_process_nor_a_file_is_left_behind(kind, tmp_path, monkeypatch):
    open_to_everyone(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seed = secrets.randbelow(2**31)
    files = {
        "test_it.py": """
import os, signal, tempfile, time

def test_it():
    open(os.path.join(tempfile.gettempdir(), "file"), "w").close()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(60)
        os._exit(0)
    os.wait()
"""
    }
    with examining(files, kind, hash_seed=seed) as examiner:
        assert outcomes(examiner.run(RunRequest(engine=ENGINE))) == {"test_it": "passed"}
        assert len(processes_with(seed)) == 1 + (kind == IsolationKind.BUBBLEWRAP)  # the server, and bwrap around it
    assert processes_left(seed) == []
    assert list(tmp_path.iterdir()) == []


@needs_root
def test_no_file_is_left_behind_where_everybody_may_write(kind):
    mark = f"left-{secrets.token_hex(8)}"
    files = {
        "test_it.py": f"""
import os

PLACES = ["/tmp", "/var/tmp", "/dev/shm"]

def test_it():
    for place in PLACES:
        try:
            os.makedirs(os.path.join(place, "{mark}", "inner"))
            open(os.path.join(place, "{mark}", "inner", "file"), "w").close()
            os.symlink("/", os.path.join(place, "{mark}-link"))
        except OSError:
            continue
"""
    }
    with examining(files, kind) as examiner:
        assert outcomes(examiner.run(RunRequest(engine=ENGINE))) == {"test_it": "passed"}
    assert [path for place in FOLDERS for path in Path(place).glob(f"{mark}*")] == []


def test_a_machine_without_a_sandbox_is_refused_where_one_is_asked_for(monkeypatch):
    monkeypatch.setattr(sandbox, "why_no_sandbox", lambda: "bubblewrap is not installed")
    opened = open_examiner(submission({}), ENGINE, hash_seed=0, isolation=IsolationKind.BUBBLEWRAP)
    with pytest.raises(CouldNotGrade, match="bubblewrap is not installed"):
        opened.__enter__()


def test_files_are_found_by_the_usual_names_and_all_are_taken_where_none_has_one():
    assert files_with_tests({"test_a.py": b"", "b_test.py": b"", "tests.py": b"", "c.py": b""}) == (
        "b_test.py",
        "test_a.py",
        "tests.py",
    )
    assert files_with_tests({"mine.py": b"", "data.txt": b""}) == ("mine.py",)
