"""Everything that is found out about one engine at once: the check, what is right of each operation, and both orders.

``gradbreak check --each`` runs this in a sandbox, where nothing but the standard library is installed.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gradbreak.check.behaviour import depths_of
from gradbreak.check.checking import checked, judged_expressions, operations_with_rule, plain
from gradbreak.check.expectations import OPERATORS
from gradbreak.check.expressions import ADD, MUL, REFLECTED, check_expressions
from gradbreak.check.trials import Trial, TrialOutcome, Trials
from gradbreak.engine.forced_order import forced_order, stand_ins
from gradbreak.engine.inspecting import LoadedEngine, is_below, load
from gradbreak.engine.locating import locate
from gradbreak.engine.ordered_sets import Watcher
from gradbreak.engine.probes import Apply, Term
from gradbreak.errors import BadEngine

PIECE = 280
"""Characters of a piece of the document; a message of a test has 300."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OperationFacts:
    """What is right of one operation.

    Attributes:
        name: the operation.
        value: its value.
        gradient: its gradients where each variable is used once.
        diamond: its gradients where a variable is used again, as far as no other operation is to blame.
    """

    name: str
    value: bool
    gradient: bool
    diamond: bool


class FactFinder:
    """Finds out about the engine in one folder.

    Args:
        folder: with the engine's files.
    """

    def __init__(self, folder: Path) -> None:
        self._watcher = Watcher()
        self.reasons: list[tuple[str, str]] = []
        """Why each file that was tried is no engine."""
        self._engine: LoadedEngine | None = None
        self._file = ""
        try:
            candidates = locate([folder], folder)
        except BadEngine as error:
            self.reasons.append(("", error.problem))
            return
        for candidate in candidates:
            # Forwards, so that an engine that iterates sets is judged alike every time.
            with forced_order(is_below(candidate.root), stand_ins(watcher=self._watcher)):
                engine = load(candidate, even_wrong=True)
            if isinstance(engine, LoadedEngine):
                self._engine, self._file = engine, candidate.file
                return
            self.reasons.append((candidate.file, engine))

    def document(self) -> dict[str, Any]:
        """The facts, as JSON has them; ``reasons`` alone where there is no engine."""
        if self._engine is None:
            return {"reasons": self.reasons}
        with self._watcher.watching() as places:
            check, trials = checked(self._engine, self._file)
        terms = check_expressions(operations_with_rule(self._engine.recognition))
        known, outcomes = judged_expressions(trials, terms, [])
        paths = frozenset(self._engine.paths.values())
        iterates_sets = any(path in paths for path, _ in places)
        forwards = not check.wrong
        return {
            "check": dataclasses.asdict(check),
            "operations": [
                dataclasses.asdict(each)
                for each in operation_facts(trials, known, outcomes, [each.name for each in check.unusable])
            ],
            "orders": [forwards, self._is_right_reversed(trials, known) if iterates_sets and forwards else forwards],
        }

    def depths(self) -> list[dict[str, Any]]:
        """How graphs of many nodes end. An engine that raises Python's recursion limit may end the process."""
        if self._engine is None:
            return []
        check, trials = checked(self._engine, self._file, seconds=0.0)
        return [] if check.wrong else [dataclasses.asdict(each) for each in depths_of(trials)]

    def _is_right_reversed(self, trials: Trials, known: Sequence[Trial]) -> bool:
        """Whether the engine is as right where its sets are iterated in reverse."""
        assert self._engine is not None
        forwards = [trials.passes(trial, seconds=0.25) for trial in known]
        for module in self._engine.modules:
            vars(module).update(stand_ins(is_reversed=True))
        try:
            return [trials.passes(trial, seconds=0.25) for trial in known] == forwards
        finally:
            for module in self._engine.modules:
                vars(module).update(stand_ins(watcher=self._watcher))


def operation_facts(
    trials: Trials, known: Sequence[Trial], outcomes: Sequence[TrialOutcome], unusable: Sequence[str]
) -> list[OperationFacts]:
    """What is right of each operation. One with a number on its left, ``rsub``, counts with the other.

    Args:
        trials: judges.
        known: the expressions.
        outcomes: what the engine made of each.
        unusable: operations that raise on a plain node.
    """
    judged = [(_operations(trial), trial, outcome) for trial, outcome in zip(known, outcomes, strict=True)]
    names = dict.fromkeys(name for operations, _, _ in judged for name in sorted(operations))
    alone = [(next(iter(operations)), trial, outcome) for operations, trial, outcome in judged if len(operations) == 1]
    values = {name for name, trial, outcome in alone if not trials.has_right_value(trial, outcome)}
    linear = {name for name, trial, outcome in alone if _is_linear(trial.term) and not trials.is_right(trial, outcome)}
    blamed = _blamed([(operations, trials.is_right(trial, outcome)) for operations, trial, outcome in judged])
    found = [
        OperationFacts(name=name, value=name not in values, gradient=name not in linear, diamond=name not in blamed)
        for name in names
    ]
    return found + [
        OperationFacts(name=name, value=False, gradient=False, diamond=False) for name in unusable if name not in names
    ]


def _operations(trial: Trial) -> frozenset[str]:
    return frozenset(
        name.removeprefix(REFLECTED) if name.removeprefix(REFLECTED) in OPERATORS else name for name in trial.operations
    )


def _blamed(outcomes: Sequence[tuple[frozenset[str], bool]]) -> set[str]:
    """The operations that wrong expressions are put down to: alone first, then those that no known one explains."""
    wrong = [operations for operations, is_right in outcomes if not is_right]
    blamed = {name for operations in wrong if len(operations) == 1 for name in operations}
    plain_ones = {*ADD, *MUL}
    for operations in sorted(wrong, key=len):
        if not operations & blamed:
            # An expression of another operation is made with a sum or a product around it.
            blamed |= operations - plain_ones or operations
    return blamed


def _is_linear(term: Term) -> bool:
    used = list(_inputs(term))
    return len(used) == len(set(used))


def _inputs(term: Term) -> Any:
    if isinstance(term, Apply):
        for each in term.arguments:
            yield from _inputs(each)
    elif isinstance(term, str):
        yield term


def in_pieces(document: Mapping[str, Any]) -> list[str]:
    """A document as short texts; ``from_pieces`` puts them together."""
    packed = base64.b64encode(zlib.compress(json.dumps(document, default=plain).encode())).decode()
    return [packed[start : start + PIECE] for start in range(0, len(packed), PIECE)]


def from_pieces(pieces: Sequence[str], most: int = 1 << 20) -> Any:
    """The document of some pieces.

    Args:
        pieces: in order.
        most: bytes of the document.

    Raises:
        ValueError: they are no document.
    """
    try:
        unpacked = zlib.decompressobj().decompress(base64.b64decode("".join(pieces), validate=True), most)
        return json.loads(unpacked)
    except (zlib.error, ValueError) as error:
        raise ValueError(f"these pieces are no document: {error}") from None
