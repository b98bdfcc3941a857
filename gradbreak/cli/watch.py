"""``gradbreak run --watch``: runs again whenever a file is saved, and says which verdicts have changed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from gradbreak.analysis.verdict_changes import VerdictChanges, changes_between
from gradbreak.config import Config
from gradbreak.errors import BadResults, GradbreakError
from gradbreak.model import Results
from gradbreak.process.cache import CACHE
from gradbreak.results import load_results
from gradbreak.run.finished import NO_PROJECT_FILES, REPORTS
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.printing import print_lines
from gradbreak.texts.terminal import TerminalTexts, WatchTexts

ONCE = ("--watch", "--fresh", "--open")
"""Options that hold for the first run alone."""

MOST_NAMED = 6
"""How many mutants of a suite are named; the page has all."""

RESULTS = "results.json"

MILLISECONDS = 1000
"""How long to wait for a save before the first run is checked once more."""


def require_watchfiles() -> None:
    """Refuse ``--watch`` before anything is run where it cannot work.

    Raises:
        GradbreakError: watchfiles is not installed.
    """
    if importlib.util.find_spec("watchfiles") is None:
        raise GradbreakError(
            "--watch needs the package watchfiles, which is not installed",
            "Install it with: pip install 'gradbreak[watch]'",
        )


def watch_project(config: Config, out: Path, arguments: Sequence[str], language: str) -> None:
    """Run again after every save, until the user interrupts.

    Args:
        config: the project, of which a first run has finished.
        out: where its report is.
        arguments: of ``gradbreak``, as the user gave them.
        language: one of ``gradbreak.texts.LANGUAGES``.

    """
    texts, console = load(TerminalTexts, language).watch, Console()
    saves = saved(config.root, (config.cache_root / CACHE, config.cache_root / REPORTS, out))
    print_lines([Text(), Text(say(texts.watching, folder=config.root))], console)
    again = [each for each in arguments if each not in ONCE]
    tell_changes(saves, lambda: _run_again(again), lambda: _results_in(out / RESULTS), console, texts)


def saved(root: Path, left_out: Sequence[Path]) -> Iterator[None]:
    """Once at first, as a file may have been saved before this began to watch, and then at each save in a project.

    Args:
        root: the project's folder.
        left_out: folders in it that gradbreak writes to.

    """
    watchfiles = importlib.import_module("watchfiles")

    def is_of_project(_: object, path: str) -> bool:
        inside = Path(path).relative_to(root).parts if Path(path).is_relative_to(root) else ()
        is_ours = any(Path(path).is_relative_to(folder) for folder in left_out)
        return not is_ours and not any(part in NO_PROJECT_FILES or part.startswith(".") for part in inside)

    stream = watchfiles.watch(
        root, watch_filter=is_of_project, rust_timeout=MILLISECONDS, yield_on_timeout=True, raise_interrupt=True
    )
    return (None for number, changes in enumerate(stream) if changes or number == 0)


def tell_changes(
    saves: Iterable[None],
    run: Callable[[], str],
    read: Callable[[], Results | None],
    console: Console,
    texts: WatchTexts,
) -> None:
    """Run after each save, and say which verdicts have changed since the run before.

    Args:
        saves: one item for each save.
        run: runs, and returns what went wrong, in a line; nothing where nothing did.
        read: the results of the last run; None where they cannot be read.
        console: where to print.
        texts: what to say.
    """
    before = read()
    for _ in saves:
        problem = run()
        after = read()
        if problem:
            print_lines([Text(problem)], console)
        elif before is not None and after is not None and after.timing.started != before.timing.started:
            print_lines([Text(line) for line in change_lines(changes_between(before, after), texts)], console)
        before = after or before


def change_lines(changes: Iterable[VerdictChanges], texts: WatchTexts) -> list[str]:
    """A line for what each suite kills now, and one for what it does not kill any more."""
    lines = []
    for each in changes:
        for sentence, labels in ((texts.killed_now, each.killed_now), (texts.survived_now, each.survived_now)):
            if labels:
                more = len(labels) - MOST_NAMED
                named = [*labels[:MOST_NAMED], *([say(texts.more, count=more)] if more > 0 else [])]
                lines.append(say(sentence, suite=each.suite, mutants=", ".join(named)))
    return lines or [texts.same]


def _run_again(arguments: Sequence[str]) -> str:
    """Run in a process of its own, so that nothing of an earlier text of the project is left in memory."""
    done = subprocess.run(
        [sys.executable, "-m", "gradbreak", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]


def _results_in(path: Path) -> Results | None:
    try:
        return load_results(path)
    except BadResults:
        return None
