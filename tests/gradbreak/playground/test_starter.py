from __future__ import annotations

import ast

from gradbreak.playground.starter import INPUTS, starter


def test_the_first_test_passes(config):
    namespace: dict = {}
    exec(starter(config.shape), namespace)
    namespace["test_the_gradient_of_a_product"]()


def test_it_uses_each_variable_once(config):
    assigned = next(
        node
        for node in ast.walk(ast.parse(starter(config.shape)))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "out"
    )
    used = [node.id for node in ast.walk(assigned.value) if isinstance(node, ast.Name)]
    assert sorted(used) == sorted(INPUTS)
