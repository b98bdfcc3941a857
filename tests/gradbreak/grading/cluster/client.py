"""A client of a cluster, as a program that can be killed. Its arguments: a grader's file, a folder and an address."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from gradbreak.grading.batch import grade_all
from gradbreak.grading.cluster import worker
from gradbreak.grading.cluster.cluster import grade_on_cluster
from gradbreak.grading.grader import Grader
from gradbreak.grading.journal import open_grade_journal
from gradbreak.grading.model import GradedSubmission, Submission

COUNT = 6

TEST = """\
from minigrad.scalar import Value


def test_{name}():
    a = Value(3.0)
    (a + a).backward()
    assert a.grad == 2.0
"""


def submissions(count: int = COUNT) -> list[Submission]:
    """Small suites that are all different."""
    names = [f"s{number}" for number in range(count)]
    return [
        Submission(
            name=name,
            files={"test_it.py": TEST.format(name=name).encode()},
            left_out=(),
            problem="",
            sha256=f"{number:064x}",
        )
        for number, name in enumerate(names)
    ]


def graded(grader: Grader, folder: Path, given: list[Submission], cluster: str | None) -> list[GradedSubmission]:
    """The grades of a batch with a journal in a folder."""
    with open_grade_journal(folder) as journal:
        readers = [functools.partial(lambda each: each, each) for each in given]
        if cluster is None:
            return list(grade_all(grader, readers, journal, jobs=2))
        return list(grade_on_cluster(cluster, grader, readers, journal, warn=print))


if __name__ == "__main__":
    graded(worker.decoded(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2]), submissions(), sys.argv[3])
