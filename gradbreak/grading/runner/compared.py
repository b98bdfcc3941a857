"""What the two sides of a failed comparison were, where a bare assertion says nothing about them."""

from __future__ import annotations

import ast
import types

SHOWN = (bool, int, float, str)
"""Types whose values are shown. Anything else has a ``repr`` of its own, which may be long or say nothing."""

LONGEST = 40
"""Characters of a value."""

_EVALUATED = (ast.Name, ast.Attribute, ast.Load, ast.Constant, ast.Subscript, ast.UnaryOp, ast.USub)
"""What is evaluated again: nothing that calls anything, because a second call may have another result."""


def values_in(statement: str, traceback: types.TracebackType | None, submission: str) -> str:
    """``, where a.grad is 6.0``; empty where the statement is no comparison, or its sides cannot be told.

    Args:
        statement: the line that failed.
        traceback: of the assertion.
        submission: the folder with the student's files.
    """
    try:
        parsed = ast.parse(statement).body
    except (SyntaxError, ValueError):
        return ""
    if len(parsed) != 1 or not isinstance(parsed[0], ast.Assert) or not isinstance(parsed[0].test, ast.Compare):
        return ""
    frame = _last_frame(traceback, submission)
    if frame is None:
        return ""
    found = []
    for side in (parsed[0].test.left, *parsed[0].test.comparators):
        nodes = list(ast.walk(side))
        if any(isinstance(node, ast.Name) for node in nodes) and all(isinstance(node, _EVALUATED) for node in nodes):
            try:
                value = eval(compile(ast.Expression(side), "<side>", "eval"), frame.f_globals, frame.f_locals)
            except Exception:  # noqa: BLE001  # a property of the student's may raise anything
                continue
            if type(value) in SHOWN and len(repr(value)) <= LONGEST:
                found.append(f"{ast.unparse(side)} is {value!r}")
    return f", where {' and '.join(found)}" if found else ""


def _last_frame(traceback: types.TracebackType | None, submission: str) -> types.FrameType | None:
    found = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename.startswith(submission):
            found = traceback.tb_frame
        traceback = traceback.tb_next
    return found
