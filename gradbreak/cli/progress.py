"""How far a run is: a bar where a person looks on, a line a phase where nobody does."""

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


class ProgressBar:
    """Shows phases on standard error, for use in a ``with`` statement.

    Args:
        left: the word before the time that is left.
    """

    def __init__(self, left: str = "left") -> None:
        self.console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description:<36}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn(left),
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

    def begin(self, phase: str, total: int) -> None:
        """A phase of ``total`` steps begins."""
        if not self.console.is_terminal:
            self.console.print(f"{phase} ({total})" if total > 1 else phase)
        self._task = self._bar.add_task(phase, total=total)

    def advance(self) -> None:
        """One step of it is done."""
        if self._task is not None:
            self._bar.advance(self._task)
