"""Which fault a wrong engine behaves like: found by making it right.

Mutation-based fault localisation (Metallaxis, MUSE) asks which mutants turn failing tests into passing ones. Here the
tests are expressions whose right numbers are known exactly, so a change counts only if every expression that has the
same operations comes right. Changes of several lines that do so are all reported: which of them the author meant cannot
be known.
"""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gradbreak.check.assignments import with_every_assignment_added
from gradbreak.check.expressions import REFLECTED
from gradbreak.check.fault_explanation import FaultExplanation
from gradbreak.check.live_units import LiveUnits
from gradbreak.check.repair import Repair, RepairKind
from gradbreak.check.repair_search import MOST_TRACED, RepairSearch, WorkingRepair
from gradbreak.check.sweep_faults import SweepFault, fault_of_sweep, is_the_sweep
from gradbreak.check.trials import Trial, Trials, by_size
from gradbreak.check.units import Unit
from gradbreak.engine.inspecting import LoadedEngine
from gradbreak.engine.operations import operation_name
from gradbreak.engine.probes import lines_run

BACKWARD_NAME = re.compile("back|grad|deriv|diff|vjp")
"""What the names of functions that pass a gradient on have in them."""


class Localiser:
    """Looks for what is wrong with one engine.

    Args:
        engine: imported into this process; its functions are changed meanwhile.
        trials: runs expressions on it.
        known: every expression with its right numbers.
        seconds: processor time for the search.
    """

    def __init__(self, engine: LoadedEngine, trials: Trials, known: Sequence[Trial], seconds: float) -> None:
        self.engine = engine
        self.trials = trials
        self.known = sorted(known, key=by_size)
        self.live = LiveUnits(engine)
        self.search = RepairSearch(self.live, trials, self.known, seconds)

    def explanations(self) -> tuple[FaultExplanation, ...]:
        """One explanation for each fault that could be told from the others."""
        found: list[FaultExplanation] = []
        with contextlib.ExitStack() as kept:
            passing = {id(trial): self.trials.passes(trial) for trial in self.known}
            unknown: list[str] = []  # operations whose fault no small change explains
            while wrong := [
                trial for trial in self.known if not passing[id(trial)] and trial.operations.isdisjoint(unknown)
            ]:
                group = _smallest_group(wrong)
                related = [trial for trial in self.known if trial.operations <= group]
                best = self.search.repairs(related, wrong, passing)
                if not best:
                    whole = None if found else self._every_assignment() or self._sweep_fault()
                    if whole is not None:
                        found.append(whole)
                        break
                    name = self._guilty(group, passing)
                    unknown.append(name)
                    found += self._function_of(name)
                    continue
                found.append(self._explained(best))
                kept.enter_context(self._living(best[0]))
                passing = {id(trial): self.trials.passes(trial) for trial in self.known}
        return tuple(found)

    def _every_assignment(self) -> FaultExplanation | None:
        """All assignments to a gradient, made additions together: the canonical break."""
        lines = self._added_lines(frozenset())
        if len(lines) < 2 or not self._right_without(frozenset()):
            return None
        needless: frozenset[int] = frozenset()
        for file, line, _ in lines:
            del file
            if self._right_without(needless | {line}):
                needless |= {line}
        told = [
            FaultExplanation(
                kind=RepairKind.ASSIGNS.value,
                operation=self._operation_of(unit),
                file=file,
                line=line,
                last_line=line,
                statement=_line(self.engine.sources[file], line),
                is_verified=True,
            )
            for file, line, unit in lines
            if line not in needless
        ]
        return replace(told[0], kind="assigns everywhere", together=tuple(told[1:])) if told else None

    def _added_lines(self, kept: frozenset[int]) -> list[tuple[str, int, Unit]]:
        found = []
        for file, several in self.live.by_file.items():
            for unit in several:
                _, lines = with_every_assignment_added(unit, self.engine.recognition.gradient, kept)
                found += [(file, line, unit) for line in lines]
        return found

    def _right_without(self, kept: frozenset[int]) -> bool:
        """Whether all is right when every assignment adds, but for those on some lines."""
        with contextlib.ExitStack() as stack:
            for file, several in self.live.by_file.items():
                for unit in several:
                    added, lines = with_every_assignment_added(unit, self.engine.recognition.gradient, kept)
                    code = self.live.code(added, file) if lines else None
                    if code is not None:
                        stack.enter_context(self.live.exchanged(unit, file, code))
            return all(self.trials.passes(trial) for trial in self.known)

    @contextlib.contextmanager
    def _living(self, working: WorkingRepair) -> Iterator[None]:
        """The engine with a repair; further faults are looked for in what it is then."""
        unit, file = working.repair.unit, working.file
        with working.repair.applied():
            code = self.live.code(unit, file)
            assert code is not None
            with self.live.exchanged(unit, file, code):
                self.live.forget()
                yield

    # -- words -------------------------------------------------------------------------------------------

    def _explained(self, best: Sequence[WorkingRepair]) -> FaultExplanation:
        told = [self._of_success(each) for each in best]
        return replace(told[0], alternatives=tuple(told[1:]))

    def _of_success(self, success: WorkingRepair) -> FaultExplanation:
        repair = success.repair
        return FaultExplanation(
            kind=repair.kind.value,
            operation=self._operation_of(repair.unit),
            slot=repair.slot,
            operand=_operand(repair),
            file=success.file,
            line=repair.line,
            last_line=repair.line,
            statement=repair.statement,
            instead=repair.instead if repair.kind is not RepairKind.SURPLUS else "",
            is_verified=True,
        )

    def _operation_of(self, unit: Unit) -> str:
        """``mul`` for ``Node.__mul__`` and for ``Mul.backward``."""
        if not unit.name:
            return ""
        owner, _, function = unit.name.rpartition(".")
        names = {each.function: each.name for each in self.engine.recognition.operations}
        if function in names:
            return names[function]
        is_node = owner.rpartition(".")[2] == self.engine.recognition.node_class
        return operation_name(function) if is_node or not owner else owner.rpartition(".")[2]

    def _sweep_fault(self) -> FaultExplanation | None:
        """The known fault of sweeps with which this engine's numbers agree."""
        fault = fault_of_sweep(self.trials, self.known)
        if fault is None and not is_the_sweep(self.trials, self.known):
            return None
        sweep = self.engine.recognition.sweep
        for file, several in self.live.by_file.items():
            for unit in several:
                if unit.name.rpartition(".")[2] == sweep:
                    return FaultExplanation(
                        kind=(fault or SweepFault.SWEEP).value,
                        operation=sweep,
                        file=file,
                        line=unit.statement.lineno,
                        last_line=unit.lines[-1],
                    )
        return None

    def _guilty(self, group: frozenset[str], passing: dict[int, bool]) -> str:
        """The operation of a group with the greatest share of wrong expressions."""

        def share(name: str) -> float:
            having = [passing[id(trial)] for trial in self.known if name in trial.operations]
            return having.count(False) / len(having)

        return max(sorted(group), key=share)

    def _function_of(self, operation: str) -> Iterator[FaultExplanation]:
        """The function in which an operation passes its gradient on, or else the one that makes its value."""
        own = list(self._running_only_for(operation))
        backward = [each for each in own if BACKWARD_NAME.search(each[1].name.lower())]
        for file, unit in backward[:1] or self._defining(operation)[:1] or own[:1]:
            yield FaultExplanation(
                kind="operation",
                operation=operation,
                file=file,
                line=unit.statement.lineno,
                last_line=unit.lines[-1],
            )

    def _running_only_for(self, operation: str) -> Iterator[tuple[str, Unit]]:
        """The functions that run in every expression with an operation and in none without."""
        having = [trial for trial in self.known if operation in trial.operations][:3]
        lacking = [trial for trial in self.known if operation not in trial.operations][:MOST_TRACED]
        lines = self.search.lines_of(having)
        with lines_run(list(self.engine.paths.values())) as ran:
            for trial in lacking:
                self.trials.outcome(trial.term)
        for file, path in self.engine.paths.items():
            alone = lines[file] - {line for place, line in ran if place == path}
            yield from ((file, unit) for unit in self.live.by_file[file] if unit.name and alone & set(unit.lines))

    def _defining(self, operation: str) -> list[tuple[str, Unit]]:
        """The functions that are called to make the operation's value."""
        functions = {each.name: each.function for each in self.engine.recognition.operations}
        plain = operation.removeprefix(REFLECTED)
        if operation in functions:
            function = functions[operation]
        elif plain in functions:
            function = f"__{REFLECTED}{functions[plain].strip('_')}__"
        else:
            function = operation
        return [
            (file, unit)
            for file, several in self.live.by_file.items()
            for unit in several
            if unit.name.rpartition(".")[2] == function
        ]


def _line(source: str, number: int) -> str:
    return source.splitlines()[number - 1].strip()


def _smallest_group(wrong: Sequence[Trial]) -> frozenset[str]:
    """The fewest operations with which an expression is wrong."""
    return min((trial.operations for trial in wrong), key=lambda names: (len(names), sorted(names)))


def _operand(repair: Repair) -> str:
    """Which operand of its function owns the slot."""
    owner = repair.slot.partition(".")[0]
    function = repair.unit.statement
    if not repair.slot or not isinstance(function, ast.FunctionDef):
        return ""
    parameters = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    if owner not in parameters:
        return ""
    if len(parameters) == 1:
        return "only"
    return ("left", "right")[parameters.index(owner)] if parameters.index(owner) < 2 else ""
