"""An engine, checked in a process of its own: are its numbers right, and if not, which fault does it behave like.

Started as ``python -m gradbreak.check.checking``; it reads candidates from standard input as JSON. Its answer has two
lines: the check, and then how deep a graph may be. An engine that raises Python's recursion limit may end the process
there.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gradbreak.check.behaviour import Behaviour, Depth, Repeated, Reset, behaviour_of, depths_of
from gradbreak.check.expectations import OPERATORS, Expectations
from gradbreak.check.expressions import check_expressions, operations_in
from gradbreak.check.fault_explanation import FaultExplanation
from gradbreak.check.localising import Localiser
from gradbreak.check.trials import Difference, Trial, TrialOutcome, Trials, by_size
from gradbreak.engine.answering import answer_request
from gradbreak.engine.asking import answer_of_process, no_answer, not_an_engine
from gradbreak.engine.attempts import time_limit
from gradbreak.engine.dual_numbers import FUNCTIONS
from gradbreak.engine.inspecting import IMPORT_SECONDS, LoadedEngine, NotInspected, load
from gradbreak.engine.locating import Located
from gradbreak.engine.operations import BINARY, Operation, operation_name
from gradbreak.engine.probes import Apply, Prober, Term
from gradbreak.engine.recognition import Recognition

SECONDS = IMPORT_SECONDS + 20.0
"""Wall time that a check may take."""

SECONDS_OF_THE_SEARCH = 0.7
"""Processor time of the search for what is wrong; most faults are found in a tenth of it."""

MOST_SHOWN = 20
"""Wrong expressions that a check lists; it counts them all."""


class NoteKind(enum.Enum):
    """What was left out of the verdict, and why."""

    NO_NUMBERS = "no numbers"  # an operation takes no plain number as an operand
    PASSES_NOTHING = "passes nothing"  # a function without a rule passes no gradient to an operand
    RANDOM = "random"  # its value differs from call to call
    RENAMED = "renamed"  # it computes something else than its name says, and is judged by what it computes
    NOT_WRITTEN = "not written"  # it raises NotImplementedError
    BY_NAME = "by name"  # the gradient or the sweep was taken from its name
    NOT_JUDGED = "not judged"  # a function of two operands without a rule, or an operation that takes no such node
    SINGLE_PRECISION = "single precision"  # numbers are compared less strictly


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the verdict does not cover.

    Attributes:
        kind: what it is.
        about: the operation, or the text of a guess.
    """

    kind: NoteKind
    about: str


