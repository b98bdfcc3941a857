"""Writes a pytest file for an engine's operations, in a process of its own.

Started as ``python -m gradbreak.check.suite_writing``; it reads candidates from standard input as JSON and answers in
JSON, too. The linear tests use each variable once and pass whatever site is broken. The diamonds use a variable
again on both sides of an operation, so that in any order of the sweep one of them makes the operation's own write the
second; each confirmed site is broken here, and expressions are added until every break fails a test.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gradbreak.check.expectations import OPERATORS, Expectations
from gradbreak.check.expressions import ADD, MUL, check_expressions, text
from gradbreak.check.trials import FRIENDLY, Trial, Trials
from gradbreak.engine.asking import answer_of_process, no_answer, not_an_engine
from gradbreak.engine.confirming import Standing, broken, check_sites
from gradbreak.engine.inspecting import IMPORT_SECONDS, LoadedEngine, NotInspected, load
from gradbreak.engine.live_code import differing, exchange, live_functions
from gradbreak.engine.locating import Located
from gradbreak.engine.numbers import number_text
from gradbreak.engine.operations import Operation
from gradbreak.engine.probes import SIGNS, Apply, Prober, Term
from gradbreak.engine.recognition import Recognition

SECONDS = IMPORT_SECONDS + 40.0
"""Wall time that writing a suite may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSuite:
    """A pytest file for one engine.

    Attributes:
        text: of the file, but for the line that makes the engine's folder importable.
        import_path: the folder from which the engine is imported, absolute.
        linear: how many linear tests it has.
        diamonds: how many diamond tests.
        sites: how many confirmed sites; each one's break fails a diamond.
        missed: sites, as ``file:line``, whose break no expression notices.
    """

    text: str
    import_path: str
    linear: int
    diamonds: int
    sites: int
    missed: tuple[str, ...]


def suite_in_process(candidates: Sequence[Located], seconds: float = SECONDS) -> WrittenSuite:
    """Write a suite in a process of its own.

    Args:
        candidates: the files that may hold the engine, the likeliest first.
        seconds: wall time.

    Raises:
        BadEngine: no candidate is an engine, or the process did not answer.
    """
    try:
        answer = json.loads(answer_of_process("gradbreak.check.suite_writing", candidates, seconds))
    except ValueError:
        raise no_answer(candidates) from None
    if "reasons" in answer:
        raise not_an_engine(NotInspected(tuple((file, reason) for file, reason in answer["reasons"])))
    return WrittenSuite(**{**answer, "missed": tuple(answer["missed"])})


# -- which expressions ---------------------------------------------------------------------------------


def _linear_terms(operations: Sequence[Operation]) -> Iterator[Apply]:
    """Each operation once, on variables of its own."""
    for operation in operations:
        if operation.arity == 1:
            yield Apply(operation.name, ("a",))
        elif operation.takes_number:
            yield Apply(operation.name, ("a", 3.0))
        elif operation.name in OPERATORS:
            yield Apply(operation.name, ("a", "b"))


def _diamond_terms(operations: Sequence[Operation]) -> Iterator[Apply]:
    """Each operation with its operands used again, on either side."""
    names = [each.name for each in operations if each.arity == 2 and not each.takes_number]
    outer = next((name for name in names if name in MUL), next((name for name in names if name in ADD), ""))
    outer = outer or (names[0] if names else "")
    if not outer:
        return
    for term in _linear_terms(operations):
        yield Apply(outer, (term, "a"))
        yield Apply(outer, ("a", term))
        if "b" in term.arguments:
            yield Apply(outer, (term, "b"))
            yield Apply(outer, ("b", term))


