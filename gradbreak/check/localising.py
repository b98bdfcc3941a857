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
import time
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gradbreak.check.expressions import REFLECTED
from gradbreak.check.repairs import (
    Names,
    Repair,
    RepairKind,
    Repairs,
    Unit,
    units,
    values_written,
    with_every_assignment_added,
)
from gradbreak.check.sweep_faults import SweepFault, fault_of_sweep, is_the_sweep
from gradbreak.check.trials import Trial, Trials, by_size
from gradbreak.engine.inspecting import LoadedEngine
from gradbreak.engine.live_code import CodeKey, code_objects, live_functions
from gradbreak.engine.operations import operation_name
from gradbreak.engine.probes import lines_run

BACKWARD_NAME = re.compile("back|grad|deriv|diff|vjp")
"""What the names of functions that pass a gradient on have in them."""

OF_THE_WHOLE_SWEEP = frozenset({RepairKind.SURPLUS, RepairKind.ORDER, RepairKind.SEED})
"""Repairs that count only if every expression comes right."""

MOST_TRACED = 8
"""Wrong expressions whose lines are recorded: the smallest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultExplanation:
    """What a wrong engine behaves like.

    Attributes:
        kind: of ``RepairKind`` or ``SweepFault``, or ``operation`` where only the operation is known.
        operation: whose function it is, ``mul``; the name of the sweep for a fault of the sweep.
        slot: the gradient that is written there, ``self.grad``; may be empty.
        operand: ``left``, ``right`` or ``only``, whose gradient that is; empty where that is not known.
        file: relative to the project.
        line: from 1.
        last_line: of the function, where only that is known; otherwise the line.
        statement: what stands there; may be empty.
        instead: what makes the expressions right; empty where that is not known.
        is_verified: with ``instead``, every expression came right.
        alternatives: other lines at which a change does the same.
        together: further lines that must be changed together with it.
    """

    kind: str
    operation: str
    slot: str = ""
    operand: str = ""
    file: str
    line: int
    last_line: int
    statement: str = ""
    instead: str = ""
    is_verified: bool = False
    alternatives: tuple[FaultExplanation, ...] = ()
    together: tuple[FaultExplanation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Success:
    """A repair that worked, and how many expressions are still wrong with it."""

    repair: Repair
    file: str
    instead: str
    wrong: int


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
        self.ends = time.process_time() + seconds
        found = engine.recognition
        self.names = Names(found.value, found.gradient, found.closure, found.sweep)
        self.trees = {file: ast.parse(source) for file, source in engine.sources.items()}
        self.units = {file: list(units(tree)) for file, tree in self.trees.items()}
        self.values = {file: values_written(tree, found.value) for file, tree in self.trees.items()}
        self.before: dict[int, dict[CodeKey, types.CodeType]] = {}
        self.functions = {file: live_functions(path) for file, path in engine.paths.items()}

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
                best = self._repairs(related, wrong, passing)
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
                kept.enter_context(self._living(best[0].repair, best[0].file))
                self.before.clear()
                passing = {id(trial): self.trials.passes(trial) for trial in self.known}
        return tuple(found)

    # -- repairs -----------------------------------------------------------------------------------------

    def _repairs(self, related: Sequence[Trial], wrong: Sequence[Trial], passing: dict[int, bool]) -> list[_Success]:
        """The repairs that bring all related expressions right, the best first; of each line the first."""
        failing = [trial for trial in related if not passing[id(trial)]]
        order = [*failing, *(trial for trial in related if passing[id(trial)])]
        suspected = self._lines_of(failing)
        phases: tuple[Callable[[Repairs], Iterator[Repair]], ...] = (
            Repairs.of_statements,
            Repairs.of_derivatives,
            Repairs.of_values,
            Repairs.of_missing,
        )
        for several in (phases[:2], phases[2:3], phases[3:]):
            found: dict[tuple[str, int], _Success] = {}
            for phase in several:
                for file, makers in self._makers(suspected):
                    for maker in makers:
                        for repair in phase(maker):
                            if time.process_time() > self.ends:
                                break
                            if (file, repair.line) in found:
                                continue
                            success = self._tried(repair, file, order, wrong, passing)
                            if success is not None:
                                found[file, repair.line] = success
            if found:
                fewest = min(each.wrong for each in found.values())
                return [each for each in found.values() if each.wrong == fewest]
        return []

    def _makers(self, suspected: dict[str, frozenset[int]]) -> Iterator[tuple[str, list[Repairs]]]:
        for file, lines in suspected.items():
            yield (
                file,
                [
                    Repairs(unit, lines, self.names, self.values[file])
                    # Constructors run in every expression: they are looked at last.
                    for unit in sorted(self.units[file], key=lambda unit: unit.name.endswith("__init__"))
                    if lines & set(unit.lines)
                ],
            )

    def _lines_of(self, failing: Sequence[Trial]) -> dict[str, frozenset[int]]:
        """The lines that run in every wrong expression: a single fault stands on one of them."""
        common: set[tuple[str, int]] | None = None
        for trial in failing[:MOST_TRACED]:
            with lines_run(list(self.engine.paths.values())) as ran:
                self.trials.outcome(trial.term)
            common = set(ran) if common is None else common & ran
        return {
            file: frozenset(line for place, line in common or () if place == path)
            for file, path in self.engine.paths.items()
        }

    def _tried(
        self, repair: Repair, file: str, order: Sequence[Trial], wrong: Sequence[Trial], passing: dict[int, bool]
    ) -> _Success | None:
        with repair.applied() as instead:
            code = self._code(repair.unit, file)
        if code is None:
            return None
        with self._exchanged(repair.unit, file, code):
            if not all(self.trials.passes(trial) for trial in order):
                return None
            left = 0
            for trial in self.known:
                comes_right = self.trials.passes(trial)
                if not comes_right and passing[id(trial)]:
                    return None  # it breaks what was right
                left += not comes_right
            if left and (repair.kind in OF_THE_WHOLE_SWEEP or self._runs_elsewhere(repair, file, order)):
                return None
        return _Success(repair, file, instead, left) if left < len(wrong) else None

    def _runs_elsewhere(self, repair: Repair, file: str, related: Sequence[Trial]) -> bool:
        """Whether an expression that is still wrong runs the repaired line with none of these operations.

        A fault there would have shown in that expression, too, so the repair is no explanation.
        """
        operations = frozenset[str]().union(*(trial.operations for trial in related))
        place = (self.engine.paths[file], repair.line)
        others = [trial for trial in self.known if trial.operations.isdisjoint(operations)]
        for trial in [each for each in others if not self.trials.passes(each)][:MOST_TRACED]:
            with lines_run([self.engine.paths[file]]) as ran:
                self.trials.outcome(trial.term)
            if place in ran:
                return True
        return False

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
        for file, several in self.units.items():
            for unit in several:
                _, lines = with_every_assignment_added(unit, self.names.gradient, kept)
                found += [(file, line, unit) for line in lines]
        return found

    def _right_without(self, kept: frozenset[int]) -> bool:
        """Whether all is right when every assignment adds, but for those on some lines."""
        with contextlib.ExitStack() as stack:
            for file, several in self.units.items():
                for unit in several:
                    added, lines = with_every_assignment_added(unit, self.names.gradient, kept)
                    code = self._code(added, file) if lines else None
                    if code is not None:
                        stack.enter_context(self._exchanged(unit, file, code))
            return all(self.trials.passes(trial) for trial in self.known)

    # -- code --------------------------------------------------------------------------------------------

    def _code(self, unit: Unit, file: str) -> types.CodeType | None:
        try:
            return unit.compiled(self.engine.paths[file])
        except (SyntaxError, ValueError):  # a change need not be Python: `continue` is no expression
            return None

    @contextlib.contextmanager
    def _living(self, repair: Repair, file: str) -> Iterator[None]:
        with repair.applied():
            code = self._code(repair.unit, file)
            assert code is not None
            with self._exchanged(repair.unit, file, code):
                yield

    @contextlib.contextmanager
    def _exchanged(self, unit: Unit, file: str, code: types.CodeType) -> Iterator[None]:
        """Give the living functions of a unit their changed code meanwhile."""
        undo: list[tuple[types.FunctionType, types.CodeType]] = []
        changed = code_objects(code)
        for (name, line, number), new in changed.items():
            # Several lambdas of one line are told apart by their code.
            only = self._before(unit, file).get((name, line, number)) if (name, line, 1) in changed else None
            for function in self.functions[file].get((name, line), []):
                if only is not None and function.__code__ != only:
                    continue
                if function.__code__.co_freevars == new.co_freevars:
                    undo.append((function, function.__code__))
                    function.__code__ = new
        try:
            yield
        finally:
            for function, before in reversed(undo):
                function.__code__ = before

    def _before(self, unit: Unit, file: str) -> dict[CodeKey, types.CodeType]:
        if id(unit) not in self.before:
            code = self._code(unit, file)
            self.before[id(unit)] = code_objects(code) if code is not None else {}
        return self.before[id(unit)]

    # -- words -------------------------------------------------------------------------------------------

    def _explained(self, best: Sequence[_Success]) -> FaultExplanation:
        told = [self._of_success(each) for each in best]
        return replace(told[0], alternatives=tuple(told[1:]))

    def _of_success(self, success: _Success) -> FaultExplanation:
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
            instead=success.instead if repair.kind is not RepairKind.SURPLUS else "",
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
        for file, several in self.units.items():
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
        lines = self._lines_of(having)
        with lines_run(list(self.engine.paths.values())) as ran:
            for trial in lacking:
                self.trials.outcome(trial.term)
        for file, path in self.engine.paths.items():
            alone = lines[file] - {line for place, line in ran if place == path}
            yield from ((file, unit) for unit in self.units[file] if unit.name and alone & set(unit.lines))

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
            for file, several in self.units.items()
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
