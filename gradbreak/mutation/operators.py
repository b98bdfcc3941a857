"""The name of a mutation operator, read off the original and the mutated node: mutmut does not record it."""

from __future__ import annotations

import libcst as cst

from gradbreak.mutation.raw_mutation import REPLACING

BY_NODE: tuple[tuple[type[cst.CSTNode], str], ...] = (
    (cst.BinaryOperation, "arithmetic-operator"),
    (cst.BooleanOperation, "boolean-operator"),
    (cst.ComparisonTarget, "comparison-operator"),
    (cst.BaseCompOp, "comparison-operator"),
    (cst.BaseNumber, "number"),
    (cst.BaseString, "string"),
    (cst.Name, "name"),
    (cst.Assign, "assignment-to-none"),
    (cst.AnnAssign, "assignment-to-none"),
    (cst.Lambda, "lambda-body"),
    (cst.Match, "case-removal"),
    (cst.IfExp, "forced-branch"),
    (cst.Break, "loop-keyword"),
    (cst.Continue, "loop-keyword"),
)


def operator_name(original: cst.CSTNode, mutated: cst.CSTNode) -> str:
    """The name of the operator that turns ``original`` into ``mutated``, ``other`` where it is a new one."""
    if isinstance(original, cst.AugAssign):
        return REPLACING if isinstance(mutated, cst.Assign) else "augmented-operator"
    if isinstance(original, cst.UnaryOperation):
        return "unary-removal" if mutated is original.expression else "unary-operator"
    if isinstance(original, cst.Call) and isinstance(mutated, cst.Call):
        return _call_operator(original, mutated)
    return next((name for kind, name in BY_NODE if isinstance(original, kind)), "other")


def _call_operator(original: cst.Call, mutated: cst.Call) -> str:
    if len(mutated.args) < len(original.args):
        return "argument-removal"
    if not mutated.func.deep_equals(original.func):
        return "string-method"
    keywords = [[argument.keyword and argument.keyword.value for argument in call.args] for call in (original, mutated)]
    return "argument-to-none" if keywords[0] == keywords[1] else "keyword-rename"
