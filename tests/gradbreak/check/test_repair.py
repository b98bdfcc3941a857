from __future__ import annotations

import ast

import pytest

from gradbreak.check.repair import Repair, RepairKind, TreeChange, expression_of, in_place_of, is_constant
from tests.gradbreak.check.units_of import unit_of

SOURCE = "def push(self, out):\n    self.grad = out.grad\n"


def repair() -> Repair:
    unit = unit_of(SOURCE, "push")
    function = unit.statement
    assert isinstance(function, ast.FunctionDef)
    [statement] = function.body
    assert isinstance(statement, ast.Assign)
    new = in_place_of(ast.AugAssign(statement.targets[0], ast.Add(), statement.value), statement)
    change = TreeChange(function, "body", [new])
    return Repair(
        kind=RepairKind.ASSIGNS,
        unit=unit,
        line=2,
        changed=statement,
        target=statement.targets[0],
        changes=(change,),
        shown=new,
    )


def test_a_repair_tells_the_statement_as_it_is_and_as_it_should_be():
    made = repair()
    assert (made.statement, made.instead, made.slot) == ("self.grad = out.grad", "self.grad += out.grad", "self.grad")


def test_a_repair_changes_the_tree_only_meanwhile():
    made = repair()
    before = ast.dump(made.unit.statement)
    with made.applied():
        assert "self.grad += out.grad" in ast.unparse(made.unit.statement)
    assert ast.dump(made.unit.statement) == before


def test_an_expression_is_written_on_the_line_of_the_one_that_it_replaces():
    where = ast.parse("x = (\n    a\n)").body[0].value
    assert {node.lineno for node in ast.walk(expression_of("b * c", where)) if hasattr(node, "lineno")} == {2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.0", True), ("[]", True), ("np.ones_like(x)", True), ("float(x)", True), ("x", False), ("out.grad", False)],
)
def test_a_constant_makes_the_same_number_each_time(text, expected):
    assert is_constant(ast.parse(text, mode="eval").body) is expected
