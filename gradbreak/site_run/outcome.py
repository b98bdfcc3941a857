"""What came of each site: caught, or survived and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from gradbreak.analysis.cell_states import DETECTED_STATES, REACHED_STATES, State, state_of, strongest_state
from gradbreak.explain.killing import KillingTest
from gradbreak.model import Break, Cell, Mutant, Results, canonical_break


class SiteOutcome(Struct, frozen=True, kw_only=True):
    """One accumulating write on all selected tests.

    Attributes:
        name: ``mul.self``.
        mutant: the id of its mutant.
        file: the engine's file, relative to the root.
        line: where the write is, counted from 1.
        statement: the write, as it stands there.
        state: the strongest that a test has on it.
        tests: how many tests have a state as strong in meaning: those that caught it; or of a survivor, those in which
            something changed and nobody noticed, else those that ran it.
    """

    name: str
    mutant: str
    file: str
    line: int
    statement: str
    state: State
    tests: int

    @property
    def is_caught(self) -> bool:
        """Whether a test fails when the write replaces instead of adding."""
        return self.state in DETECTED_STATES


class SiteRun(Struct, frozen=True, kw_only=True):
    """Everything that a run of the sites found.

    Attributes:
        file: the engine's main file, relative to the root.
        node_class: the class of its nodes.
        module: the dotted name that the main file is imported under.
        is_notebook: the engine is code of a notebook, and its file only ours.
        tests: how many tests were run.
        set_aside: those that count nowhere, because they fail or flicker on the intact engine, each with the reason.
        skipped: lines of the notebook that the engine is in that are no Python, each with its cell.
        outside: how many selected tests are in no suite of the project, and were not run.
        sites: in the order of the source; those judged equivalent are left out.
        is_break_caught: whether a test fails when all sites are broken at once; None where there is no such break.
        next_site: the name of the site that the next test is about; empty without one.
        next_test: a test to write, which was run; None where all are caught, none was found or none may be shown.
        hints: the last step of hints that may be given; 3 is a whole test.
        results: of the whole run, for a page; None where nobody asked for them.
    """

    file: str
    node_class: str
    module: str
    is_notebook: bool
    tests: int
    set_aside: tuple[str, ...]
    skipped: tuple[str, ...]
    outside: int
    sites: tuple[SiteOutcome, ...]
    is_break_caught: bool | None
    next_site: str
    next_test: KillingTest | None
    hints: int
    results: Results | None

    @property
    def caught(self) -> int:
        """How many sites are caught."""
        return sum(site.is_caught for site in self.sites)


def site_outcome(mutant: Mutant, cells: Sequence[Cell], tests: int) -> SiteOutcome:
    """What came of one site.

    Args:
        mutant: its mutant.
        cells: that mutant on every test that reaches it.
        tests: how many tests there are.
    """
    states = [*map(state_of, cells), *[State.UNREACHED] * (tests - len(cells))]
    strongest = strongest_state(states)
    alike = DETECTED_STATES if strongest in DETECTED_STATES else {strongest}
    if strongest in (State.SURVIVED, State.UNCHANGED):
        alike = REACHED_STATES
    return SiteOutcome(
        name=mutant.place,
        mutant=mutant.id,
        file=mutant.location.file,
        line=mutant.location.start.line,
        statement=" ".join(mutant.original.split()),
        state=strongest,
        tests=sum(state in alike for state in states),
    )


def is_canonical_caught(breaks: Iterable[Break], cells: Iterable[Cell]) -> bool | None:
    """Whether a test fails under the canonical break; None where the project has none.

    Args:
        breaks: of the run.
        cells: every break on every test that reaches it.
    """
    canonical = canonical_break(breaks)
    if canonical is None:
        return None
    return any(state_of(cell) in DETECTED_STATES for cell in cells if cell.mutant == canonical.id)
