"""Writes a pytest file for an engine's operations, in a process of its own.

Started as ``python -m gradbreak.check.suite_writing``; it reads candidates from standard input as JSON and answers in
JSON, too. The linear tests use each variable once and pass whatever site is broken. The diamonds use a variable
again on both sides of an operation, so that in any order of the sweep one of them makes the operation's own write the
second; each confirmed site is broken here, and expressions are added until every break fails a test.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gradbreak.check.diamond_terms import diamond_terms, linear_terms
from gradbreak.check.expectations import Expectations
from gradbreak.check.expressions import check_expressions, text
from gradbreak.check.live_variants import LiveVariants
from gradbreak.check.trials import FRIENDLY, Trial, Trials
from gradbreak.engine.answering import answer_request
from gradbreak.engine.asking import answer_of_process, no_answer, not_an_engine
from gradbreak.engine.confirming import Standing, check_sites
from gradbreak.engine.edits import Edit
from gradbreak.engine.forced_order import forced_order, stand_ins
from gradbreak.engine.inspecting import IMPORT_SECONDS, LoadedEngine, NotInspected, is_below, load
from gradbreak.engine.locating import Located
from gradbreak.engine.numbers import number_text
from gradbreak.engine.ordered_sets import Watcher
from gradbreak.engine.probes import SIGNS, Apply, Prober, Term
from gradbreak.engine.reading import is_box
from gradbreak.engine.recognition import Recognition
from gradbreak.engine.tapes import node_lines, written

SECONDS = IMPORT_SECONDS + 40.0
"""Wall time that writing a suite may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSuite:
    """A pytest file for one engine.

    Attributes:
        head: of the file, but for the line that makes the engine's folder importable.
        linear_tests: the linear tests, under a heading.
        diamond_tests: the diamonds, under theirs.
        import_path: the folder from which the engine is imported, absolute.
        linear: how many linear tests it has.
        diamonds: how many diamond tests.
        sites: how many confirmed sites; each one's break fails a diamond, under both orders of operands where there
            are two.
        missed: sites, as ``file:line``, whose break no expression notices.
        has_two_orders: the order in which a sweep visits operands can be reversed.
        reversal: what reverses it in the text; empty where sets decide it, or where it cannot be.
    """

    head: str
    linear_tests: str
    diamond_tests: str
    import_path: str
    linear: int
    diamonds: int
    sites: int
    missed: tuple[str, ...]
    has_two_orders: bool
    reversal: tuple[Edit, ...]

    @property
    def text(self) -> str:
        """The whole file."""
        return f"{self.head}\n{self.linear_tests}\n\n\n{self.diamond_tests}\n"

    @property
    def linear_text(self) -> str:
        """The file with the linear tests alone."""
        return f"{self.head}\n{self.linear_tests}\n"


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
    reversal = tuple(Edit(**each) for each in answer["reversal"])
    return WrittenSuite(**{**answer, "missed": tuple(answer["missed"]), "reversal": reversal})


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What a suite consists of; see ``WrittenSuite``."""

    linear: list[Trial]
    diamonds: list[Trial]
    sites: int
    missed: tuple[str, ...]
    variants: LiveVariants


class _Suite:
    """Chooses and writes the tests of one engine."""

    def __init__(self, engine: LoadedEngine, watcher: Watcher) -> None:
        self.engine = engine
        self.watcher = watcher
        self.found: Recognition = engine.recognition
        prober = Prober(engine.modules, self.found)
        self.trials = Trials(prober, Expectations(prober))
        self.operations = {each.name: each for each in self.found.operations}
        # pytest.approx asks the module of this name about arrays, whosever it is.
        self.has_own_numpy = getattr(sys.modules.get("numpy"), "__file__", "") in engine.paths.values()

    def chosen(self) -> _Chosen:
        """The tests: linear ones that pass whatever is broken, and a diamond for each site and order of operands."""
        linear = self._usable(linear_terms(self.found.operations))
        diamonds = self._usable(diamond_terms(self.found.operations))
        more = self._usable(check_expressions(self.found.operations))
        checked = check_sites(
            self.trials.prober, self.engine.sources, self.engine.paths, self.found.gradient, has_stand_ins=True
        )
        confirmed = [each for each in checked if each.standing is Standing.CONFIRMED]
        variants = LiveVariants(self.engine, self.trials, self.watcher)
        variants.find_reversal(confirmed)
        missed: dict[str, None] = {}
        for each in confirmed:
            for is_reversed in variants.orders:
                with variants.broken(each, is_reversed=is_reversed):
                    linear = [trial for trial in linear if self.trials.passes(trial)]
                    if all(self.trials.passes(trial) for trial in diamonds):
                        killing = next((trial for trial in more if not self.trials.passes(trial)), None)
                        if killing is None:
                            missed[f"{each.file}:{each.site.line}"] = None
                        else:
                            diamonds.append(killing)
        return _Chosen(linear, diamonds, len(confirmed), tuple(missed), variants)

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
        chosen = self.chosen()
        head = [
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
        ]
        return WrittenSuite(
            head="\n".join(head),
            linear_tests=self._section("linear: each variable is used once ", chosen.linear, "linear"),
            diamond_tests=self._section("diamonds: a variable is used again ", chosen.diamonds, "diamond"),
            import_path=candidate.import_path,
            linear=len(chosen.linear),
            diamonds=len(chosen.diamonds),
            sites=chosen.sites,
            missed=chosen.missed,
            has_two_orders=len(chosen.variants.orders) > 1,
            reversal=chosen.variants.reversal,
        )

    def _section(self, heading: str, trials: Sequence[Trial], kind: str) -> str:
        return "\n".join([f"# -- {heading}" + "-" * 60, *(self._test(trial, kind) for trial in trials)])

    def _imports(self, candidate: Located) -> list[str]:
        """The imports, as somebody who uses the engine writes them."""
        spelt = " ".join([self.found.wrapping, self.found.sweep_call])
        functions = [each.function for each in self.found.operations if not each.is_method]
        wanted = [*re.findall(r"(?<![.\w{])([A-Za-z_]\w*)\(", spelt), *functions]
        lines = ["import math" if self.has_own_numpy else "import pytest"]
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
        above, indentation, wrapping = written(self.found.wrapping)
        lines += [f"    {line}" for line in above]
        body: list[str] = []
        for name in used:
            body += node_lines(name, wrapping, repr(inputs[name]))
        body.append(f"out = {self._code(trial.term)}")
        reading, sweep = self._reading(used, wrapping)
        lines += [f"    {indentation}{line}" for line in [*body, *sweep]]
        slopes = dict(zip(inputs, right.gradients, strict=True))
        if trial.operations & self.trials.expectations.differenced:
            # Differences have some ten right digits, and leave a trace where the gradient is 0.
            slopes = {name: round(slope, 8) + 0.0 for name, slope in slopes.items()}
        lines += [f"    assert {self._close(reading[name], slopes[name])}" for name in used]
        return "\n".join(lines)

    def _close(self, reading: str, number: float) -> str:
        """The comparison of a gradient with its right number."""
        if self.has_own_numpy:
            return f"math.isclose({reading}, {number!r}, rel_tol=1e-6, abs_tol=1e-12)"
        tolerance = ", rel=1e-3" if self.trials.expectations.is_coarse else ""
        return f"{reading} == pytest.approx({number!r}{tolerance})"

    def _reading(self, used: Sequence[str], wrapping: str) -> tuple[dict[str, str], list[str]]:
        """How each gradient is read after a sweep, and the lines that sweep."""
        call = self.found.sweep_call
        one = wrapping.format(x="1.0", t="t")
        if "{input}" in call:
            return {name: self._number(call.format(out="out", input=name, t="t"), name) for name in used}, []
        spelt = call.format(out="out", inputs=f"[{', '.join(used)}]", one=one, t="t")
        if self.found.gradient:
            return {name: self._number(f"{name}.{self.found.gradient}", name) for name in used}, [spelt]
        by_position = isinstance(self._returned(), (list, tuple))
        keys = {name: str(place) if by_position else name for place, name in enumerate(used)}
        held = "found" if re.match(r"gradients\b", spelt) else "gradients"
        return {name: self._number(f"{held}[{keys[name]}]", name) for name in used}, [f"{held} = {spelt}"]

    def _returned(self) -> Any:
        prober = self.trials.prober
        prober.make.begin()
        nodes = {name: prober.make(number) for name, number in FRIENDLY.items()}
        term = next(linear_terms(self.found.operations))
        return prober.sweep(self.trials.built(term, nodes), list(nodes.values()))

    def _number(self, expression: str, name: str) -> str:
        """An expression that is a number: of an array, the sum of its elements."""
        del name
        if not self.found.gradient:
            return expression
        prober = self.trials.prober
        prober.make.begin()
        nodes = {each: prober.make(number) for each, number in FRIENDLY.items()}
        term = next(linear_terms(self.found.operations))
        with contextlib.suppress(Exception):  # a wrong engine's sweep may raise; then the plain reading stands
            prober.sweep(self.trials.built(term, nodes), list(nodes.values()))
        held = getattr(nodes["a"], self.found.gradient)
        if isinstance(held, (int, float)):
            return expression
        if hasattr(held, self.found.value) and not hasattr(held, "ndim"):
            held, expression = getattr(held, self.found.value), f"{expression}.{self.found.value}"
        elif is_box(held):
            return f"{expression}.{next(iter(vars(held)))}"
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


def _answer(candidates: Sequence[Located], write: Callable[[str], None]) -> None:
    reasons = []
    for candidate in candidates:
        watcher = Watcher()
        # Forwards, so that two suites for one engine are the same.
        with forced_order(is_below(candidate.root), stand_ins(watcher=watcher)):
            engine = load(candidate, even_wrong=True)
        if isinstance(engine, LoadedEngine):
            write(json.dumps(dataclasses.asdict(_Suite(engine, watcher).written(candidate))))
            return
        reasons.append((candidate.file, engine))
    write(json.dumps({"reasons": reasons}))


if __name__ == "__main__":
    answer_request(_answer)
