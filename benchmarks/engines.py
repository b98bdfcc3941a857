"""How long an engine that nobody has configured takes until the first words: found, checked, its breaks judged."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gradbreak.engine.asking import inspect_in_process
from gradbreak.engine.locating import locate

ENGINE = Path("tests/engines/nested_closures")
"""A sample with closures in methods and a suite of eight tests; three copies of the suite are run."""

COPIES = 3

WRONG = Path("tests/engines/wrong_local_derivative")
"""A sample with one wrong local derivative, which a check looks for."""

ROUNDS = 5


def engine_seconds(folder: Path) -> dict[str, float]:
    """What was measured → the median of its wall seconds.

    Args:
        folder: an empty one to work in.
    """
    engine = shutil.copy2(ENGINE / "engine.py", folder)
    for number in range(COPIES):
        shutil.copy2(ENGINE / "test_engine.py", folder / f"test_engine_{number}.py")
    wrong = Path(shutil.copytree(WRONG, folder / "wrong"))
    run = ["run", "--engine", engine, "--only", "accumulation", "--fresh"]
    for number in range(COPIES):
        run += ["--tests", str(folder / f"test_engine_{number}.py")]
    return {
        "its parts and sites found": _median(lambda: inspect_in_process(locate([Path(engine)], folder))),
        "`gradbreak check` of a right one": _median(lambda: _gradbreak(folder, "check", engine)),
        "`gradbreak check` of a wrong one": _median(lambda: _gradbreak(folder, "check", str(wrong))),
        "its breaks judged and shown": _median(lambda: _gradbreak(folder, *run)),
    }


def _gradbreak(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "gradbreak", *arguments], cwd=folder, capture_output=True, check=False)


def _median(measured: Callable[[], object]) -> float:
    return statistics.median(_seconds(measured) for _ in range(ROUNDS))


def _seconds(measured: Callable[[], object]) -> float:
    started = time.perf_counter()
    measured()
    return time.perf_counter() - started
