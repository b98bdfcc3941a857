"""A setup and limits for tests of the server's parts."""

from __future__ import annotations

from gradbreak.grading.runner.requests import Limits, Setup

LIMITS = Limits(
    cpu_seconds=10.0,
    wall_seconds=10.0,
    run_seconds=60.0,
    memory_mib=64,
    processes=4,
    threads=8,
    file_mib=1,
    open_files=32,
    tests=3,
    restarts=2,
)

SETUP = Setup(
    original="/submission",
    submission="/scratch/submission",
    names=("tests",),
    engine="/engine",
    scratch="/scratch",
    emptied=("/scratch",),
    files=("a.py", "b.py"),
    private={},
    packages=("pytest",),
    properties=False,
    user=None,
    readable=(),
    own_processes=False,
    limits=LIMITS,
)
