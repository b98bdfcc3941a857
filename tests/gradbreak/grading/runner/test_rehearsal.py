"""The rehearsal runs its sample as a student's tests are run, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import dataclasses, os, sys
from gradbreak.grading.runner.rehearsal import rehearse, rehearsed_setup
from gradbreak.grading.runner.server import _with_session
from tests.gradbreak.grading.runner.setups import LIMITS, SETUP

limits = dataclasses.replace(LIMITS, tests=100)
rehearsed = rehearsed_setup(dataclasses.replace(SETUP, scratch=sys.argv[1], limits=limits))
prepared = _with_session(rehearsed.__enter__())

outcomes = set()
run, call = prepared.recorder.run, prepared.recorder.call

def kept(way, test, *more):
    outcome, message = (run if way == "pytest" else call)(test, *more)
    outcomes.add((way, str(outcome), message or ''))
    return outcome, message

prepared.recorder.run = lambda *of: kept("pytest", *of)
prepared.recorder.call = lambda *of: kept("direct", *of)
before, importers = (os.getcwd(), sys.path[:], sys.meta_path[:]), set(sys.path_importer_cache)
rehearse(prepared, with_pytest=True)
rehearsed.__exit__(None, None, None)
print((os.getcwd(), sys.path, sys.meta_path) == before, set(sys.path_importer_cache) <= importers)
print([name for name in sys.modules if "rehearsed" in name], os.listdir(sys.argv[1]))
print(*sorted(outcomes), sep="\\n")
"""


def test_the_sample_passes_and_fails_in_both_ways_as_it_is_meant_to_and_leaves_no_trace(tmp_path):
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=True)
    failure = "AssertionError: assert found.data == 3.0, where found.data is 2.0"
    assert done.stdout.splitlines() == [
        "True True",
        "[] []",
        f"('direct', 'failed', '{failure}')",
        "('direct', 'passed', '')",
        f"('pytest', 'failed', '{failure}')",
        "('pytest', 'passed', '')",
    ]
