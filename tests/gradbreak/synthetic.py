"""A made-up run of a plausible size: real engine source, mutants cut from its tokens, verdicts by a simple rule.

Every count in it follows from its cells, so that a test may compare what a page says with what the cells say.
"""

from __future__ import annotations

import ast
import difflib
import io
import itertools
import tokenize
from collections.abc import Iterator
from pathlib import Path

from gradbreak.model import (
    DETECTED,
    SCHEMA_VERSION,
    Break,
    BreakKind,
    BreakSummary,
    Cell,
    Count,
    Engine,
    Example,
    Failure,
    FailureKind,
    Family,
    FamilySummary,
    FileCoverage,
    Location,
    Mutant,
    Node,
    Position,
    Proof,
    Reason,
    Redundancy,
    Results,
    Status,
    Subsumption,
    Suite,
    SuiteSummary,
    Summary,
    Tape,
    Test,
    Timing,
    Tool,
    UniqueKills,
    Write,
)

ROOT = Path(__file__).parents[2]
FILES = ("minigrad/scalar.py", "minigrad/nn.py")

FAMILIES = (
    Family("accumulation", "Accumulation", "+= → =", "The gradient is replaced instead of added to."),
    Family("sign", "Sign", "+= → -=", "The contribution is subtracted."),
    Family("derivative", "Local derivative", "", "The factor is wrong."),
    Family("value", "Forward value", "", "The result itself is wrong."),
)
OPERATIONS = {"__add__": "add", "__sub__": "sub", "__mul__": "mul", "__truediv__": "div", "__pow__": "pow"}
SWAPS = {"+": "-", "-": "+", "*": "/", "/": "*", "**": "*", "==": "!=", "<=": "<", "<": "<=", ">": ">=", "-=": "="}


def synthetic_mutants() -> tuple[Mutant, ...]:
    """Mutants of every function of the engine, in the order of the source."""
    found: list[Mutant] = []
    for file in FILES:
        text = (ROOT / file).read_text(encoding="utf-8")
        for function, owner in _functions(ast.parse(text)):
            counter = itertools.count(1)
            for token, replacement in _replacements(text, function):
                found.append(_mutant(file, text, function, owner, token, replacement, next(counter)))
    return tuple(found)


def _functions(module: ast.Module) -> Iterator[tuple[ast.FunctionDef, str | None]]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            yield node, None
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    yield method, node.name


def _replacements(text: str, function: ast.FunctionDef) -> Iterator[tuple[tokenize.TokenInfo, str]]:
    first = function.lineno + 1
    if ast.get_docstring(function):
        first = (function.body[0].end_lineno or 0) + 1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if not first <= token.start[0] <= (function.end_lineno or 0):
            continue
        if token.string == "+=":
            yield token, "="
            yield token, "-="
        elif token.string in SWAPS:
            yield token, SWAPS[token.string]
        elif token.type == tokenize.NUMBER:
            yield token, f"{ast.literal_eval(token.string) + 1}"
        elif token.type == tokenize.NAME and token.string in {"self", "other", "out", "node", "data", "order"}:
            yield token, "None"


def _mutant(
    file: str,
    text: str,
    function: ast.FunctionDef,
    owner: str | None,
    token: tokenize.TokenInfo,
    replacement: str,
    number: int,
) -> Mutant:
    lines = text.splitlines(keepends=True)
    line = lines[token.start[0] - 1]
    mutated = line[: token.start[1]] + replacement + line[token.end[1] :]
    changed = [*lines[: token.start[0] - 1], mutated, *lines[token.start[0] :]]
    op = OPERATIONS.get(function.name, function.name)
    closure = " += " in line and ".grad" in line.split(" += ")[0]
    operand = line.split(".grad")[0].strip() if closure else None
    family = "value"
    if closure:
        family = (
            {"=": "accumulation", "-=": "sign"}.get(replacement, "derivative") if token.string == "+=" else "derivative"
        )
    module = file.removesuffix(".py").replace("/", ".")
    scope = f"xǁ{owner}ǁ" if owner else "x_"
    place = op if operand is None else f"{op}.{operand}"
    return Mutant(
        id=f"{module}.{scope}{function.name}__mutmut_{number}",
        title=f"{place}  {token.string} → {replacement} ({token.start[0]}:{token.start[1]})"
        if token.string != "+="
        else f"{place}  {token.string} → {replacement}",
        family=family,
        op=op,
        operand=operand,
        operator="augmented-to-plain" if token.string == "+=" else "operator",
        function=f"{owner}.{function.name}" if owner else function.name,
        location=Location(file, Position(token.start[0], token.start[1] + 1), Position(token.end[0], token.end[1] + 1)),
        original=token.string,
        replacement=replacement,
        diff="".join(difflib.unified_diff(lines, changed, f"a/{file}", f"b/{file}")),
        equivalent="The branch it changes is taken in both cases, with the same result." if number == 17 else None,
    )


