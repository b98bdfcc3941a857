"""Shows the progress of a run: a bar on a terminal, otherwise a line for each phase."""

from __future__ import annotations

import math
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from gradbreak.run.breaks_first import EarlyFinding
from gradbreak.run.options import Phase
from gradbreak.texts import say
from gradbreak.texts.catalogue import load
from gradbreak.texts.printing import print_lines
from gradbreak.texts.terminal import TerminalTexts

MINUTES = 100
"""From so many seconds on, a time is told in minutes."""


class ProgressBar:
    """Shows phases on standard error, for use in a ``with`` statement.

    Args:
        language: one of ``gradbreak.texts.LANGUAGES``.
    """

    def __init__(self, language: str = "en") -> None:
        self._texts = load(TerminalTexts, language).phases
        self.console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description:<36}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn(self._texts.left),
            TimeRemainingColumn(),
            console=self.console,
            disable=not self.console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, phase: Phase | str, total: int) -> None:
        """A phase of ``total`` steps begins; one that is no phase of a run is named in the reader's words already."""
        phase = self._said(phase) if isinstance(phase, Phase) else phase
        if not self.console.is_terminal:
            self.console.print(f"{phase} ({total})" if total > 1 else phase)
        self._task = self._bar.add_task(phase, total=total)

    def advance(self) -> None:
        """One step of it is done."""
        if self._task is not None:
            self._bar.advance(self._task)

    def breaks_judged(self, finding: EarlyFinding) -> None:
        """Say what is known once accumulation mutants and breaks are judged, and how long the others will take."""
        texts = self._texts
        seconds = math.ceil(finding.seconds_left)
        time = (
            say(texts.minutes, count=round(seconds / 60)) if seconds >= MINUTES else say(texts.seconds, count=seconds)
        )
        kills = ", ".join(
            say(texts.kills, suite=each.suite, killed=each.killed, total=finding.total) for each in finding.suites
        )
        line = say(texts.breaks_judged, kills=kills, left=finding.left, time=time)
        print_lines([Text(line)], self.console)

    def _said(self, phase: Phase) -> str:
        return {
            Phase.BASELINE: self._texts.baseline,
            Phase.TRACES: self._texts.traces,
            Phase.MATRIX: self._texts.matrix,
            Phase.FIRST_DIFFERENCES: self._texts.first_differences,
            Phase.ANALYSIS: self._texts.analysis,
        }[phase]
