"""A tiny engine, submissions written in a line or two, and whatever isolation this machine has."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from gradbreak.errors import CouldNotGrade
from gradbreak.grading.engines.disguise import compiled
from gradbreak.grading.isolation import IsolationLimits, open_examiner, opening
from gradbreak.grading.model import Examiner, IsolationKind, RunResult, Submission
from tests.gradbreak.sandboxes import bubblewrap_works

TEXT = {
    "tally/__init__.py": "from tally.count import Count\n",
    "tally/count.py": "class Count:\n    def __init__(self):\n        self.total = 0\n\n"
    "    def add(self, number):\n        self.total += number\n",
}


def code(text: Mapping[str, str]) -> dict[str, bytes]:
    """An engine as a run is given it."""
    return {file: compiled(file, content) for file, content in text.items()}


ENGINE = code(TEXT)
BROKEN = code({**TEXT, "tally/count.py": TEXT["tally/count.py"].replace("+=", "=")})

QUICK = IsolationLimits(cpu_seconds=0.5, wall_seconds=5.0, memory_mib=256, run_seconds=30.0)
"""Long enough for any honest test on a busy machine."""

needs_bubblewrap = pytest.mark.skipif(not bubblewrap_works(), reason="bubblewrap does not work on this machine")


def submission(files: Mapping[str, str | bytes]) -> Submission:
    content = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return Submission(name="a", files=content, left_out=(), problem="", sha256=hashlib.sha256().hexdigest())


@contextmanager
def examining(
    files: Mapping[str, str | bytes] | Submission,
    kind: IsolationKind = IsolationKind.BUBBLEWRAP,
    engine: Mapping[str, str] = TEXT,
    limits: IsolationLimits = QUICK,
    hash_seed: int = 0,
    more_packages: Sequence[str] = (),
) -> Iterator[Examiner]:
    """An examiner, or a skipped test where this machine cannot have one of this kind."""
    handed_in = files if isinstance(files, Submission) else submission(files)
    with ExitStack() as stack:
        if kind == IsolationKind.SUBPROCESS:
            # Root's own Python may be of no use to the user that tests run as.
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.setattr(opening, "executable", python_for_everyone)
        try:
            opened = open_examiner(
                handed_in, engine, hash_seed=hash_seed, limits=limits, more_packages=more_packages, isolation=kind
            )
            examiner = stack.enter_context(opened)
        except CouldNotGrade as error:
            if kind == IsolationKind.BUBBLEWRAP and bubblewrap_works():
                raise
            pytest.skip(error.problem)
        yield examiner


def outcomes(result: RunResult) -> dict[str, str]:
    """Test, without its file → outcome."""
    return {record.test.partition("::")[2]: record.outcome.value for record in result.tests}


def python_for_everyone() -> Path:
    """A Python of this version that a user without rights can start; this one where there is no better."""
    own = Path(sys.executable).resolve()
    other = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    is_closed = os.getuid() == 0 and any(not parent.stat().st_mode & 0o001 for parent in own.parents)
    return other if is_closed and other.exists() else own


def open_to_everyone(folder: Path) -> None:
    """Let any user through pytest's own folders, which are for the one who tests."""
    for place in (folder, *folder.parents[:2]):
        place.chmod(0o755)
