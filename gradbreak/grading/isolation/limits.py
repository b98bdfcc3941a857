"""How much a submission's tests may use: as the rubric declares it, and as the server in the sandbox is told."""

from __future__ import annotations

import dataclasses
from typing import Annotated

from msgspec import Meta, Struct

from gradbreak.grading.runner import requests

Seconds = Annotated[float, Meta(gt=0)]
Count = Annotated[int, Meta(ge=1)]


class IsolationLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits on one run of a submission's tests.

    Wall time is that of an idle machine: the time in which tests wait for a processor does not count.

    Attributes:
        cpu_seconds: CPU time of one test, or of importing one file, all its processes and threads together.
        wall_seconds: wall time of the same.
        run_seconds: wall time of a run; tests that have not begun by then have no verdict.
        memory_mib: MiB beyond what Python and pytest need, for each process and for all together.
        scratch_mib: MiB of temporary files.
        processes: how many may exist at once.
        threads: how many threads and processes may exist at once.
        file_mib: MiB that a file may have.
        open_files: descriptors of one process.
        tests: how many of a submission's tests are run; a problem is told for a file with more.
        restarts: how many times a run goes on in a fresh process after one that ended early.
    """

    cpu_seconds: Seconds = 2.0
    wall_seconds: Seconds = 5.0
    run_seconds: Seconds = 60.0
    memory_mib: Count = 512
    scratch_mib: Count = 16
    processes: Count = 16
    threads: Count = 64
    file_mib: Count = 8
    open_files: Count = 128
    tests: Count = 500
    restarts: Count = 50


def server_limits(limits: IsolationLimits) -> requests.Limits:
    """The part of the limits that the server holds; the sandbox itself holds ``scratch_mib``."""
    return requests.Limits(**{field.name: getattr(limits, field.name) for field in dataclasses.fields(requests.Limits)})
