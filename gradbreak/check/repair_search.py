"""The search for a repair: a small change after which every wrong expression with the same operations comes right."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gradbreak.check.expression_repairs import derivative_repairs, value_repairs
from gradbreak.check.live_units import LiveUnits
from gradbreak.check.repair import Repair, RepairKind
from gradbreak.check.statement_repairs import missing_statements, statement_repairs
from gradbreak.check.trials import Trial, Trials
from gradbreak.check.unit_reading import Names, UnitReading, values_written
from gradbreak.engine.probes import lines_run

OF_THE_WHOLE_SWEEP = frozenset({RepairKind.SURPLUS, RepairKind.ORDER, RepairKind.SEED})
"""Repairs that count only if every expression comes right."""

MOST_TRACED = 8
"""Wrong expressions whose lines are recorded: the smallest ones."""

PHASES: tuple[tuple[Callable[[UnitReading], Iterator[Repair]], ...], ...] = (
    (statement_repairs, derivative_repairs),
    (value_repairs,),
    (missing_statements,),
)
"""What is tried, the most frequent faults first. Each phase is searched to its end, to find every line that fits."""


@dataclass(frozen=True, slots=True)
class WorkingRepair:
    """A repair that works.

    Attributes:
        repair: what is changed.
        file: that it stands in.
        wrong: how many expressions are wrong with it.
    """

    repair: Repair
    file: str
    wrong: int


class RepairSearch:
    """Tries repairs on one engine.

    Args:
        live: its functions.
        trials: runs expressions on it.
        known: every expression with its right numbers, the smallest first.
        seconds: processor time for all searches together.
    """

    def __init__(self, live: LiveUnits, trials: Trials, known: Sequence[Trial], seconds: float) -> None:
        self._live = live
        self._trials = trials
        self._known = known
        self._ends = time.process_time() + seconds
        found = live.engine.recognition
        self._names = Names(found.value, found.gradient, found.closure, found.sweep)
        self._values = {file: values_written(tree, found.value) for file, tree in live.trees.items()}

    def repairs(
        self, related: Sequence[Trial], wrong: Sequence[Trial], passing: dict[int, bool]
    ) -> list[WorkingRepair]:
        """The repairs that bring all related expressions right, the best first; of each line the first.

        Args:
            related: expressions of the same operations.
            wrong: every wrong expression.
            passing: the id of each known expression → whether it is right as the engine is now.
        """
        failing = [trial for trial in related if not passing[id(trial)]]
        order = [*failing, *(trial for trial in related if passing[id(trial)])]
        readings = list(self._readings(self.lines_of(failing)))
        for several in PHASES:
            found: dict[tuple[str, int], WorkingRepair] = {}
            for repairs_of in several:
                if found and all(each.repair.kind is RepairKind.ASSIGNS and not each.wrong for each in found.values()):
                    break  # no other derivative makes up for contributions that are lost
                for file, reading in readings:
                    for repair in repairs_of(reading):
                        if time.process_time() > self._ends:
                            break
                        if (file, repair.line) not in found:
                            working = self._tried(repair, file, order, wrong, passing)
                            if working is not None:
                                found[file, repair.line] = working
            if found:
                fewest = min(each.wrong for each in found.values())
                return [each for each in found.values() if each.wrong == fewest]
        return []

    def lines_of(self, trials: Sequence[Trial]) -> dict[str, frozenset[int]]:
        """The lines that run in every one of some expressions: a single fault of all stands on one of them."""
        paths = self._live.engine.paths
        common: set[tuple[str, int]] | None = None
        for trial in trials[:MOST_TRACED]:
            with lines_run(list(paths.values())) as ran:
                self._trials.outcome(trial.term)
            common = set(ran) if common is None else common & ran
        return {file: frozenset(line for place, line in common or () if place == path) for file, path in paths.items()}

    def _readings(self, suspected: dict[str, frozenset[int]]) -> Iterator[tuple[str, UnitReading]]:
        for file, lines in suspected.items():
            # Constructors run in every expression: they are looked at last.
            for unit in sorted(self._live.by_file[file], key=lambda unit: unit.name.endswith("__init__")):
                if lines & set(unit.lines):
                    yield file, UnitReading(unit, lines, self._names, self._values[file])

    def _tried(
        self, repair: Repair, file: str, order: Sequence[Trial], wrong: Sequence[Trial], passing: dict[int, bool]
    ) -> WorkingRepair | None:
        with repair.applied():
            code = self._live.code(repair.unit, file)
        if code is None:
            return None
        with self._live.exchanged(repair.unit, file, code):
            if not all(self._trials.passes(trial) for trial in order):
                return None
            left = 0
            for trial in self._known:
                comes_right = self._trials.passes(trial)
                if not comes_right and passing[id(trial)]:
                    return None  # it breaks what was right
                left += not comes_right
            if left and (repair.kind in OF_THE_WHOLE_SWEEP or self._runs_elsewhere(repair, file, order)):
                return None
        return WorkingRepair(repair, file, left) if left < len(wrong) else None

    def _runs_elsewhere(self, repair: Repair, file: str, related: Sequence[Trial]) -> bool:
        """Whether an expression that is still wrong runs the repaired line with none of these operations.

        A fault there would have shown in that expression, too, so the repair is no explanation.
        """
        operations = frozenset[str]().union(*(trial.operations for trial in related))
        place = (self._live.engine.paths[file], repair.line)
        others = [trial for trial in self._known if trial.operations.isdisjoint(operations)]
        for trial in [each for each in others if not self._trials.passes(each)][:MOST_TRACED]:
            with lines_run([self._live.engine.paths[file]]) as ran:
                self._trials.outcome(trial.term)
            if place in ran:
                return True
        return False
