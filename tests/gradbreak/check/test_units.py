from __future__ import annotations

import ast

from gradbreak.check.units import units
from gradbreak.engine.live_code import code_objects
from tests.gradbreak.check.units_of import unit_of

SOURCE = """
from __future__ import annotations


class Value:
    count = 0

    def __mul__(self, other):
        def _backward():
            return self.__grad
        return _backward


def helper():
    pass
"""


def test_every_function_and_statement_of_a_module_and_its_classes_is_a_unit():
    assert [unit.name for unit in units(ast.parse(SOURCE))] == ["", "Value.__mul__", "helper"]


def test_a_unit_stands_on_its_lines():
    assert list(unit_of(SOURCE, "Value.__mul__").lines) == [8, 9, 10, 11]


def test_a_compiled_unit_has_the_code_of_the_whole_file():
    whole = code_objects(compile(SOURCE, "value.py", "exec"))
    keys = [key for key in whole if key[0].startswith("Value.__mul__")]
    alone = code_objects(unit_of(SOURCE, "Value.__mul__").compiled("value.py"))
    assert len(keys) == 2
    assert [alone[key] for key in keys] == [whole[key] for key in keys]
