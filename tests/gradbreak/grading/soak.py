"""Grades every honest sample many times on a busy machine, and compares each grade with plain pytest.

``python -m tests.gradbreak.grading.soak`` prints a line for each sample, and ends with 1 if a grade was another than
the first one, a test of a style was set aside, or something is caught that plain pytest does not catch, or the other
way round.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gradbreak.config import load_config
from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import Engines, make_engines
from gradbreak.grading.grader import Grader
from gradbreak.grading.intake import read_submission
from gradbreak.grading.isolation import choose_isolation
from gradbreak.grading.model import GradedSubmission
from gradbreak.grading.one_submission import grade_one
from gradbreak.grading.prepare import unchecked_grader
from gradbreak.mutation import make_mutants
from tests.gradbreak.grading.brute_force import outcomes
from tests.gradbreak.grading.rounds.coins import say

ROOT = Path(__file__).parents[3]
STUDENTS = ROOT / "tests" / "students"

BUSY = 4
"""Processes that compute beside the grader, for each processor."""


def samples() -> list[Path]:
    """Every honest submission: those with a grade of their own, and a file or folder for each style."""
    folders = [STUDENTS / "honest", STUDENTS / "styles"]
    found = (path for folder in folders for path in sorted(folder.iterdir()))
    return [path for path in found if path.suffix == ".py" or any(path.glob("**/*.py"))]


def failing(engines: Engines, paths: list[Path]) -> dict[str, set[str]]:
    """The id of each broken engine → the tests that fail on it in plain pytest, by sample and test."""
    found = {}
    for target in engines.targets:
        fails = {test for test, passes in outcomes(target.plain, paths).items() if not passes}
        found.update(dict.fromkeys(target.ids, fails))
    return found


@contextmanager
def busy_machine(processes: int) -> Iterator[None]:
    """So many processes that compute without an end."""
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=_compute, daemon=True) for _ in range(processes)]
    for each in started:
        each.start()
    try:
        yield
    finally:
        for each in started:
            each.kill()


def _compute() -> None:
    while os.getppid() != 1:
        sum(range(100_000))


def main() -> int:
    """Grade, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="", help="a part of the names of the samples")
    options = parser.parse_args()
    config = load_config(ROOT)
    grading = load_grading(config)
    engines = make_engines(config, grading, make_mutants(config))
    grader = unchecked_grader(engines, grading.rubric, choose_isolation(None))
    paths = [path for path in samples() if options.only in path.name]
    fails = failing(engines, paths)
    wrong = 0
    with busy_machine(BUSY * len(os.sched_getaffinity(0))):
        for path in paths:
            problem = _problem(grader, path, fails, options.times)
            wrong += bool(problem)
            say(f"{path.name}: {problem or 'as plain pytest finds it'}, {options.times} times")
    return int(wrong > 0)


def _problem(grader: Grader, path: Path, fails: dict[str, set[str]], times: int) -> str:
    first: GradedSubmission | None = None
    for _ in range(times):
        graded = grade_one(grader, read_submission(path), side_by_side=False)
        first = first or graded
        if graded != first:
            return f"two grades differ: {first.grade} and {graded.grade}"
    if first is None:
        return "no grade"
    if path.parent.name == "styles" and first.grade.set_aside:
        return f"set aside: {first.grade.set_aside}"
    prefix = f"{path.name}/" if path.is_dir() else ""
    tests = {f"{prefix}{row.test}" for row in first.rows}
    caught = {id_ for row in first.rows for id_ in row.caught}
    expected = {id_ for id_, failed in fails.items() if failed & tests}
    for target in grader.engines.targets:
        if target.after is not None and target.after not in expected:
            expected -= set(target.ids)  # it earns nothing, so it is not tried
    return f"differs from plain pytest in {sorted(caught ^ expected)}" if caught != expected else ""


if __name__ == "__main__":
    sys.exit(main())
