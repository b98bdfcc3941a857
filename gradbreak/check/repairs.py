"""Small changes of an engine's source that may make a wrong engine right: the mutation operators, run backwards.

A change is applied to one function of the syntax tree, and that function alone is compiled again, in its place in the
file: names and line numbers stay, so its code can be exchanged for that of the living function.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import enum
import types
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from gradbreak.engine.slots import is_called_a_gradient

Node = TypeVar("Node", bound=ast.AST)
Target: TypeAlias = "ast.Name | ast.Attribute | ast.Subscript"


class RepairKind(enum.Enum):
    """What a repair says was wrong."""

    ASSIGNS = "assigns"  # it assigns to a gradient and should add
    SIGN = "sign"  # it adds and should subtract, or the other way round
    OWNER = "owner"  # it writes to another node
    CLOSURE = "closure"  # it stores what passes the gradient on in another place
    SURPLUS = "surplus"  # a statement should not be there
    DERIVATIVE = "derivative"  # the local derivative is another one
    VALUE = "value"  # another expression is wrong
    ORDER = "order"  # nodes are visited in another order
    SEED = "seed"  # the sweep does not begin with 1
    MISSING = "missing"  # an operand gets nothing


@dataclass(frozen=True, slots=True)
class Unit:
    """An outermost function, or another statement of a module, with the classes around it.

    Attributes:
        classes: from the outside.
        statement: the function.
        future: the module's ``from __future__`` imports, which change how it is compiled.
    """

    classes: tuple[ast.ClassDef, ...]
    statement: ast.stmt
    future: tuple[ast.stmt, ...]

    @property
    def name(self) -> str:
        """The qualified name, ``Node.__mul__``; empty for a statement that is no function."""
        if not isinstance(self.statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return ""
        return ".".join([*(each.name for each in self.classes), self.statement.name])

    @property
    def lines(self) -> range:
        """The lines that it stands on."""
        return range(self.statement.lineno, (self.statement.end_lineno or self.statement.lineno) + 1)

    def compiled(self, path: str) -> types.CodeType:
        """Compile it as it is now, where it stands in the file.

        Args:
            path: of the file.

        Raises:
            SyntaxError: a change made something that is no Python.
        """
        inner = self.statement
        for outer in reversed(self.classes):
            shell = ast.ClassDef(outer.name, outer.bases, outer.keywords, [inner], outer.decorator_list)
            inner = ast.copy_location(shell, outer)
        return compile(ast.Module([*self.future, inner], []), path, "exec", dont_inherit=True)


def units(tree: ast.Module) -> Iterator[Unit]:
    """Every unit of a module."""
    future = tuple(each for each in tree.body if isinstance(each, ast.ImportFrom) and each.module == "__future__")

    def within(body: Sequence[ast.stmt], classes: tuple[ast.ClassDef, ...]) -> Iterator[Unit]:
        for statement in body:
            if isinstance(statement, ast.ClassDef):
                yield from within(statement.body, (*classes, statement))
            elif not isinstance(statement, (ast.Import, ast.ImportFrom)):
                yield Unit(classes, statement, future)

    yield from within(tree.body, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One change.

    Attributes:
        kind: what it says was wrong.
        unit: where.
        line: of the changed statement, from 1.
        statement: the statement as it is, in one line.
        slot: whose gradient is written, ``self.grad``; empty where that is not said.
        places: what is set in the syntax tree: its parent, the field, and the new content.
    """

    kind: RepairKind
    unit: Unit
    line: int
    statement: str
    slot: str
    places: tuple[tuple[ast.AST, str, object], ...]
    shown: ast.AST

    @contextlib.contextmanager
    def applied(self) -> Iterator[str]:
        """Change the syntax tree meanwhile; gives the changed statement as text."""
        before = [(parent, field, getattr(parent, field)) for parent, field, _ in self.places]
        for parent, field, new in self.places:
            setattr(parent, field, new)
        try:
            yield _one_line(self.shown)
        finally:
            for parent, field, old in reversed(before):
                setattr(parent, field, old)


def _one_line(node: ast.AST) -> str:
    if isinstance(node, (ast.For, ast.While, ast.If, ast.With)):
        return ast.unparse(node).splitlines()[0]
    return " ".join(ast.unparse(node).split())