SUITE_SIZES = {"forward": 14, "linear": 34, "gradcheck": 8, "diamond": 40, "training": 14}
COVERAGE = {"forward": 68, "linear": 125, "gradcheck": 118, "diamond": 120, "training": 90}


def synthetic_suites() -> tuple[Suite, ...]:
    """The five suites, with a coverage that ranks them wrongly."""
    return tuple(
        Suite(
            name=name,
            short={"forward": "fwd", "linear": "lin", "gradcheck": "chk", "diamond": "dia", "training": "trn"}[name],
            path=f"tests/suites/{name}",
            teaches=f"What {name} tests are an example of.",
            coverage=(FileCoverage(file=FILES[0], lines=Count(lines, 125), branches=Count(max(lines - 89, 0), 40)),),
        )
        for name, lines in COVERAGE.items()
    )


def synthetic_tests(mutants: tuple[Mutant, ...]) -> tuple[Test, ...]:
    """Tests named after what they look at: an op, or for diamond a site."""
    ops = list(dict.fromkeys(mutant.op for mutant in mutants))
    sites = [f"{mutant.op}.{mutant.operand}" for mutant in mutants if mutant.family == "accumulation"]
    tests = []
    for suite, size in SUITE_SIZES.items():
        names = sites if suite == "diamond" else ops
        for index in range(size):
            name = f"test_{suite}_{index}[{names[index % len(names)]}]"
            file = f"tests/suites/{suite}/test_{suite}.py"
            tests.append(
                Test(
                    id=f"{file}::{name}",
                    suite=suite,
                    name=name,
                    file=file,
                    line=10 + 4 * index,
                    lines=2 + 5 * index % 7,
                )
            )
    return tuple(tests)


def verdict(mutant: Mutant, test: Test) -> Status | None:
    """What a test of that name makes of a mutant: the rule that the suites differ by. None where it is not reached."""
    looks_at = test.name.split("[")[1].rstrip("]")
    op, _, operand = looks_at.partition(".")
    reached = mutant.op == op or mutant.op in {"__init__", "_as_value", "_operands_first", "backward"}
    if mutant.operand is not None and test.suite == "forward":
        reached = False
    if not reached:
        return None
    if mutant.equivalent:
        return Status.SURVIVED
    if mutant.family == "accumulation":
        caught = test.suite == "diamond" and mutant.operand == operand
        return Status.KILLED if caught else Status.SURVIVED
    if mutant.op == "_operands_first" and "order" in mutant.original:
        return Status.TIMEOUT
    if mutant.replacement == "None":
        return Status.ERROR
    return Status.SURVIVED if test.suite == "training" else Status.KILLED


def _reason(test: Test, status: Status) -> Reason | None:
    """Why a mutant lived, by a rule as simple as the verdict's."""
    if status != Status.SURVIVED:
        return None
    return Reason.UNNOTICED if test.suite == "training" else Reason.UNCHANGED


def _cell(mutant_id: str, test: Test, status: Status, with_reasons: bool) -> Cell:
    failure = None
    if status in (Status.KILLED, Status.ERROR):
        killed = status == Status.KILLED
        failure = Failure(
            kind=FailureKind.ASSERTION if killed else FailureKind.EXCEPTION,
            exception="AssertionError" if killed else "AttributeError",
            message=f"assert -6.0 == {test.line / 3:.6f} ± 1e-6 <{mutant_id[-3:]}>"
            if killed
            else "'NoneType' object has no attribute 'data'",
            file=test.file,
            line=test.line + 3,
            statement="assert a.grad == pytest.approx(expected)" if killed else "result = build(a, b)",
        )
    reason = _reason(test, status) if with_reasons else None
    return Cell(mutant=mutant_id, test=test.id, status=status, failure=failure, reason=reason)