class _Suite:
    """Chooses and writes the tests of one engine."""

    def __init__(self, engine: LoadedEngine) -> None:
        self.engine = engine
        self.found: Recognition = engine.recognition
        prober = Prober(engine.modules, self.found)
        self.trials = Trials(prober, Expectations(prober))
        self.operations = {each.name: each for each in self.found.operations}

    def chosen(self) -> tuple[list[Trial], list[Trial], int, list[str]]:
        """The linear tests, the diamonds, how many sites there are, and those that nothing notices."""
        linear = self._usable(_linear_terms(self.found.operations))
        diamonds = self._usable(_diamond_terms(self.found.operations))
        more = self._usable(check_expressions(self.found.operations))
        prober = self.trials.prober
        checked = check_sites(prober, self.engine.sources, self.engine.paths, self.found.gradient)
        confirmed = [each for each in checked if each.standing is Standing.CONFIRMED]
        missed: list[str] = []
        for each in confirmed:
            path, source = self.engine.paths[each.file], self.engine.sources[each.file]
            before = compile(source, path, "exec", dont_inherit=True)
            changed = differing(before, compile(broken(source, each.site), path, "exec", dont_inherit=True))
            swaps = exchange(live_functions(path), changed or {})
            try:
                linear = [trial for trial in linear if self.trials.passes(trial)]
                if all(self.trials.passes(trial) for trial in diamonds):
                    killing = next((trial for trial in more if not self.trials.passes(trial)), None)
                    if killing is None:
                        missed.append(f"{each.file}:{each.site.line}")
                    else:
                        diamonds.append(killing)
            finally:
                for swap in reversed(swaps):
                    swap.undo()
        return linear, diamonds, len(confirmed), missed

    def _usable(self, terms: Iterator[Apply] | Sequence[Apply]) -> list[Trial]:
        """The expressions that the engine can be asked."""
        usable = []
        for trial in self.trials.trials_of(terms):
            outcome = self.trials.outcome(trial.term)
            if not outcome.error or outcome.is_in_sweep:
                usable.append(trial)
        return usable

    # -- as text ---------------------------------------------------------------------------------------

    def written(self, candidate: Located) -> WrittenSuite:
        """The file."""
        linear, diamonds, sites, missed = self.chosen()
        tests = [self._test(trial, "linear") for trial in linear]
        parts = [
            f'"""Tests of the gradients of {self.found.node_class}, written by `gradbreak suite`.',
            "",
            "The linear tests use each variable once: they pass even where the engine assigns to a gradient instead",
            "of adding to it. The diamonds use a variable again on either side of an operation, so that some",
            "contribution comes second in any order of the sweep. The expected numbers are from dual numbers.",
            '"""',
            "",
            "from __future__ import annotations",
            "",
            *self._imports(candidate),
            "",
            "# -- linear: each variable is used once " + "-" * 60,
            *tests,
            "",
            "",
            "# -- diamonds: a variable is used again " + "-" * 60,
            *(self._test(trial, "diamond") for trial in diamonds),
        ]
        return WrittenSuite(
            text="\n".join(parts) + "\n",
            import_path=candidate.import_path,
            linear=len(linear),
            diamonds=len(diamonds),
            sites=sites,
            missed=tuple(missed),
        )

    def _imports(self, candidate: Located) -> list[str]:
        """The imports, as somebody who uses the engine writes them."""
        spelt = " ".join([self.found.wrapping, self.found.sweep_call])
        functions = [each.function for each in self.found.operations if not each.is_method]
        wanted = [*re.findall(r"(?<![.\w{])([A-Za-z_]\w*)\(", spelt), *functions]
        lines = ["import pytest"]
        if "np." in spelt:
            lines.insert(0, "import numpy as np")
        by_module: dict[str, list[str]] = {}
        for name in dict.fromkeys(wanted):
            home = self._home(name, candidate)
            if home:
                by_module.setdefault(home, []).append(name)
        lines.append("")
        lines += [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(by_module.items())]
        return lines

    def _home(self, name: str, candidate: Located) -> str:
        """The module that a name is imported from: the engine's own where it has it."""
        for position, module in enumerate(self.engine.modules):
            if name in vars(module):
                return candidate.module if position == 0 else module.__name__
        return ""

    def _test(self, trial: Trial, kind: str) -> str:
        inputs = FRIENDLY
        known = self.trials.trials_of([trial.term], inputs)
        if not known or self.trials.outcome(trial.term, inputs).error:
            inputs = dict(zip(FRIENDLY, (0.6, 1.7, 0.8), strict=True))
            known = self.trials.trials_of([trial.term], inputs)
        right = known[0]
        used = [name for name in inputs if re.search(rf"\b{name}\b", text(trial.term))]
        lines = ["", "", f"def test_{kind}_{_name(trial.term)}():"]
        wrapping = self.found.wrapping
        if "{t}" in wrapping:
            tape, _, wrapping = wrapping.partition("; ")
            lines.append(f"    t = {tape}")
        for name in used:
            lines.append(f"    {name} = {wrapping.format(x=repr(inputs[name]), t='t')}")
        lines.append(f"    out = {self._code(trial.term)}")
        reading, sweep = self._reading(used, wrapping)
        lines += sweep
        tolerance = ", rel=1e-3" if self.trials.expectations.is_coarse else ""
        slopes = dict(zip(inputs, right.gradients, strict=True))
        lines += [f"    assert {reading[name]} == pytest.approx({slopes[name]!r}{tolerance})" for name in used]
        return "\n".join(lines)

    def _reading(self, used: Sequence[str], wrapping: str) -> tuple[dict[str, str], list[str]]:
        """How each gradient is read after a sweep, and the lines that sweep."""
        call = self.found.sweep_call
        one = wrapping.format(x="1.0", t="t")
        if "{input}" in call:
            return {name: self._number(call.format(out="out", input=name), name) for name in used}, []
        spelt = call.format(out="out", inputs=f"[{', '.join(used)}]", one=one)
        if self.found.gradient:
            return {name: self._number(f"{name}.{self.found.gradient}", name) for name in used}, [f"    {spelt}"]
        by_position = isinstance(self._returned(), (list, tuple))
        keys = {name: str(place) if by_position else name for place, name in enumerate(used)}
        return {name: self._number(f"gradients[{keys[name]}]", name) for name in used}, [f"    gradients = {spelt}"]

    def _returned(self) -> Any:
        prober = self.trials.prober
        prober.make.begin()
        nodes = {name: prober.make(number) for name, number in FRIENDLY.items()}
        term = next(_linear_terms(self.found.operations))
        return prober.sweep(self.trials.built(term, nodes), list(nodes.values()))

    def _number(self, expression: str, name: str) -> str:
        """An expression that is a number: of an array, the sum of its elements."""
        del name
        if not self.found.gradient:
            return expression
        prober = self.trials.prober
        prober.make.begin()
        nodes = {each: prober.make(number) for each, number in FRIENDLY.items()}
        term = next(_linear_terms(self.found.operations))
        with contextlib.suppress(Exception):  # a wrong engine's sweep may raise; then the plain reading stands
            prober.sweep(self.trials.built(term, nodes), list(nodes.values()))
        held = getattr(nodes["a"], self.found.gradient)
        if isinstance(held, (int, float)):
            return expression
        if hasattr(held, self.found.value) and not hasattr(held, "ndim"):
            held, expression = getattr(held, self.found.value), f"{expression}.{self.found.value}"
        return f"float({expression}.sum())" if getattr(held, "ndim", None) else expression

    def _code(self, term: Term, *, is_inner: bool = False) -> str:
        """An expression as the engine's users write it."""
        if isinstance(term, str):
            return term
        if isinstance(term, float):
            return repr(term)
        operation = self.operations.get(term.operation)
        sign = SIGNS.get(term.operation)
        is_operator = operation is None or operation.function.startswith("__")
        if is_operator and len(term.arguments) == 1:
            return f"(-{self._code(term.arguments[0], is_inner=True)})"
        if is_operator and sign:
            left, right = (self._code(each, is_inner=True) for each in term.arguments)
            return f"({left} {sign} {right})" if is_inner else f"{left} {sign} {right}"
        assert operation is not None
        arguments = [self._code(each, is_inner=operation.is_method) for each in term.arguments]
        if operation.is_property:
            return f"{arguments[0]}.{operation.function}"
        if operation.is_method:
            return f"{arguments[0]}.{operation.function}({', '.join(arguments[1:])})"
        return f"{operation.function}({', '.join(arguments)})"


def _name(term: Term) -> str:
    """A part of a test's name: ``mul_of_add_of_a_c_and_a``."""
    if isinstance(term, str):
        return term
    if isinstance(term, float):
        return re.sub(r"\W", "_", number_text(term))
    return f"{term.operation}_of_" + "_and_".join(_name(each) for each in term.arguments)


def main() -> None:
    """Answer one request: a JSON list of candidates on standard input."""
    candidates = [Located(**each) for each in json.load(sys.stdin)]
    sys.dont_write_bytecode = True
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    answer: dict[str, Any] = {"reasons": []}
    with contextlib.redirect_stdout(io.StringIO()):
        for candidate in candidates:
            engine = load(candidate, even_wrong=True)
            if isinstance(engine, LoadedEngine):
                written = _Suite(engine).written(candidate)
                answer = {name: getattr(written, name) for name in WrittenSuite.__slots__}
                break
            answer["reasons"].append((candidate.file, engine))
    answers.write(json.dumps(answer))
    answers.flush()
    # Threads and exit handlers of somebody's module are not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
