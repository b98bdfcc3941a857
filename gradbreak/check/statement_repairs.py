"""Repairs that change, move, drop or add whole statements of a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradbreak.check.repair import Repair, RepairKind, TreeChange, expression_of, in_place_of, is_constant
from gradbreak.check.unit_reading import SuspectedStatement, Target, UnitReading

SIMPLE = (ast.Assign, ast.AugAssign, ast.Expr, ast.Continue, ast.Break, ast.Return)
"""Statements without a body, which may be left out."""


def statement_repairs(reading: UnitReading) -> Iterator[Repair]:
    """Repairs that change, move or drop statements.

    Args:
        reading: of the function.
    """
    for suspected in reading.statements():
        statement, target = suspected.statement, reading.target(suspected.statement)
        if target is not None and isinstance(statement, ast.Assign) and not is_constant(statement.value):
            # A constant is no contribution: it begins a sweep, or clears what has been added up.
            yield from _added(reading, suspected, target, statement.value)
        if target is not None and isinstance(statement, ast.AugAssign):
            other = ast.Sub() if isinstance(statement.op, ast.Add) else ast.Add()
            new = ast.AugAssign(target, other, statement.value)
            yield _instead(reading, suspected, target, RepairKind.SIGN, new)
        if isinstance(statement, (ast.Assign, ast.AugAssign)):
            written = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if isinstance(written, ast.Attribute) and isinstance(written.value, ast.Name):
                yield from _elsewhere(reading, statement, written, written.value, is_gradient=target is not None)
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if isinstance(statement, SIMPLE) and not is_docstring:
            yield _instead(reading, suspected, target, RepairKind.SURPLUS, ast.Pass())
    if _is_sweep(reading):
        yield from _orders(reading)


def missing_statements(reading: UnitReading) -> Iterator[Repair]:
    """Statements that pass something on to a node to which nothing is passed.

    Args:
        reading: of the function.
    """
    gradient = reading.names.gradient
    for suspected in reading.statements():
        target = reading.target(suspected.statement)
        is_write = isinstance(suspected.statement, ast.AugAssign) and isinstance(target, ast.Attribute)
        if not gradient or not (is_write or isinstance(suspected.statement, ast.Pass)):
            continue
        slots = [f"{owner}.{gradient}" for owner in reading.owners]
        for slot in slots:
            if target is not None and slot == ast.unparse(target):
                continue
            for upstream in reading.upstreams:
                for local in reading.local_derivatives() if upstream != slot else ():
                    new = in_place_of(ast.parse(f"{slot} += ({local}) * {upstream}").body[0], suspected.statement)
                    body = [*suspected.above, suspected.statement, new, *suspected.below]
                    yield Repair(
                        kind=RepairKind.MISSING,
                        unit=reading.unit,
                        line=suspected.statement.lineno,
                        changed=suspected.statement,
                        target=ast.parse(slot, mode="eval").body,
                        changes=(TreeChange(suspected.parent, suspected.field, body),),
                        shown=new,
                    )


def _instead(
    reading: UnitReading, suspected: SuspectedStatement, target: Target | None, kind: RepairKind, new: ast.stmt
) -> Repair:
    """Another statement in the place of a suspected one."""
    new = in_place_of(new, suspected.statement)
    return Repair(
        kind=kind,
        unit=reading.unit,
        line=suspected.statement.lineno,
        changed=suspected.statement,
        target=target,
        changes=(TreeChange(suspected.parent, suspected.field, [*suspected.above, new, *suspected.below]),),
        shown=new,
    )


def _added(reading: UnitReading, suspected: SuspectedStatement, target: Target, value: ast.expr) -> Iterator[Repair]:
    """What is assigned is added, or subtracted, in each spelling that an engine may need."""
    yield _instead(reading, suspected, target, RepairKind.ASSIGNS, ast.AugAssign(target, ast.Add(), value))
    yield _instead(reading, suspected, target, RepairKind.SIGN, ast.AugAssign(target, ast.Sub(), value))
    slot, new = ast.unparse(target), ast.unparse(value)
    spellings = [f"{slot} = ({new}) if {slot} is None else ({slot}) + ({new})"]
    if isinstance(target, ast.Subscript):
        held = f"{ast.unparse(target.value)}.get({ast.unparse(target.slice)}, 0)"
        spellings.insert(0, f"{slot} = {held} + ({new})")
    for spelling in spellings:
        yield _instead(reading, suspected, target, RepairKind.ASSIGNS, ast.parse(spelling).body[0])


def _elsewhere(
    reading: UnitReading,
    statement: ast.Assign | ast.AugAssign,
    written: ast.Attribute,
    owner: ast.Name,
    *,
    is_gradient: bool,
) -> Iterator[Repair]:
    """The same statement, written to another node or another attribute."""
    is_function = isinstance(statement, ast.Assign) and isinstance(statement.value, (ast.Name, ast.Lambda))
    if not is_gradient and not is_function:
        return
    made_here = [
        node.targets[0].id
        for node in ast.walk(reading.unit.statement)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    changes = [
        TreeChange(written, "value", ast.copy_location(ast.Name(name, ast.Load()), owner))
        for name in dict.fromkeys([*reading.owners, *made_here[:3]])
        if name != owner.id
    ]
    if is_function and reading.names.closure and written.attr != reading.names.closure:
        changes.append(TreeChange(written, "attr", reading.names.closure))
    for change in changes:
        yield Repair(
            kind=RepairKind.OWNER if is_gradient else RepairKind.CLOSURE,
            unit=reading.unit,
            line=statement.lineno,
            changed=statement,
            target=written,
            changes=(change,),
            shown=statement,
        )


def _is_sweep(reading: UnitReading) -> bool:
    """Whether a function may be a part of the sweep: it is called so, or looks at no value."""
    function = reading.unit.statement
    return isinstance(function, ast.FunctionDef) and (
        function.name == reading.names.sweep
        or not any(isinstance(node, ast.Attribute) and node.attr == reading.names.value for node in ast.walk(function))
    )


def _orders(reading: UnitReading) -> Iterator[Repair]:
    """Another order of a sweep, or its beginning."""

    def repair(kind: RepairKind, statement: ast.stmt, change: TreeChange, shown: ast.AST) -> Repair:
        return Repair(
            kind=kind,
            unit=reading.unit,
            line=statement.lineno,
            changed=statement,
            target=None,
            changes=(change,),
            shown=shown,
        )

    for node in ast.walk(reading.unit.statement):
        if isinstance(node, ast.For) and node.lineno in reading.lines:
            yield repair(RepairKind.ORDER, node, TreeChange(node, "iter", _in_reverse(node.iter)), node)
    for suspected in reading.statements():
        rest, statement = [*suspected.above, *suspected.below], suspected.statement
        if rest and isinstance(statement, (ast.Expr, ast.Assign)):
            for moved in ([*rest, statement], [statement, *rest]):
                if moved != suspected.body:
                    yield repair(
                        RepairKind.ORDER, statement, TreeChange(suspected.parent, suspected.field, moved), statement
                    )
    function, gradient = reading.unit.statement, reading.names.gradient
    if isinstance(function, ast.FunctionDef) and function.name == reading.names.sweep and gradient:
        arguments = [*function.args.posonlyargs, *function.args.args]
        if arguments:
            seed = in_place_of(ast.parse(f"{arguments[0].arg}.{gradient} = 1.0").body[0], function.body[0])
            yield repair(RepairKind.SEED, function, TreeChange(function, "body", [seed, *function.body]), seed)


def _in_reverse(iterated: ast.expr) -> ast.expr:
    """What a loop goes through, in the other order."""
    if (
        isinstance(iterated, ast.Call)
        and isinstance(iterated.func, ast.Name)
        and iterated.func.id == "reversed"
        and len(iterated.args) == 1
    ):
        return iterated.args[0]
    return expression_of(f"reversed(list({ast.unparse(iterated)}))", iterated)
