"""How fast submissions are graded, and in how much memory: one alone, and a batch of them."""

from __future__ import annotations

import shutil
from pathlib import Path

SUITE = "tests/suites/diamond"
"""What is handed in: more than twenty tests, as many as a thorough student writes."""

BATCH = 10
"""Submissions in the batch."""


def make_batch(project: Path) -> Path:
    """A folder of submissions with the same tests and different bytes, so that none is taken for another."""
    batch = project / "submissions"
    for number in range(BATCH):
        submission = batch / f"student-{number:02}"
        shutil.copytree(project / SUITE, submission)
        for file in submission.glob("test_*.py"):
            file.write_text(f"{file.read_text()}\n# {submission.name}\n")
    return batch
