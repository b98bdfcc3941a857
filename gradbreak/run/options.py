"""What is asked of a run, and whom it tells how far it is."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from gradbreak.config import Config, SuiteConfig
from gradbreak.errors import NoSuchSuite, choose_among

SOURCE = "gradbreak run"
"""``Results.source`` of a run of all families."""


class Phase(enum.StrEnum):
    """What a run is doing; the values are keys of ``Timing.seconds``."""

    BASELINE = "baseline"
    TRACES = "traces"
    MATRIX = "matrix"
    FIRST_DIFFERENCES = "first differences"
    ANALYSIS = "analysis"


class Progress(Protocol):
    """Shows how far a run is."""

    def begin(self, phase: Phase | str, total: int) -> None:
        """A phase of ``total`` steps begins. A text is shown as it is."""

    def advance(self) -> None:
        """One step of it is done."""


class Options(Struct, frozen=True, kw_only=True):
    """How to run.

    Attributes:
        suites: names of suites; none means all.
        jobs: processes side by side; None means as many as there are cores.
        fresh: forget rows of earlier runs.
        sites_only: run only the mutants of the accumulating writes, and the breaks.
        only: the ids of families; mutants of others are not run. None means all.
    """

    suites: tuple[str, ...] = ()
    jobs: int | None = None
    fresh: bool = False
    sites_only: bool = False
    only: tuple[str, ...] = ()


def choose_suites(config: Config, names: Sequence[str]) -> tuple[SuiteConfig, ...]:
    """The suites a user asked for, in configured order; all of them where no name is given.

    Raises:
        NoSuchSuite: a name is not declared.
    """
    known = [suite.name for suite in config.suites]
    for name in names:
        if name not in known:
            raise NoSuchSuite(f"there is no suite {name!r}", choose_among(name, known))
    return tuple(suite for suite in config.suites if not names or suite.name in names)
