"""What replaying properties saves: ``python -m benchmarks.replay``.

Processor time of the gradcheck suite on every mutant and break, its properties generated again and replayed.
"""

from __future__ import annotations

import os
import statistics
from pathlib import Path

from gradbreak.config import load_config
from gradbreak.mutation import make_mutants
from gradbreak.process.forked import ForkServer
from gradbreak.run.messages import MutantJob, Task
from gradbreak.run.worker_client import WORKER, WorkerClient

SUITE = "tests/suites/gradcheck"

ROUNDS = 3


def child_seconds(pid: int) -> float:
    """The processor time of the children that a process has waited for, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure both ways in turn, and print the medians."""
    config = load_config(Path.cwd())
    mutants = make_mutants(config)
    seconds: dict[str, list[float]] = {"generated": [], "replayed": []}
    for _ in range(ROUNDS):
        task = Task(config=config, paths=(SUITE,))
        with ForkServer(config.root, WORKER, config.cache_root) as server, WorkerClient(task, server) as worker:
            events = worker.events()
            tests = tuple(test.id for test in worker.collected(events).tests)
            limits = (config.limits.test_seconds,) * len(tests)
            for how, taken in seconds.items():
                before = child_seconds(worker.process.pid)
                jobs = [MutantJob(id=i, edits=e, tests=tests, seconds=limits) for i, e in mutants.edits_by_id.items()]
                for _event in worker.run(jobs, events):
                    pass
                taken.append(child_seconds(worker.process.pid) - before)
                if how == "generated":  # the other is told what was drawn, by two runs on the engine as it is
                    drawing = [MutantJob(id=n, edits=(), tests=tests, seconds=limits, draws=True) for n in ("1", "2")]
                    for _event in worker.run(drawing, events):
                        pass
    for how, taken in seconds.items():
        print(f"{how}: {statistics.median(taken):.2f} s for {len(mutants.edits_by_id)} mutants and breaks")  # noqa: T201  # its output


if __name__ == "__main__":
    main()