def synthetic_results(with_reasons: bool = False, share: int = 1) -> Results:
    """The whole run, or a part of it for tests that are slow on a large page.

    Args:
        with_reasons: why each surviving mutant lived was measured.
        share: of the mutants that the canonical break does not combine and that are not equivalent, keep each one of
            so many.
    """
    made = synthetic_mutants()
    mutants = tuple(
        mutant
        for index, mutant in enumerate(made)
        if mutant.family == "accumulation" or mutant.equivalent or index % share == 0
    )
    suites = synthetic_suites()
    tests = synthetic_tests(mutants)
    sites = tuple(mutant for mutant in mutants if mutant.family == "accumulation")
    members = {"canonical": sites} | {
        f"op:{op}": tuple(mutant for mutant in sites if mutant.op == op) for op in dict.fromkeys(m.op for m in sites)
    }
    breaks = tuple(
        Break(
            id=id_,
            title="every += becomes =",
            kind=BreakKind.CANONICAL if id_ == "canonical" else BreakKind.PER_OP,
            members=tuple(mutant.id for mutant in some),
            diff="".join(mutant.diff for mutant in some),
        )
        for id_, some in members.items()
    )
    cells = tuple(
        _cell(mutant.id, test, status, with_reasons)
        for mutant in mutants
        for test in tests
        if (status := verdict(mutant, test)) is not None
    )
    order = list(Status)
    break_cells = tuple(
        _cell(id_, test, min(found, key=order.index), with_reasons)
        for id_, some in members.items()
        for test in tests
        if (found := [status for mutant in some if (status := verdict(mutant, test)) is not None])
    )
    return results_of(mutants=mutants, breaks=breaks, suites=suites, tests=tests, cells=cells, break_cells=break_cells)


def results_of(
    *,
    mutants: tuple[Mutant, ...],
    breaks: tuple[Break, ...],
    suites: tuple[Suite, ...],
    tests: tuple[Test, ...],
    cells: tuple[Cell, ...],
    break_cells: tuple[Cell, ...],
    families: tuple[Family, ...] = FAMILIES,
) -> Results:
    """A run with every count that follows from its cells."""
    suite_of = {test.id: test.suite for test in tests}
    killers: dict[str, set[str]] = {change.id: set() for change in (*mutants, *breaks)}
    for cell in (*cells, *break_cells):
        if cell.status in DETECTED:
            killers[cell.mutant].add(cell.test)
    summary = Summary(
        families={
            family.id: FamilySummary(
                total=sum(mutant.family == family.id for mutant in mutants),
                equivalent=sum(mutant.family == family.id and mutant.equivalent is not None for mutant in mutants),
                killed=sum(mutant.family == family.id and bool(killers[mutant.id]) for mutant in mutants),
            )
            for family in families
        },
        suites={
            suite.name: SuiteSummary(
                line_coverage=suite.coverage[0].lines.percent if suite.coverage else None,
                branch_coverage=suite.coverage[0].branches.percent if suite.coverage else None,
                tests=sum(test.suite == suite.name for test in tests),
                killed={
                    family.id: sum(
                        mutant.family == family.id and any(suite_of[test] == suite.name for test in killers[mutant.id])
                        for mutant in mutants
                    )
                    for family in families
                },
            )
            for suite in suites
        },
        breaks={
            broken.id: BreakSummary(
                killed_by=tuple(
                    suite.name for suite in suites if any(suite_of[t] == suite.name for t in killers[broken.id])
                )
            )
            for broken in breaks
        },
    )
    alone = {test.id: tuple(mutant.id for mutant in mutants if killers[mutant.id] == {test.id}) for test in tests}
    useful = set().union(*(killers[mutant.id] for mutant in mutants)) if mutants else set()
    return Results(
        schema_version=SCHEMA_VERSION,
        source="gradbreak run",
        tool=Tool(gradbreak="0.1.0", mutmut="3.8.1", pytest="9.2.0", coverage="7.17.3", python="3.11.9"),
        engine=Engine(
            files={file: (ROOT / file).read_text(encoding="utf-8") for file in FILES},
            sha256="5f0c" * 16,
            node_class="Value",
            gradient="grad",
            entry_point="backward",
        ),
        families=families,
        mutants=mutants,
        breaks=breaks,
        suites=suites,
        tests=tests,
        cells=cells,
        break_cells=break_cells,
        summary=summary,
        redundancy=Redundancy(
            unique=tuple(UniqueKills(test=test, mutants=ids) for test, ids in alone.items() if ids),
            idle=tuple(test.id for test in tests if test.id not in useful),
            smallest=tuple(test.id for test in tests if test.id in useful),
            smallest_is_proven=False,
        ),
        subsumption=Subsumption(
            distinct=len({frozenset(killers[mutant.id]) for mutant in mutants if killers[mutant.id]}),
            minimal=((mutants[0].id,),) if mutants else (),
            subsumed={},
        ),
        examples=(linear_example(), diamond_example()),
        proofs=(
            Proof(name="Every suite passes on the engine as it is", detail=f"{len(tests)} tests passed"),
            Proof(name="A mutant that changes nothing survives every test", detail="0 tests failed"),
        ),
        timing=Timing(
            started="2025-11-23T20:00:00+00:00",
            seconds={"mutants": 0.9, "matrix": 4.8},
            tests={test.id: 0.001 for test in tests},
            rows_kept=0,
            rows_run=len(mutants) * len(suites),
            jobs=2,
        ),
    )


