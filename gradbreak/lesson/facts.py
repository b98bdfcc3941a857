"""The numbers of the lesson, computed on the configured engine in child processes."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from gradbreak.config import Config, LessonConfig, LessonExpression
from gradbreak.errors import BadExpression, ConfigError, NoSuchMutant
from gradbreak.model import Break, BreakKind, Example, Mutant, Write
from gradbreak.mutation import MutantSet
from gradbreak.trace.compare import Comparison, compare
from gradbreak.trace.expression import Expression
from gradbreak.trace.oracles import OracleKind, agree, oracle_gradients
from gradbreak.trace.parse import bind, parse
from gradbreak.trace.trace import TraceRequest, functions_of, trace


class Case(Struct, frozen=True, kw_only=True):
    """One expression on the intact engine and on a broken one.

    Attributes:
        example: both sweeps.
        comparison: the sweeps write by write.
        expected: what dual numbers say about each input; None where they have no number.
    """

    example: Example
    comparison: Comparison
    expected: dict[str, float | None]

    @property
    def wrong(self) -> tuple[str, ...]:
        """The inputs whose gradients differ."""
        return tuple(name for name in self.example.inputs if not self._is_right(name))

    @property
    def oracle_agrees(self) -> bool:
        """Whether dual numbers and the intact engine give the same gradients."""
        intact = self.example.intact.gradients
        return all(
            name in intact and number is not None and agree(intact[name], number)
            for name, number in self.expected.items()
        )

    def terms(self, name: str) -> tuple[Write, ...]:
        """The writes that contribute to an input's gradient on the intact engine, in order."""
        return tuple(write for write in self.example.intact.writes if write.node == name and write.source)

    def _is_right(self, name: str) -> bool:
        intact, broken = (tape.gradients.get(name) for tape in (self.example.intact, self.example.broken))
        return intact is not None and broken is not None and agree(broken, intact)


class Part(Struct, frozen=True, kw_only=True):
    """A smaller break on the diamond.

    Attributes:
        id: of the break or mutant.
        name: ``op:mul`` or ``mul.self``.
        case: what becomes of the diamond.
    """

    id: str
    name: str
    case: Case


class Facts(Struct, frozen=True, kw_only=True):
    """Everything about the gradients; what the suites notice is in ``gradbreak.lesson.noticed``.

    Attributes:
        diamond: an expression in which a variable is reached by two paths, under the break.
        linear: one in which each variable is used once, under the break.
        break_: the break.
        ops: the break of each operation alone, in the order of the engine.
        sites: each write that the diamond's sweep passes through, broken alone, in the order of the engine.
        shown: the mutant that stands as an example for all members of the break.
        expression, inputs: the diamond's.
    """

    diamond: Case
    linear: Case
    break_: Break
    ops: tuple[Part, ...]
    sites: tuple[Part, ...]
    shown: Mutant
    expression: Expression
    inputs: dict[str, float]


def lesson_of(config: Config) -> LessonConfig:
    """The project's declarations for the lesson.

    Raises:
        ConfigError: nothing.
    """
    if config.lesson is None:
        raise ConfigError(
            "mutation_config/lesson.toml is missing, so there is no expression for the lesson",
            "Declare a [diamond] and a [linear] there; docs/configuration.md has the keys",
        )
    return config.lesson


def gather(config: Config, mutants: MutantSet) -> Facts:
    """Run both expressions on the intact engine, under the break, and under each part of it.

    Raises:
        ConfigError: the lesson cannot be given with what is declared.
        BadEngine: the engine cannot be imported.
    """
    lesson = lesson_of(config)
    break_ = _break_of(lesson, mutants)
    ops = [one.id for one in mutants.breaks if one.kind == BreakKind.PER_OP]
    by_id = {mutant.id: mutant for mutant in mutants.mutants}
    members = [by_id[id_] for id_ in break_.members]
    everything = [break_.id, *ops, *(mutant.id for mutant in members)]
    try:
        linear = _cases(config, mutants, lesson.linear, [break_.id])[break_.id]
        diamonds = _cases(config, mutants, lesson.diamond, everything)
    except BadExpression as error:
        raise ConfigError(f"lesson.toml: {error.problem}", error.next_step) from None
    diamond = diamonds[break_.id]
    passed = {write.site for write in diamond.example.intact.writes if write.source}
    # A judged equivalent is in no count of the lesson: no test can notice it.
    sites = [mutant for mutant in members if mutant.place in passed and mutant.equivalent is None]
    expression, inputs = parsed(config, lesson.diamond)
    return Facts(
        diamond=diamond,
        linear=linear,
        break_=break_,
        ops=tuple(Part(id=id_, name=id_, case=diamonds[id_]) for id_ in ops),
        sites=tuple(Part(id=one.id, name=one.place, case=diamonds[one.id]) for one in sites),
        shown=next((one for one in sites if diamonds[one.id].wrong), members[0]),
        expression=expression,
        inputs=inputs,
    )


def parsed(config: Config, declared: LessonExpression) -> tuple[Expression, dict[str, float]]:
    """An expression of ``lesson.toml``, with the value of each variable.

    Raises:
        BadExpression: it is no expression of this engine, or a value is missing.
    """
    functions = functions_of(config)
    expression = parse(declared.expression, functions)
    return expression, bind(expression, [f"{name}={value!r}" for name, value in declared.inputs.items()], functions)


def _break_of(lesson: LessonConfig, mutants: MutantSet) -> Break:
    try:
        found = mutants.find(lesson.break_id)
    except NoSuchMutant as error:
        raise ConfigError(f"lesson.toml: {error.problem}", error.next_step) from None
    if not isinstance(found, Break):
        raise ConfigError(f"lesson.toml: {lesson.break_id!r} is one mutant", "Name a break of breaks.toml")
    return found


def _cases(config: Config, mutants: MutantSet, declared: LessonExpression, ids: Iterable[str]) -> dict[str, Case]:
    expression, inputs = parsed(config, declared)
    expected = oracle_gradients(OracleKind.DUAL, expression, inputs, functions_of(config))
    requests = [TraceRequest(name="lesson", expression=expression, inputs=inputs, break_id=id_) for id_ in ids]
    return {
        example.break_id: Case(
            example=example, comparison=compare(example.intact, example.broken), expected=dict(expected)
        )
        for example in trace(config, mutants, requests)
    }
