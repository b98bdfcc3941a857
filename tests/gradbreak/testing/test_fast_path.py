"""A test without fixtures and marks has the same verdict by its call alone as by pytest's whole protocol."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gradbreak.testing.fast_path import next_with_phases

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def both_ways():
    done = subprocess.run(
        [sys.executable, "-m", "tests.gradbreak.run.both_ways", "tests/suites"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_suites_tests_are_plain(both_ways):
    assert both_ways["plain"] > 100


def test_every_test_says_the_same_of_a_mutant_both_ways(both_ways):
    assert both_ways["compared"] > 2000
    assert both_ways["differing"] == []


def test_what_comes_after_a_test_with_phases_is_the_next_one_with_phases():
    class Item:
        def __init__(self, nodeid):
            self.nodeid = nodeid

    a, b, c, d = (Item(name) for name in "abcd")
    assert next_with_phases([a, b, c, d], frozenset("bd")) == [c, c, None, None]


SAMPLES = {
    "def test_it():\n    pass\n": True,
    "import pytest\n@pytest.mark.parametrize('n', [1])\ndef test_it(n):\n    assert n\n": True,
    "def test_it(tmp_path):\n    pass\n": False,
    "import pytest\n@pytest.mark.skipif(True, reason='no')\ndef test_it():\n    pass\n": False,
    "import pytest\n@pytest.mark.xfail\ndef test_it():\n    pass\n": False,
    "class TestIt:\n    def test_it(self):\n        pass\n": False,
    "import unittest\nclass TestIt(unittest.TestCase):\n    def test_it(self):\n        pass\n": False,
    "def setup_function():\n    pass\ndef test_it():\n    pass\n": False,
    "import pytest\n@pytest.fixture(autouse=True)\ndef always():\n    pass\ndef test_it():\n    pass\n": False,
    "import pytest\n@pytest.fixture\ndef n(request):\n    return request.param\n"
    "@pytest.mark.parametrize('n', [1], indirect=True)\ndef test_it(n):\n    pass\n": False,
}

PROGRAM = """
import sys, pytest
from gradbreak.testing.fast_path import fast_path_tests
from gradbreak.testing.outcome_recorder import leave_out_idle_plugins
from gradbreak.testing.properties import make_session_repeatable
class Loop:
    def pytest_runtestloop(self, session):
        make_session_repeatable(session)
        leave_out_idle_plugins(session)
        print("PLAIN", len(fast_path_tests(session)), "OF", len(session.items))
        return True
pytest.main(["-q", "-s", "-p", "no:cacheprovider", sys.argv[1]], plugins=[Loop()])
"""


@pytest.mark.parametrize(("source", "is_plain"), SAMPLES.items())
def test_only_a_function_with_nothing_around_it_is_plain(source, is_plain, tmp_path):
    (tmp_path / "test_sample.py").write_text(source)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert f"PLAIN {int(is_plain)} OF 1" in done.stdout


def test_nothing_is_plain_where_a_conftest_takes_part_in_the_phases(tmp_path):
    (tmp_path / "test_sample.py").write_text("def test_it():\n    pass\n")
    (tmp_path / "conftest.py").write_text("def pytest_runtest_setup(item):\n    pass\n")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "PLAIN 0 OF 1" in done.stdout


def test_nothing_is_plain_where_a_test_reads_the_log(tmp_path):
    (tmp_path / "test_sample.py").write_text("def test_it():\n    pass\ndef test_log(caplog):\n    pass\n")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "PLAIN 0 OF 2" in done.stdout