@dataclass(frozen=True, slots=True)
class Names:
    """What an engine calls its parts.

    Attributes:
        value: the attribute that holds a node's value.
        gradient: the attribute that holds its gradient.
        closure: the attribute that holds what passes a gradient on; may be empty.
        sweep: the method or function that runs a sweep.
    """

    value: str
    gradient: str
    closure: str
    sweep: str


def with_every_assignment_added(unit: Unit, gradient: str, kept: frozenset[int]) -> tuple[Unit, tuple[int, ...]]:
    """A unit in which every assignment to a gradient adds instead, and the lines of these statements.

    Args:
        unit: it is left as it is.
        gradient: the attribute of a node that holds its gradient.
        kept: lines that stay assignments.
    """
    lines: list[int] = []

    class Adding(ast.NodeTransformer):
        def visit_Assign(self, node: ast.Assign) -> ast.stmt:
            target = node.targets[0]
            is_gradient = isinstance(target, ast.Attribute) and is_called_a_gradient(target.attr, gradient)
            if not is_gradient or _is_constant(node.value) or node.lineno in kept:
                return node
            lines.append(node.lineno)
            assert isinstance(target, ast.Attribute)
            return _at(ast.AugAssign(target, ast.Add(), node.value), node)

    statement = Adding().visit(copy.deepcopy(unit.statement))
    return Unit(unit.classes, statement, unit.future), tuple(lines)


def values_written(tree: ast.Module, value: str) -> tuple[str, ...]:
    """How a file writes the values of nodes, the most frequent first: ``self.data``, ``self.inputs[0].data``.

    Args:
        tree: of the file.
        value: the attribute that holds a node's value.
    """
    found = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == value]
    return tuple(text for text, _ in Counter(found).most_common(8))


