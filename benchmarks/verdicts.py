"""The verdicts alone: the worker started, the tests collected, the mutants made, and every test run on every mutant.

What ``mutmut run`` does after it has measured which tests run which functions. Left out of a whole run are that
measurement, the breaks, the reasons why mutants lived unless they are asked for, the analysis and the page.
"""

from __future__ import annotations

import time
from pathlib import Path

from gradbreak.config import load_config
from gradbreak.mutation import make_mutants
from gradbreak.process.forked import ForkServer
from gradbreak.results.read import load_results
from gradbreak.run.lifecycle import available_cores
from gradbreak.run.matrix_run import SharedWorker
from gradbreak.run.messages import MutantJob, RecordingMode, Task, Verdict
from gradbreak.run.worker_client import WORKER


def verdict_seconds(project: Path, recording: RecordingMode = RecordingMode.NONE) -> float:
    """Wall seconds for every cell of the last run in ``project`` in which a test reaches a mutant.

    Args:
        project: its folder.
        recording: whether what survives is run once more, to say why it lived.

    Raises:
        RuntimeError: a cell got no verdict, so the seconds are not those of the whole matrix.
    """
    results = load_results(project / "reports/latest/results.json")
    config = load_config(project)
    reached: dict[str, list[str]] = {}
    for cell in results.cells:
        reached.setdefault(cell.mutant, []).append(cell.test)
    started = time.perf_counter()
    task = Task(config=config, paths=tuple(suite.path for suite in config.suites), jobs=available_cores())
    with ForkServer(project, WORKER) as server, SharedWorker(server, task) as shared_worker:
        mutants = make_mutants(config)
        limit = config.limits.test_seconds
        mutant_jobs = [
            MutantJob(
                id=id_, edits=mutants.edits(id_), tests=tuple(tests), seconds=(limit,) * len(tests), recording=recording
            )
            for id_, tests in reached.items()
        ]
        tests = tuple(dict.fromkeys(test for tests in reached.values() for test in tests))
        # As in a whole run: what properties draw is recorded on the engine as it is, twice.
        drawing = [
            MutantJob(id=f"draws {n}", edits=(), tests=tests, seconds=(limit,) * len(tests), draws=True) for n in (1, 2)
        ]
        events = shared_worker.run([*drawing, *mutant_jobs])
        verdicts = sum(isinstance(event, Verdict) and event.job in reached for event in events)
    seconds = time.perf_counter() - started
    if verdicts != sum(map(len, reached.values())):
        raise RuntimeError(f"{verdicts} verdicts for {sum(map(len, reached.values()))} cells")
    return seconds