# -- the lesson's expressions, worked by hand: the right operand's closures run before the left's --------


def _tape(writes: list[tuple[str, str, str, float, float]], inputs: tuple[str, ...]) -> Tape:
    numbered = tuple(
        Write(sweep=1, step=step, site=site, source=source, node=node, before=before, after=after, line=60 + step)
        for step, (site, source, node, before, after) in enumerate(writes, start=1)
    )
    final = {write.node: write.after for write in numbered}
    return Tape(writes=numbered, gradients={name: final[name] for name in inputs})


def linear_example() -> Example:
    """``a*b + c``: no input is written to twice."""
    root, product = "a*b + c", "a*b"
    tape = _tape(
        [
            ("backward", "", root, 0, 1),
            ("add.self", root, product, 0, 1),
            ("add.other", root, "c", 0, 1),
            ("mul.self", product, "a", 0, 3),
            ("mul.other", product, "b", 0, 2),
        ],
        ("a", "b", "c"),
    )
    return Example(
        name="linear",
        expression=root,
        inputs={"a": 2, "b": 3, "c": 4},
        value=10,
        nodes=(
            Node(name="a", op="", parents=(), value=2),
            Node(name="b", op="", parents=(), value=3),
            Node(name=product, op="mul", parents=("a", "b"), value=6),
            Node(name="c", op="", parents=(), value=4),
            Node(name=root, op="add", parents=(product, "c"), value=10),
        ),
        intact=tape,
        broken=tape,
        break_id="canonical",
    )


def diamond_example() -> Example:
    """``(a*b + c)*(a - c)``: a receives 10 and then -6, c receives -10 and then -2."""
    root, left, right, product = "(a*b + c)*(a - c)", "a*b + c", "a - c", "a*b"

    def writes(a: float, c: float) -> list[tuple[str, str, str, float, float]]:
        return [
            ("backward", "", root, 0, 1),
            ("mul.self", root, left, 0, -2),
            ("mul.other", root, right, 0, 10),
            ("sub.self", right, "a", 0, 10),
            ("sub.other", right, "c", 0, -10),
            ("add.self", left, product, 0, -2),
            ("add.other", left, "c", -10, c),
            ("mul.self", product, "a", 10, a),
            ("mul.other", product, "b", 0, -4),
        ]

    return Example(
        name="diamond",
        expression=root,
        inputs={"a": 2, "b": 3, "c": 4},
        value=-20,
        nodes=(
            Node(name="a", op="", parents=(), value=2),
            Node(name="b", op="", parents=(), value=3),
            Node(name=product, op="mul", parents=("a", "b"), value=6),
            Node(name="c", op="", parents=(), value=4),
            Node(name=left, op="add", parents=(product, "c"), value=10),
            Node(name=right, op="sub", parents=("a", "c"), value=-2),
            Node(name=root, op="mul", parents=(left, right), value=-20),
        ),
        intact=_tape(writes(4, -12), ("a", "b", "c")),
        broken=_tape(writes(-6, -2), ("a", "b", "c")),
        break_id="canonical",
    )
