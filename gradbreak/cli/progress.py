"""Shows the progress of a run: a bar on a terminal, otherwise a line for each phase."""

from __future__ import annotations

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

from gradbreak.run.lifecycle import Phase
from gradbreak.texts.catalogue import load
from gradbreak.texts.terminal import TerminalTexts


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

    def _said(self, phase: Phase) -> str:
        return {
            Phase.BASELINE: self._texts.baseline,
            Phase.TRACES: self._texts.traces,
            Phase.MATRIX: self._texts.matrix,
            Phase.FIRST_DIFFERENCES: self._texts.first_differences,
            Phase.ANALYSIS: self._texts.analysis,
        }[phase]
