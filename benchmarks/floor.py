"""The floor under any matrix run: one fork for each mutant, and the test functions called with nothing around them.

No pytest protocol, no verdict, no record. What a real run takes beyond this is the price of its verdicts.
"""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradbreak.config import load_config
from gradbreak.engine.activation import activate
from gradbreak.engine.spans import spans_of
from gradbreak.mutation import make_mutants
from gradbreak.process.limits import start_clock
from gradbreak.results.read import load_results
from gradbreak.run.lifecycle import available_cores
from gradbreak.testing.properties import make_session_repeatable


def floor_seconds(project: Path) -> float:
    """Wall seconds for the cells of the last run in ``project``, on as many cores as a real run uses."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.floor", str(project)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        cwd=project,
    )
    return float(done.stdout.splitlines()[-1])


class _Bare:
    """Takes over after collection: forks and calls."""

    def __init__(self, project: Path) -> None:
        self.config = load_config(project)
        self.results = load_results(project / "reports/latest/results.json")
        self.seconds = 0.0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        make_session_repeatable(session)
        mutants = make_mutants(self.config)
        items = {item.nodeid: item for item in session.items if isinstance(item, pytest.Function)}
        reached: dict[str, list[pytest.Function]] = {}
        for cell in self.results.cells:
            reached.setdefault(cell.mutant, []).append(items[cell.test])
        for source in mutants.sources.values():
            spans_of(source)  # found once here, and shared by every child, as in a real run
        gc.collect()
        gc.freeze()
        started = time.perf_counter()
        running = 0
        for id_, functions in reached.items():
            if running == available_cores():
                os.wait()
                running -= 1
            running += 1
            if os.fork() == 0:
                activate(self.config.root, mutants.edits(id_), mutants.sources)
                # A mutant that sweeps without end ends here, as its process would in a real run.
                start_clock(self.config.limits.test_seconds * len(functions))
                for item in functions:
                    parameters = item.callspec.params if hasattr(item, "callspec") else {}
                    with contextlib.suppress(BaseException):
                        item.obj(**parameters)
                os._exit(0)
        for _ in range(running):
            os.wait()
        self.seconds = time.perf_counter() - started
        return True


def main() -> None:
    """Measure the project that is named on the command line, and print the seconds."""
    bare = _Bare(Path(sys.argv[1]))
    with Path(os.devnull).open("w") as nothing, contextlib.redirect_stdout(nothing):
        pytest.main(["-q", "-p", "no:cacheprovider", f"--rootdir={sys.argv[1]}", "tests/suites"], plugins=[bare])
    print(bare.seconds)  # noqa: T201  # its one output


if __name__ == "__main__":
    main()
