"""An engine that is alive in this process, changed and restored: sites broken, and operands visited in reverse."""

from __future__ import annotations

import ast
import contextlib
import types
from collections.abc import Iterable, Iterator, Sequence

from gradbreak.check.diamond_terms import branched_terms, diamond_terms
from gradbreak.check.trials import Trial, TrialOutcome, Trials
from gradbreak.engine.confirming import CheckedSite
from gradbreak.engine.edits import Edit, OverlappingEditsError, apply_edits, by_file
from gradbreak.engine.forced_order import stand_ins, without_displays
from gradbreak.engine.inspecting import LoadedEngine
from gradbreak.engine.live_code import differing, exchange, live_functions
from gradbreak.engine.operand_order import reversed_loops
from gradbreak.engine.ordered_sets import Watcher
from gradbreak.engine.probes import Apply, lines_run


class LiveVariants:
    """Changes one engine and takes each change back.

    Args:
        engine: imported under a forced order; see ``gradbreak.engine.forced_order``.
        trials: runs expressions on it.
        watcher: notes which of its sets are iterated.
    """

    def __init__(self, engine: LoadedEngine, trials: Trials, watcher: Watcher) -> None:
        self._engine = engine
        self._trials = trials
        operations = engine.recognition.operations
        # Only where two operations stand side by side on one variable does the order of operands show.
        self._branched = self._right(branched_terms(operations))
        self._judged = [*self._branched, *self._right(diamond_terms(operations))]
        self._functions = {file: live_functions(path) for file, path in engine.paths.items()}
        paths = frozenset(engine.paths.values())
        with watcher.watching() as places, lines_run(list(paths)) as ran:
            for trial in self._judged:
                trials.outcome(trial.term)
        self.iterates_sets = any(path in paths for path, _ in places)
        """A sweep iterates sets, so their order is what can be reversed."""
        self._ran = ran
        self.reversal: tuple[Edit, ...] = ()
        """What reverses the order of operands in the engine's text; empty where sets decide it, or nothing can."""

    def find_reversal(self, sites: Sequence[CheckedSite]) -> None:
        """Find the loops that can be reversed, so that the engine stays right and some broken site shows it.

        Args:
            sites: the accumulating writes.
        """
        if self.iterates_sets:
            return
        first = before = self._outcomes((), sites)
        for file, path in self._engine.paths.items():
            lines = {line for ran_path, line in self._ran if ran_path == path}
            for edit in reversed_loops(file, self._engine.sources[file], lines):
                edits = (*self.reversal, edit)
                if self._is_right(edits):
                    outcomes = self._outcomes(edits, sites)
                    # Two loops, each reversed, may take back what the other does.
                    if outcomes not in (before, first):
                        self.reversal, before = edits, outcomes

    @property
    def orders(self) -> tuple[bool, ...]:
        """Whether operands are visited in reverse, for each order that can be had."""
        return (False, True) if self.iterates_sets or self.reversal else (False,)

    @contextlib.contextmanager
    def broken(self, site: CheckedSite, *, is_reversed: bool) -> Iterator[None]:
        """The engine with one site broken, under one order of operands.

        Args:
            site: the site.
            is_reversed: one of ``orders``.
        """
        edits = [edit_of(site)]
        with (
            self._sets_reversed(is_reversed and self.iterates_sets),
            self._with([*edits, *(self.reversal if is_reversed else ())]),
        ):
            yield

    def _right(self, terms: Iterable[Apply]) -> list[Trial]:
        """The expressions that the engine gets right as it is."""
        return [trial for trial in self._trials.trials_of(terms) if self._trials.passes(trial)]

    def _is_right(self, edits: Sequence[Edit]) -> bool:
        with contextlib.suppress(OverlappingEditsError), self._with(edits) as is_changed:
            return is_changed and all(self._trials.passes(trial) for trial in self._judged)
        return False

    def _outcomes(self, edits: Sequence[Edit], sites: Sequence[CheckedSite]) -> list[list[TrialOutcome]]:
        """What the branched expressions give with each site broken in turn."""
        found = []
        for site in sites:
            with contextlib.suppress(OverlappingEditsError), self._with([edit_of(site), *edits]):
                found.append([self._trials.outcome(trial.term, seconds=0.05) for trial in self._branched])
        return found

    @contextlib.contextmanager
    def _with(self, edits: Iterable[Edit]) -> Iterator[bool]:
        """The engine with changes in its text; whether that made a difference to a function that is alive."""
        swaps = []
        for file, changes in by_file(edits).items():
            source, path = self._engine.sources[file], self._engine.paths[file]
            changed = differing(_compiled(source, path), _compiled(apply_edits(source, changes), path))
            swaps += exchange(self._functions[file], changed or {})
        try:
            yield bool(swaps)
        finally:
            for swap in reversed(swaps):
                swap.undo()

    @contextlib.contextmanager
    def _sets_reversed(self, are_reversed: bool) -> Iterator[None]:
        before = [dict(vars(module)) for module in self._engine.modules]
        names = stand_ins(is_reversed=True) if are_reversed else {}
        for module in self._engine.modules:
            vars(module).update(names)
        try:
            yield
        finally:
            for module, held in zip(self._engine.modules, before, strict=True):
                vars(module).update({name: held[name] for name in names if name in held})


def edit_of(site: CheckedSite) -> Edit:
    """The edit that breaks a site, in as many lines as before: what stands below keeps its place."""
    missing = site.site.statement.count("\n") - site.site.replacement.count("\n")
    replacement = site.site.replacement + "\n" * missing
    return Edit(file=site.file, start=site.site.start, end=site.site.end, replacement=replacement)


def _compiled(source: str, path: str) -> types.CodeType:
    code: types.CodeType = compile(without_displays(ast.parse(source, path)), path, "exec", dont_inherit=True)
    return code