@dataclass(frozen=True, slots=True)
class UnusableOperation:
    """An operation that the engine defines and that raises on a plain node.

    Attributes:
        name: of the method.
        error: what it raises.
    """

    name: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineCheck:
    """What was found out about an engine's numbers.

    Attributes:
        file: the engine, relative to its project.
        node_class: the class whose instances are nodes.
        gradient: the attribute that holds a gradient; empty where the sweep returns them.
        sweep: how a sweep is called.
        operations: those that were checked.
        expressions: how many were judged.
        wrong: how many of them the engine gets wrong.
        differences: the wrong ones, the smallest first; at most ``MOST_SHOWN``.
        unusable: operations that raise on a plain node.
        explanations: what the engine behaves like; several where it has several faults.
        behaviour: over time.
        depths: graphs of many nodes.
        ended_at_depth: the process ended while it swept them.
        notes: what the verdict does not cover.
    """

    file: str
    node_class: str
    gradient: str
    sweep: str
    operations: tuple[str, ...]
    expressions: int
    wrong: int
    differences: tuple[Difference, ...]
    unusable: tuple[UnusableOperation, ...]
    explanations: tuple[FaultExplanation, ...]
    behaviour: Behaviour
    depths: tuple[Depth, ...] = ()
    ended_at_depth: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong; how deep a graph may be is a limit and no fault."""
        return not (
            self.wrong
            or self.unusable
            or self.behaviour.reset is Reset.FORGETS
            or self.behaviour.other_graph is Repeated.DIFFERS
            or any(depth.outcome == "wrong" for depth in self.depths)
        )


def check_in_process(candidates: Sequence[Located], seconds: float = SECONDS) -> EngineCheck:
    """Check an engine in a process of its own.

    Args:
        candidates: the files that may hold it, the likeliest first.
        seconds: wall time.

    Raises:
        BadEngine: no candidate is an engine, or the process did not answer.
    """
    lines = answer_of_process("gradbreak.check.checking", candidates, seconds).splitlines()
    try:
        first = json.loads(lines[0])
    except (IndexError, ValueError):
        raise no_answer(candidates) from None
    if "reasons" in first:
        raise not_an_engine(NotInspected(tuple((file, reason) for file, reason in first["reasons"])))
    found = decoded(first)
    try:
        depths = tuple(Depth(**each) for each in json.loads(lines[1]))
    except (IndexError, ValueError):
        return dataclasses.replace(found, ended_at_depth=True)
    return dataclasses.replace(found, depths=depths)


def decoded(document: dict[str, Any]) -> EngineCheck:
    """A check from its JSON document.

    Raises:
        KeyError: it lacks a part.
    """
    behaviour = document["behaviour"]
    return EngineCheck(
        **{
            **document,
            "operations": tuple(document["operations"]),
            "differences": tuple(Difference(**each) for each in document["differences"]),
            "unusable": tuple(UnusableOperation(**each) for each in document["unusable"]),
            "explanations": tuple(_explanation(each) for each in document["explanations"]),
            "behaviour": Behaviour(
                same_graph=Repeated(behaviour["same_graph"]),
                other_graph=Repeated(behaviour["other_graph"]),
                reset=Reset(behaviour["reset"]),
                reset_name=behaviour["reset_name"],
            ),
            "depths": tuple(Depth(**each) for each in document["depths"]),
            "notes": tuple(Note(NoteKind(each["kind"]), each["about"]) for each in document["notes"]),
        }
    )


def _explanation(document: dict[str, Any]) -> FaultExplanation:
    several = ("alternatives", "together")
    return FaultExplanation(**{**document, **{key: tuple(map(_explanation, document[key])) for key in several}})


# -- in the process ------------------------------------------------------------------------------------


def checked(engine: LoadedEngine, file: str, seconds: float = SECONDS_OF_THE_SEARCH) -> tuple[EngineCheck, Trials]:
    """Check an engine in this process; how deep a graph may be is left out.

    Args:
        engine: imported.
        file: what it is called.
        seconds: processor time of the search for what is wrong.

    Returns:
        The check, and what ran its expressions.
    """
    found = engine.recognition
    prober = Prober(engine.modules, found)
    expectations = Expectations(prober)
    trials = Trials(prober, expectations)
    ruled = operations_with_rule(found)
    terms = check_expressions(ruled)
    notes = [Note(NoteKind.BY_NAME, guess) for guess in found.guesses]
    judged, outcomes = judged_expressions(trials, terms, notes)
    if _block_what_passes_nothing(trials, judged, outcomes, notes):
        judged, outcomes = judged_expressions(trials, terms, [])
    wrong = sorted(
        (trial for trial, outcome in zip(judged, outcomes, strict=True) if not trials.is_right(trial, outcome)),
        key=by_size,
    )
    notes += [Note(NoteKind.NOT_JUDGED, each.name) for each in found.operations if each not in ruled]
    unusable = list(_unusable(engine, prober, notes))
    notes += [Note(NoteKind.RANDOM, name) for name in sorted(expectations.random)]
    notes += [Note(NoteKind.RENAMED, name) for name in sorted(expectations.renamed)]
    if expectations.is_coarse:
        notes.append(Note(NoteKind.SINGLE_PRECISION, ""))
    explanations = Localiser(engine, trials, judged, seconds).explanations() if wrong else ()
    check = EngineCheck(
        file=file,
        node_class=found.node_class,
        gradient=found.gradient,
        sweep=found.sweep_call.format(out="out", inputs="inputs", input="input", one=_one(found), t="t"),
        operations=tuple(each.name for each in found.operations),
        expressions=len(judged),
        wrong=len(wrong),
        differences=tuple(trials.difference(trial) for trial in wrong[:MOST_SHOWN]),
        unusable=tuple(unusable),
        explanations=explanations,
        behaviour=behaviour_of(trials),
        notes=tuple(notes),
    )
    return check, trials


def _one(found: Recognition) -> str:
    """How the number 1 becomes a node; on a tape that is called ``t`` where the engine needs one."""
    return found.wrapping.rpartition("; ")[2].format(x="1.0", t="t")


def operations_with_rule(found: Recognition) -> list[Operation]:
    """The operations that can be judged: a function of two operands needs a rule."""
    return [each for each in found.operations if each.arity == 1 or each.takes_number or each.name in OPERATORS]


def judged_expressions(
    trials: Trials, terms: Sequence[Apply], notes: list[Note]
) -> tuple[list[Trial], list[TrialOutcome]]:
    """The expressions that the engine can be asked, each with what it made of it.

    Args:
        trials: runs expressions.
        terms: the expressions.
        notes: takes a note for each operation that refuses plain numbers.
    """
    judged, outcomes = [], []
    refused: set[str] = set()
    cls = trials.prober.names.get(trials.prober.found.node_class)
    for trial in trials.trials_of(terms):
        outcome = trials.outcome(trial.term)
        if outcome.error and not outcome.is_in_sweep and (name := _number_refused(trial.term, trials, cls)):
            refused.add(name)
            continue
        judged.append(trial)
        outcomes.append(outcome)
    notes += [Note(NoteKind.NO_NUMBERS, name) for name in sorted(refused)]
    return judged, outcomes


def _number_refused(term: Term, trials: Trials, cls: object) -> str:
    """The operation of an expression that has a number as an operand without promising to take one; else empty."""
    if not isinstance(term, Apply):
        return ""
    method = next((each for each in BINARY if operation_name(each) == term.operation), "")
    if any(isinstance(each, float) for each in term.arguments) and len(term.arguments) == 2:
        takes_numbers = not trials.outcome(Apply(term.operation, ("a", 2.0))).error
        is_reflected = isinstance(term.arguments[0], float)
        # A reflected method alone is no promise: many engines define it for nodes of other classes.
        if not (takes_numbers and is_reflected and hasattr(cls, f"__r{method.strip('_')}__")):
            return term.operation
    return next((name for each in term.arguments if (name := _number_refused(each, trials, cls))), "")


def _block_what_passes_nothing(
    trials: Trials, judged: Sequence[Trial], outcomes: Sequence[TrialOutcome], notes: list[Note]
) -> bool:
    """Find functions without a rule whose operand gets no gradient: ``detach``, or the labels of a loss."""
    blocked = trials.expectations.blocked
    for trial, outcome in zip(judged, outcomes, strict=True):
        name = trial.term.operation
        is_alone = len(operations_in(trial.term)) == 1 and all(isinstance(each, str) for each in trial.term.arguments)
        if not is_alone or outcome.error or len(set(trial.term.arguments)) < len(trial.term.arguments):
            continue
        for place, argument in enumerate(trial.term.arguments):
            # An exponent is a number to most engines, even where they take a node.
            if trials.expectations.has_rule(name) and (name, place) not in (("pow", 1), ("power", 1)):
                continue
            index = ("a", "b", "c").index(str(argument))
            if trial.gradients[index] and not outcome.gradients[index] and (name, place) not in blocked:
                blocked.add((name, place))
                notes.append(Note(NoteKind.PASSES_NOTHING, name))
    return bool(blocked)


def _unusable(engine: LoadedEngine, prober: Prober, notes: list[Note]) -> Iterator[UnusableOperation]:
    """The operations with a well-known name that raise on a plain node."""
    cls = prober.names.get(engine.recognition.node_class)
    usable = {each.function for each in engine.recognition.operations}
    if "__matmul__" not in usable and inspect.isfunction(getattr(cls, "__matmul__", None)):
        notes.append(Note(NoteKind.NOT_JUDGED, "matmul"))
    for name in ("__neg__", *(method for method in BINARY if method != "__matmul__"), *FUNCTIONS):
        if name in usable or not inspect.isfunction(getattr(cls, name, None)):
            continue
        is_binary = name in BINARY
        try:
            with time_limit():
                prober.make.begin()
                nodes = [prober.make(1.5), prober.make(0.5)]
                getattr(nodes[0], name)(*(nodes[1:] if is_binary else ()))
        except NotImplementedError:
            notes.append(Note(NoteKind.NOT_WRITTEN, operation_name(name)))
        except Exception as error:  # noqa: BLE001  # whatever it raises is what is reported
            said = " ".join(str(error).split())[:200]
            if "argument" not in said:  # it takes something else than a node
                yield UnusableOperation(operation_name(name), type(error).__name__ + (f": {said}" if said else ""))


def _answer(candidates: Sequence[Located], write: Callable[[str], None]) -> None:
    def answer(document: object) -> None:
        write(json.dumps(document, default=plain))

    reasons = []
    for candidate in candidates:
        engine = load(candidate, even_wrong=True)
        if isinstance(engine, LoadedEngine):
            check, trials = checked(engine, candidate.file)
            answer(dataclasses.asdict(check))
            answer([dataclasses.asdict(each) for each in (() if check.wrong else depths_of(trials))])
            return
        reasons.append((candidate.file, engine))
    answer({"reasons": reasons})


def plain(value: object) -> object:
    """What JSON has for a value that it does not know.

    Raises:
        TypeError: nothing.
    """
    if isinstance(value, enum.Enum):
        return value.value
    raise TypeError(value)


if __name__ == "__main__":
    answer_request(_answer)
