from __future__ import annotations

import ast

import pytest

from gradbreak.engine.slots import (
    SlotKind,
    is_called_a_gradient,
    slot_kind,
    slot_name,
    slot_operand,
    summed_names,
)


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("slot", "kind", "name", "operand"),
    [
        ("x.grad", SlotKind.ATTRIBUTE, "grad", "x"),
        ("self.left.grad", SlotKind.ATTRIBUTE, "grad", "self.left"),
        ("x.grad.data", SlotKind.ATTRIBUTE, "grad", "x"),
        ("x.grad[...]", SlotKind.ITEM, "grad", "x"),
        ("x.grad[:]", SlotKind.ITEM, "grad", "x"),
        ("x.grad[i]", SlotKind.ITEM, "grad", "x"),
        ("self.grads[node]", SlotKind.ITEM, "grads", "node"),
        ("grads[node]", SlotKind.ITEM, "grads", "node"),
        ("grads[id(node)]", SlotKind.ITEM, "grads", "node"),
        ("nodes[i].grad", SlotKind.ATTRIBUTE, "grad", "nodes[i]"),
        ("total", SlotKind.NAME, "total", "total"),
    ],
)
def test_a_slot_has_a_kind_a_name_and_an_owner(slot, kind, name, operand):
    node = expression(slot)
    assert (slot_kind(node), slot_name(node), slot_operand(node, ast.unparse)) == (kind, name, operand)


@pytest.mark.parametrize("text", ["f(x)", "1", "a + b"])
def test_what_cannot_be_assigned_to_is_no_slot(text):
    assert (slot_kind(expression(text)), slot_name(expression(text))) == (None, None)


@pytest.mark.parametrize(
    "source",
    [
        "sum(x.parts)",
        "np.sum(x.parts)",
        "functools.reduce(add, x.parts)",
        "for part in x.parts:\n    total += part",
        "for part in x.parts:\n    total = total + part",
        "for part in x.parts:\n    total = part + total",
    ],
)
def test_a_list_that_is_added_up_is_summed(source):
    assert "parts" in set(summed_names(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["len(x.parts)", "for part in x.parts:\n    print(part)", "for part in x.parts:\n    last = part + one"]
)
def test_a_list_that_is_only_looked_through_is_not(source):
    assert "parts" not in set(summed_names(ast.parse(source)))


def test_without_a_known_name_a_gradient_is_called_as_people_call_one():
    assert is_called_a_gradient("adjoint", "")
    assert not is_called_a_gradient("data", "")
