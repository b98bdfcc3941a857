from __future__ import annotations

import pytest

EXAMPLES = {
    "a + b": ("a - b", "arithmetic-operator"),
    "a and b": ("a or b", "boolean-operator"),
    "a < b": ("< b → <= b", "comparison-operator"),
    "a is b": ("is → is not", "comparison-operator"),
    "a not in b": ("not in → in", "comparison-operator"),
    "1": ("2", "number"),
    "2j": ("3j", "number"),
    "'x'": ("'XXxXX'", "string"),
    "True": ("False", "name"),
    "-a": ("+a", "unary-operator"),
    "not a": ("a", "unary-removal"),
    "not not a": ("not a", "unary-removal"),
    "~-a": ("-a", "unary-removal"),
    "f(a)": ("f(None)", "argument-to-none"),
    "f(a, b)": ("f(b)", "argument-removal"),
    "f(x=a)": ("f(x=None)", "argument-to-none"),
    "dict(x=a)": ("dict(xXX=a)", "keyword-rename"),
    "a.lower()": ("a.upper()", "string-method"),
    "a.split(b, c)": ("a.rsplit(b, c)", "string-method"),
    "lambda: a": ("lambda: None", "lambda-body"),
    "a if b else c": ("a if (b) and False else c", "forced-branch"),
}
STATEMENTS = {
    "a += b": ("a = b", "augmented-to-plain"),
    "a -= b": ("a += b", "augmented-operator"),
    "a = b": ("a = None", "assignment-to-none"),
    "a: int = b": ("a: int = None", "assignment-to-none"),
    "for a in b: break": ("break → return", "loop-keyword"),
    "for a in b: continue": ("continue → break", "loop-keyword"),
    "match a:\n        case 0: pass\n        case b: pass": ("match a:\n        case b: pass", "case-removal"),
}


def operator_of(statement: str, change: str, read) -> str:
    original, _, replacement = change.rpartition(" → ")
    found = [
        m.operator
        for m in read(f"def f(a, b, c):\n    {statement}\n")
        if m.replacement == replacement and original in ("", m.original)
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(("expression", "change", "name"), [(k, *v) for k, v in EXAMPLES.items()], ids=EXAMPLES)
def test_the_operator_that_changes_an_expression_has_its_name(expression, change, name, read):
    assert operator_of(f"return {expression}", change, read) == name


@pytest.mark.parametrize(("statement", "change", "name"), [(k, *v) for k, v in STATEMENTS.items()], ids=STATEMENTS)
def test_the_operator_that_changes_a_statement_has_its_name(statement, change, name, read):
    assert operator_of(statement, change, read) == name


def test_every_mutant_of_the_engine_has_an_operator_with_a_name(mutants):
    assert "other" not in {mutant.operator for mutant in mutants.mutants}
