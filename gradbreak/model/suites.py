"""Suites and their tests, with what they cover of the engine."""

from __future__ import annotations

import enum
import math
from typing import ClassVar

from msgspec import Struct


class Count(Struct, frozen=True):
    """A part of a whole, from which ratios are derived and never stored.

    Attributes:
        part: how many.
        whole: of how many.
    """

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The part in percent, rounded down to two decimals; None where there is no whole.

        Rounded down, because 99.996% is not all and must not be shown as 100%.
        """
        if self.whole == 0:
            return None
        return math.floor(10_000 * self.part / self.whole) / 100


class FileCoverage(Struct, frozen=True, kw_only=True):
    """What a suite runs of one engine file, as coverage.py counts.

    Attributes:
        file: the path relative to the root.
        lines: statements run, of all statements.
        branches: branch exits taken, of all branch exits.
    """

    file: str
    lines: Count
    branches: Count


class Suite(Struct, frozen=True, kw_only=True):
    """A named set of tests: one column of the report.

    Attributes:
        name: the key, for example ``diamond``.
        short: at most three letters, for a narrow screen.
        path: its folder, relative to the root.
        teaches: one sentence on what it is an example of.
        coverage: what it runs of each engine file, the configured main file first.
    """

    name: str
    short: str
    path: str
    teaches: str
    coverage: tuple[FileCoverage, ...] = ()


class WhySetAside(enum.StrEnum):
    """Why a test cannot tell a mutant from the engine."""

    FAILS = "fails"  # on the engine as it is
    FLICKERS = "flickers"  # it passes in one run of the engine as it is, and not in another
    HANGS = "hangs"  # on the engine as it is
    CRASHES = "crashes"  # it ends its process, on the engine as it is
    SKIPPED = "skipped"  # the whole file, or every test of the suite
    NOT_IMPORTED = "not imported"  # its file needs a module that is not installed
    DEPENDS_ON_ORDER = "depends on order"  # it passes under one order of the engine's sets, and not under another


class SetAside(Struct, frozen=True, kw_only=True):
    """A test that counts nowhere, or a test file of which no test counts.

    Attributes:
        test: pytest's node id, or the path of a file relative to the root.
        suite: the name of its suite.
        why: the kind of reason.
        reason: what was seen, in one line: an exception and its place, or a limit; may be empty.
    """

    test: str
    suite: str
    why: WhySetAside
    reason: str


class Test(Struct, frozen=True, kw_only=True):
    """One test of one suite.

    Attributes:
        id: pytest's node id, relative to the root.
        suite: the name of its suite.
        name: the part after the file, ``test_sum[a+a]``.
        file: its file, relative to the root.
        line: where it is defined, counted from 1.
        lines: of its function, decorators included; None where the function is not in the file.
        skipped: it was skipped on the engine as it is, so it has no verdict on any mutant.
        contributions: how many terms the busiest node's gradient receives in one sweep; None where not measured.
        contributions_over_sweeps: the same in all sweeps of the test together; None where not measured.
        lands_on_nonzero: within one sweep, a write landed on a gradient that another had made non-zero: a
            diamond; None where not measured.
        over_sweeps: the same across several sweeps without a reset; None where not measured.
    """

    __test__: ClassVar[bool] = False  # or pytest would take the class for a test wherever it is imported

    id: str
    suite: str
    name: str
    file: str
    line: int
    lines: int | None = None
    skipped: bool = False
    contributions: int | None = None
    contributions_over_sweeps: int | None = None
    lands_on_nonzero: bool | None = None
    over_sweeps: bool | None = None
