"""Run everything side by side in a copy of the project, and print medians, ratios and memory."""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import grading
from benchmarks.cluster import EMPTY, SLEEP_SECONDS, SLEEPING, cluster_seconds
from benchmarks.engines import engine_seconds
from benchmarks.floor import floor_seconds
from benchmarks.memory import peak_of_tree
from benchmarks.verdicts import verdict_seconds
from gradbreak.run.messages import RecordingMode

ROUNDS = 3
"""Each command is run this often, in turn with the others, so that a machine whose speed drifts is fair to all."""

NAMES = {
    "run": "gradbreak run --fresh (breaks, reasons, coverage and page included)",
    "verdicts": "gradbreak, every test on every mutant and nothing else",
    "reasons": "the same, and why each mutant lived",
    "recording": "mutmut run, recording a row for every test",
    "first kill": "mutmut run as it comes (stops at the first kill)",
    "floor": "floor: bare forks, bare calls of the test functions",
}

PLUGIN = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/suites/diamond"]
"""A session of the diamond suite, to which ``--gradbreak`` may take two seconds more."""

COPIED = ("minigrad", "mutation_config", "tests/suites", "tests/students/honest", "pyproject.toml")


def main() -> None:
    """Measure, and say what each figure is."""
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "recording"
        for name in COPIED:
            source = Path(name)
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            copy(source, project / name)
        as_it_comes = _without_recording(project)
        seconds: dict[str, list[float]] = {key: [] for key in NAMES}
        peaks = []
        for number in range(ROUNDS):
            console.print(f"round {number + 1} of {ROUNDS}", highlight=False)
            took, peak = _timed([sys.executable, "-m", "gradbreak", "run", "--fresh"], project, watch=True)
            seconds["run"].append(took)
            peaks.append(peak)
            seconds["verdicts"].append(verdict_seconds(project))
            seconds["reasons"].append(verdict_seconds(project, RecordingMode.COMPARE))
            seconds["floor"].append(floor_seconds(project))
            seconds["recording"].append(_mutmut(project))
            seconds["first kill"].append(_mutmut(as_it_comes))
        _print(console, seconds, peaks)
        _print_engines(console)
        _plugin(console, project)
        _grade(console, project)
    _cluster(console)


def _plugin(console: Console, project: Path) -> None:
    _timed([*PLUGIN, "--gradbreak"], project)  # once before: what is computed once for an engine is kept
    pairs = [(_timed(PLUGIN, project)[0], _timed([*PLUGIN, "--gradbreak"], project)[0]) for _ in range(ROUNDS)]
    alone, more = (statistics.median(values) for values in ([a for a, _ in pairs], [b - a for a, b in pairs]))
    console.print(f"\npytest on the diamond suite: {alone:.1f} s; with --gradbreak {more:.1f} s more", highlight=False)


def _grade(console: Console, project: Path) -> None:
    grade = [sys.executable, "-m", "gradbreak", "grade"]
    batch = grading.make_batch(project)
    # Once before: it checks the grader itself, which is kept until the engine or the rubric changes.
    _timed([*grade, grading.SUITE], project)
    before = _processor_seconds()
    alone = statistics.median(_timed([*grade, grading.SUITE, "--fresh"], project)[0] for _ in range(ROUNDS))
    of_one = (_processor_seconds() - before) / ROUNDS
    before = _processor_seconds()
    took, peak = _timed([*grade, str(batch), "--each", "--fresh"], project, watch=True)
    of_each = (_processor_seconds() - before) / grading.BATCH
    console.print(f"\nOne submission graded: {alone:.1f} s, {of_one:.1f} s of processor time", highlight=False)
    console.print(
        f"{grading.BATCH} submissions graded: {took:.1f} s, {took / grading.BATCH:.2f} s each, "
        f"{of_each:.1f} s of processor time each; peak memory of the whole process tree: {peak:.0f} MiB",
        highlight=False,
    )


def _processor_seconds() -> float:
    """Processor time of all commands that have ended, and of the processes that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cluster(console: Console) -> None:
    seconds, empty = cluster_seconds()
    said = ", ".join(f"{took:.1f} s on {count}" for count, took in seconds.items())
    console.print(
        f"\n{SLEEPING} submissions that sleep for {SLEEP_SECONDS} s, by workers of a cluster: {said}", highlight=False
    )
    console.print(
        f"beside its grade, a submission costs {1000 * empty:.1f} ms there ({EMPTY} of them)", highlight=False
    )


def _print_engines(console: Console) -> None:
    """What somebody with an engine of their own waits for."""
    with tempfile.TemporaryDirectory() as folder:
        for what, seconds in engine_seconds(Path(folder).resolve()).items():
            console.print(f"An engine that nobody configured, {what}: {seconds:.2f} s", highlight=False)


def _without_recording(project: Path) -> Path:
    """A copy in which mutmut runs as it comes: it stops at the first failure and records nothing."""
    copy = project.with_name("as-it-comes")
    shutil.copytree(project, copy)
    settings = copy / "pyproject.toml"
    lines = settings.read_text().splitlines(keepends=True)
    settings.write_text("".join(line for line in lines if not line.startswith("pytest_add_cli_args = ")))
    return copy


def _mutmut(project: Path) -> float:
    shutil.rmtree(project / "mutants", ignore_errors=True)
    took, _ = _timed([str(Path(sys.executable).with_name("mutmut")), "run"], project)
    return took


def _timed(command: list[str], folder: Path, *, watch: bool = False) -> tuple[float, float]:
    """Wall seconds of a command, and where it is watched the peak memory of its process tree in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = peak_of_tree(process) if watch else 0.0
    if process.wait() != 0:
        sys.exit(f"error: {' '.join(command)} ended with exit code {process.returncode}")
    return time.perf_counter() - started, peak


def _print(console: Console, seconds: dict[str, list[float]], peaks: list[float]) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("", "median s", "min–max s", "÷ run", "÷ verdicts"):
        table.add_column(title, justify="left" if not title else "right")
    for key, values in seconds.items():
        # Of one round each: what slows the machine down slows both.
        ratios = [
            statistics.median(value / ours for value, ours in zip(values, seconds[ours_key], strict=True))
            for ours_key in ("run", "verdicts")
        ]
        table.add_row(
            NAMES[key],
            f"{statistics.median(values):.1f}",
            f"{min(values):.1f}–{max(values):.1f}",
            *(f"{ratio:.2f}" for ratio in ratios),
        )
    console.print()
    console.print(table)
    console.print(f"\nPeak memory of gradbreak's whole process tree: {max(peaks):.0f} MiB (shared pages once)")


if __name__ == "__main__":
    main()