class Repairs:
    """Makes the repairs of one unit.

    Args:
        unit: where.
        lines: those that are suspected.
        names: what the engine calls its parts.
        elsewhere: values of nodes as other units of the file write them, ``self.inputs[0].data``.
    """

    def __init__(self, unit: Unit, lines: frozenset[int], names: Names, elsewhere: Sequence[str] = ()) -> None:
        self.unit = unit
        self.lines = lines
        self.names = names
        self.owners = self._owners()
        self.leaves = self._leaves(elsewhere)
        self.upstreams = self._upstreams()

    # -- what stands in the unit ---------------------------------------------------------------------

    def _is_gradient(self, name: str) -> bool:
        return is_called_a_gradient(name, self.names.gradient)

    def _owners(self) -> list[str]:
        """The names of what may be nodes: operands and results."""
        found = [
            node.value.id
            for node in ast.walk(self.unit.statement)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.attr in (self.names.value, self.names.gradient, self.names.closure)
        ]
        return list(dict.fromkeys(found))[:5]

    def _leaves(self, elsewhere: Sequence[str]) -> list[str]:
        """What may be a factor of a local derivative: values of nodes, and numbers."""
        found = [f"{owner}.{self.names.value}" for owner in self.owners]
        for node in ast.walk(self.unit.statement):
            operands: list[ast.expr] = []
            if isinstance(node, ast.BinOp):
                operands = [node.left, node.right]
            elif isinstance(node, ast.UnaryOp):
                operands = [node.operand]
            elif isinstance(node, ast.Compare):
                operands = [node.left, *node.comparators]
            found += [
                ast.unparse(each)
                for each in operands
                if isinstance(each, (ast.Name, ast.Attribute, ast.Subscript)) and not self._mentions_gradient(each)
            ]
        loops = [
            node.target for node in ast.walk(self.unit.statement) if isinstance(node, (ast.For, ast.comprehension))
        ]
        found += [each.id for loop in loops for each in ast.walk(loop) if isinstance(each, ast.Name)]
        known = {node.id for node in ast.walk(self.unit.statement) if isinstance(node, ast.Name)}
        found += [each for each in elsewhere if each.partition(".")[0] in known]
        return list(dict.fromkeys(found))[:10]

    def _upstreams(self) -> list[str]:
        """What may be the gradient of the result: it stands in other statements, or is an attribute of a node."""
        found = [
            ast.unparse(each)
            for each in ast.walk(self.unit.statement)
            if isinstance(each, (ast.Attribute, ast.Name))
            and isinstance(each.ctx, ast.Load)
            and self._mentions_gradient(each)
        ]
        made = [name for name in self.owners if name not in ("self", "other")] or self.owners
        if self.names.gradient:
            found += [f"{owner}.{self.names.gradient}" for owner in made]
        return list(dict.fromkeys(found))[:4]

    def _mentions_gradient(self, node: ast.AST) -> bool:
        return any(
            (isinstance(each, ast.Attribute) and self._is_gradient(each.attr))
            or (isinstance(each, ast.Name) and (self._is_gradient(each.id) or each.id in ("g", "dout", "upstream")))
            for each in ast.walk(node)
        )

    def _has_upstream(self, node: ast.AST) -> bool:
        """Whether a gradient that a node holds is a part of an expression; a local variable need not be one."""
        return any(isinstance(each, ast.Attribute) and self._is_gradient(each.attr) for each in ast.walk(node)) or (
            not self.names.gradient and self._mentions_gradient(node)
        )

    def _upstream(self, node: ast.AST) -> str:
        """The gradient of the result within an expression; empty where there is none."""
        for each in ast.walk(node):
            if isinstance(each, (ast.Attribute, ast.Name, ast.Subscript)) and self._mentions_gradient(each):
                return ast.unparse(each)
        return ""

    def _statements(self) -> Iterator[tuple[list[ast.stmt], int, ast.stmt, ast.AST, str]]:
        """Each suspected statement: the list that holds it, its place there, and who owns the list under which name."""
        for parent in ast.walk(self.unit.statement):
            for field in ("body", "orelse", "finalbody"):
                body = getattr(parent, field, None)
                if isinstance(body, list):
                    for place, statement in enumerate(body):
                        if isinstance(statement, ast.stmt) and statement.lineno in self.lines:
                            yield body, place, statement, parent, field

    def _target(self, statement: ast.stmt) -> Target | None:
        """What a statement writes a gradient to."""
        target: ast.expr | None = None
        if isinstance(statement, ast.AugAssign):
            target = statement.target
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
        if not isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)):
            return None
        slot: ast.expr = target
        # `x.grad.data` and `grads[x]` hold what `x.grad` and `grads` are called for.
        while isinstance(slot, ast.Subscript) or (
            isinstance(slot, ast.Attribute) and slot.attr == self.names.value and isinstance(slot.value, ast.Attribute)
        ):
            slot = slot.value
        name = slot.attr if isinstance(slot, ast.Attribute) else slot.id if isinstance(slot, ast.Name) else ""
        return target if name and self._is_gradient(name) else None

    # -- statements ------------------------------------------------------------------------------------

    def of_statements(self) -> Iterator[Repair]:
        """Repairs that change, move or drop whole statements."""
        for body, place, statement, parent, field in self._statements():
            target = self._target(statement)

            def put(kind: RepairKind, new: ast.stmt) -> Repair:
                changed = [*body[:place], _at(new, statement), *body[place + 1 :]]  # noqa: B023  # used at once
                return self._repair(kind, statement, target, [(parent, field, changed)], changed[place])  # noqa: B023

            # A constant is no contribution: it begins a sweep, or clears what has been added up.
            if target is not None and isinstance(statement, ast.Assign) and not _is_constant(statement.value):
                yield put(RepairKind.ASSIGNS, ast.AugAssign(target, ast.Add(), statement.value))
                yield put(RepairKind.SIGN, ast.AugAssign(target, ast.Sub(), statement.value))
                if isinstance(target, ast.Subscript):
                    held = f"{ast.unparse(target.value)}.get({ast.unparse(target.slice)}, 0)"
                    added = f"{ast.unparse(target)} = {held} + ({ast.unparse(statement.value)})"
                    yield put(RepairKind.ASSIGNS, ast.parse(added).body[0])
                conditional = f"{ast.unparse(target)} is None"
                both = f"({ast.unparse(target)}) + ({ast.unparse(statement.value)})"
                whole = f"{ast.unparse(target)} = ({ast.unparse(statement.value)}) if {conditional} else {both}"
                yield put(RepairKind.ASSIGNS, ast.parse(whole).body[0])
            if target is not None and isinstance(statement, ast.AugAssign):
                other = ast.Sub() if isinstance(statement.op, ast.Add) else ast.Add()
                yield put(RepairKind.SIGN, ast.AugAssign(target, other, statement.value))
            if isinstance(statement, (ast.Assign, ast.AugAssign)):
                written = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
                if isinstance(written, ast.Attribute) and isinstance(written.value, ast.Name):
                    yield from self._elsewhere(statement, written, is_gradient=target is not None)
            is_simple = isinstance(
                statement, (ast.Assign, ast.AugAssign, ast.Expr, ast.Continue, ast.Break, ast.Return)
            )
            if is_simple and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
                yield put(RepairKind.SURPLUS, ast.Pass())
        if self._is_sweep():
            yield from self._orders()

    def _elsewhere(self, statement: ast.stmt, written: ast.Attribute, *, is_gradient: bool) -> Iterator[Repair]:
        """The same statement, written to another node or another attribute."""
        assert isinstance(written.value, ast.Name)
        is_function = isinstance(statement, ast.Assign) and isinstance(statement.value, (ast.Name, ast.Lambda))
        if not is_gradient and not is_function:
            return
        kind = RepairKind.OWNER if is_gradient else RepairKind.CLOSURE
        made_here = [
            node.targets[0].id
            for node in ast.walk(self.unit.statement)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        ]
        for owner in dict.fromkeys([*self.owners, *made_here[:3]]):
            if owner != written.value.id:
                name = ast.copy_location(ast.Name(owner, ast.Load()), written.value)
                yield self._repair(kind, statement, written, [(written, "value", name)], statement)
        if is_function and self.names.closure and written.attr != self.names.closure:
            yield self._repair(kind, statement, written, [(written, "attr", self.names.closure)], statement)

    def _is_sweep(self) -> bool:
        statement = self.unit.statement
        return isinstance(statement, ast.FunctionDef) and (
            statement.name == self.names.sweep
            or not any(
                isinstance(node, ast.Attribute) and node.attr == self.names.value for node in ast.walk(statement)
            )
        )

    def _orders(self) -> Iterator[Repair]:
        """Another order of a sweep, or its beginning."""
        for node in ast.walk(self.unit.statement):
            if isinstance(node, ast.For) and node.lineno in self.lines:
                iterated = node.iter
                is_reversed = (
                    isinstance(iterated, ast.Call)
                    and isinstance(iterated.func, ast.Name)
                    and iterated.func.id == "reversed"
                    and len(iterated.args) == 1
                )
                if is_reversed:
                    assert isinstance(iterated, ast.Call)
                    new: ast.expr = iterated.args[0]
                else:
                    new = _at(ast.parse(f"reversed(list({ast.unparse(iterated)}))", mode="eval").body, iterated)
                yield self._repair(RepairKind.ORDER, node, None, [(node, "iter", new)], node)
        for body, place, statement, parent, field in self._statements():
            rest = [*body[:place], *body[place + 1 :]]
            if rest and isinstance(statement, (ast.Expr, ast.Assign)):
                for moved in ([*rest, statement], [statement, *rest]):
                    if moved != body:
                        yield self._repair(RepairKind.ORDER, statement, None, [(parent, field, moved)], statement)
        function = self.unit.statement
        if isinstance(function, ast.FunctionDef) and function.name == self.names.sweep and self.names.gradient:
            arguments = [*function.args.posonlyargs, *function.args.args]
            if arguments:
                text = f"{arguments[0].arg}.{self.names.gradient} = 1.0"
                seed = _at(ast.parse(text).body[0], function.body[0])
                yield self._repair(RepairKind.SEED, function, None, [(function, "body", [seed, *function.body])], seed)

    # -- expressions -----------------------------------------------------------------------------------

    def of_derivatives(self) -> Iterator[Repair]:
        """Repairs of the expressions that are, or may be, local derivatives: small changes, then known derivatives."""
        found = list(self._expressions(only_derivatives=True))
        for statement, target, parent, field, place, expression in found:
            for new in self._small(expression):
                yield self._replaced(RepairKind.DERIVATIVE, statement, target, parent, field, place, expression, new)
        for statement, target, parent, field, place, expression in found:
            for text in self._known(expression, is_write=target is not None):
                new = _at(ast.parse(text, mode="eval").body, expression)
                yield self._replaced(RepairKind.DERIVATIVE, statement, target, parent, field, place, expression, new)

    def of_values(self) -> Iterator[Repair]:
        """Repairs of every other expression: small changes."""
        for statement, target, parent, field, place, expression in self._expressions(only_derivatives=False):
            for new in self._small(expression):
                yield self._replaced(RepairKind.VALUE, statement, target, parent, field, place, expression, new)

    def of_missing(self) -> Iterator[Repair]:
        """Statements that pass something on to a node to which nothing is passed."""
        for body, place, statement, parent, field in self._statements():
            target = self._target(statement)
            is_write = isinstance(statement, ast.AugAssign) and isinstance(target, ast.Attribute)
            if not is_write and not isinstance(statement, ast.Pass):
                continue
            for owner in self.owners:
                slot = f"{owner}.{self.names.gradient}"
                if (target is not None and slot == ast.unparse(target)) or not self.names.gradient:
                    continue
                for upstream in self.upstreams:
                    if upstream == slot:
                        continue
                    for local in self._locals():
                        new = _at(ast.parse(f"{slot} += ({local}) * {upstream}").body[0], statement)
                        changed = [*body[: place + 1], new, *body[place + 1 :]]
                        written = ast.parse(slot, mode="eval").body
                        yield self._repair(RepairKind.MISSING, statement, written, [(parent, field, changed)], new)

    def _expressions(
        self, *, only_derivatives: bool
    ) -> Iterator[tuple[ast.stmt, ast.expr | None, ast.AST, str, int | None, ast.expr]]:
        for _, _, statement, _, _ in self._statements():
            target = self._target(statement)
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.With, ast.Try)):
                continue
            if target is not None and isinstance(statement, (ast.Assign, ast.AugAssign)):
                if only_derivatives:
                    yield statement, target, statement, "value", None, statement.value
                continue
            parts = statement.test if isinstance(statement, ast.If) else statement
            inner = {id(node) for node in ast.walk(parts)} if isinstance(statement, ast.If) else None
            for node in ast.walk(statement):
                if inner is not None and id(node) not in inner:
                    continue
                if isinstance(node, (ast.Tuple, ast.List)):
                    places = [("elts", place, each) for place, each in enumerate(node.elts)]
                elif isinstance(node, ast.Call):
                    places = [("args", place, each) for place, each in enumerate(node.args)]
                elif isinstance(node, (ast.Lambda,)):
                    places = [("body", None, node.body)]  # type: ignore[list-item]  # None: no list holds it
                elif isinstance(node, (ast.Return, ast.Assign)) and node.value is not None:
                    places = [("value", None, node.value)]  # type: ignore[list-item]  # as above
                elif isinstance(node, ast.Dict):
                    places = [("values", place, each) for place, each in enumerate(node.values)]
                else:
                    continue
                is_result = isinstance(node, (ast.Return, ast.Assign)) and not self._mentions_gradient(node)
                if isinstance(node, (ast.Return, ast.Assign)) and only_derivatives == is_result:
                    continue
                for field, place, expression in places:
                    is_arithmetic = isinstance(
                        expression,
                        (
                            ast.BinOp,
                            ast.UnaryOp,
                            ast.Compare,
                            ast.Attribute,
                            ast.Constant,
                            ast.Name,
                            ast.IfExp,
                            ast.Call,
                        ),
                    )
                    if is_arithmetic:
                        yield statement, None, node, field, place, expression

    def _replaced(
        self,
        kind: RepairKind,
        statement: ast.stmt,
        target: ast.expr | None,
        parent: ast.AST,
        field: str,
        place: int | None,
        expression: ast.expr,
        new: ast.expr,
    ) -> Repair:
        content: object = new
        if place is not None:
            held = getattr(parent, field)
            content = [*held[:place], new, *held[place + 1 :]]
        line = statement if target is not None else expression
        return self._repair(kind, statement, target, [(parent, field, content)], statement, line=line.lineno)

    def _small(self, expression: ast.expr) -> Iterator[ast.expr]:
        """Every expression that differs from one in one small way."""
        whole = copy.deepcopy(expression)
        seen = {ast.unparse(whole)}
        for text in self._small_texts(whole):
            if text not in seen:
                seen.add(text)
                with contextlib.suppress(SyntaxError):
                    yield _at(ast.parse(text, mode="eval").body, expression)

    def _small_texts(self, whole: ast.expr) -> Iterator[str]:
        text = ast.unparse(whole)
        yield f"-({text})"
        for leaf in self.leaves:
            yield f"({text}) * {leaf}"
            yield f"({text}) / {leaf}"
            yield f"({text}) * {leaf} ** 2"
            yield f"({text}) / {leaf} ** 2"
        for factor in ("2", "0.5"):
            yield f"({text}) * {factor}"
        if not self._has_upstream(whole):
            for upstream in self.upstreams:
                yield f"({text}) * {upstream}"
        for part in list(ast.walk(whole)):
            if not isinstance(part, ast.expr) or not isinstance(getattr(part, "ctx", ast.Load()), ast.Load):
                continue
            for instead in self._instead_of(part):
                yield _with(whole, part, instead)

    def _instead_of(self, part: ast.expr) -> Iterator[str]:
        text = ast.unparse(part)
        is_upstream = self._mentions_gradient(part)
        if isinstance(part, ast.BinOp):
            left, right = ast.unparse(part.left), ast.unparse(part.right)
            yield left
            yield right
            for sign in ("+", "-", "*", "/", "**"):
                yield f"({left}) {sign} ({right})"
            yield f"({right}) - ({left})"
            yield f"({right}) / ({left})"
        elif isinstance(part, ast.UnaryOp):
            yield ast.unparse(part.operand)
        elif isinstance(part, ast.Compare) and len(part.ops) == 1:
            left, right = ast.unparse(part.left), ast.unparse(part.comparators[0])
            for sign in (">", "<", ">="):
                yield f"({left}) {sign} ({right})"
        elif isinstance(part, ast.Constant) and isinstance(part.value, (int, float)):
            for number in (0, 1, -1, 2, part.value + 1, part.value - 1, -part.value):
                yield repr(number)
        elif isinstance(part, (ast.Name, ast.Attribute)):
            yield from self.leaves
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            function = part.func
            for one, other in (("sin", "cos"), ("sinh", "cosh"), ("exp", "log"), ("tanh", "sinh")):
                if function.attr in (one, other):
                    swapped = other if function.attr == one else one
                    yield text.replace(f".{function.attr}(", f".{swapped}(", 1)
            yield from (ast.unparse(each) for each in part.args[:2])
        if not is_upstream and not isinstance(part, ast.Constant):
            yield f"(1 - ({text}))"
            yield f"(({text}) - 1)"
            yield f"(1 + ({text}))"
            yield f"(-({text}))"
            yield f"(({text}) ** 2)"
            yield f"(1 / ({text}))"

    def _known(self, expression: ast.expr, *, is_write: bool) -> Iterator[str]:
        """The derivatives of the usual operations, with what stands in the unit as their operands."""
        upstream = self._upstream(expression)
        for local in self._locals():
            yield f"({local}) * {upstream}" if upstream else local
        if not upstream and is_write:
            for missing in self.upstreams:
                for local in self._locals():
                    yield f"({local}) * {missing}"

    def _locals(self) -> Iterator[str]:
        leaves = self.leaves[:5]
        yield from ("1.0", "-1.0")
        for v in leaves:
            yield from (v, f"-{v}", f"1 / {v}", f"1 - {v} ** 2", f"{v} * (1 - {v})", f"1.0 * ({v} > 0)", f"0.5 / {v}")
            yield from (f"2 * {v}", f"-1 / {v} ** 2")
            for w in leaves:
                if v != w:
                    yield from (f"-{v} / {w} ** 2", f"{v} * {w} ** ({v} - 1)", f"-{v} / {w}", f"{v} / {w}")

    def _repair(
        self,
        kind: RepairKind,
        statement: ast.stmt,
        target: ast.expr | None,
        places: list[tuple[ast.AST, str, object]],
        shown: ast.AST,
        line: int = 0,
    ) -> Repair:
        return Repair(
            kind=kind,
            unit=self.unit,
            line=line or statement.lineno,
            statement=_one_line(statement),
            slot=ast.unparse(target) if target is not None else "",
            places=tuple(places),
            shown=shown,
        )


def _is_constant(expression: ast.expr) -> bool:
    """Whether an expression makes the same number each time: ``0.0``, ``np.ones_like(x)``, ``[]``."""
    if isinstance(expression, ast.Call):
        function = expression.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return name in ("zeros", "zeros_like", "ones", "ones_like", "float", "int")
    return not any(isinstance(each, (ast.Name, ast.Attribute)) for each in ast.walk(expression))


def _at(node: Node, where: ast.AST) -> Node:
    """A new node in the place of an old one, so that line numbers stay."""
    for each in ast.walk(node):
        if "lineno" in each._attributes:
            ast.copy_location(each, where)
    return node


def _with(whole: ast.expr, part: ast.expr, instead: str) -> str:
    """The text of an expression with one part replaced."""

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return ast.Name(f"({instead})", ast.Load()) if node is part else super().generic_visit(node)

    # The transformer changes lists in place, so it gets a copy in which the part is still itself.
    memo: dict[int, object] = {id(part): part}
    return ast.unparse(Replace().visit(copy.deepcopy(whole, memo)))
