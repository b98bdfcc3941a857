"""The reference engine, changed so that a test's first sweep ends the test and says what was written.

It is for explaining a test to its author, after everything that is graded. It adds correctly and is one more engine in
text, so no run differs in kind from another. What it says comes from a student's process and is believed for that
student's own page alone.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.engine.shape import EngineShape
from gradbreak.process.parsing import parse

TOLD = "_Told"
"""The name of the exception that carries what was written."""

_HELPERS = '''

class _Told(BaseException):
    """No Exception, so that neither a test nor Hypothesis catches it."""


_told = []


def _tell(node, site, before, after):
    if len(_told) < 10_000:
        _told.append((node, site, before, after))


def _told_names():
    import sys

    names = {{}}
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_globals.get("__name__") != __name__:
            for name, value in list(frame.f_locals.items()):
                if isinstance(value, {node_class}):
                    names.setdefault(id(value), name)
                elif isinstance(value, (list, tuple)) and len(value) < 100:
                    for index, each in enumerate(value):
                        if isinstance(each, {node_class}):
                            names.setdefault(id(each), f"{{name}}[{{index}}]")
        if frame.f_code.co_name.startswith("test"):
            break
        frame = frame.f_back
    return names


def _telling(entry_point):
    import functools
    import json

    depth = 0

    @functools.wraps(entry_point)
    def sweep(*args, **kwargs):
        nonlocal depth
        if depth == 0:
            _told.clear()
        depth += 1
        try:
            result = entry_point(*args, **kwargs)
        finally:
            depth -= 1
        if depth:
            return result
        names = _told_names()
        # First a write that had something to add to, and first one to a variable of the test.
        writes = sorted(_told, key=lambda write: (write[2] == 0, id(write[0]) not in names))
        node, site, before, after = writes[0] if writes else (None, "", 0.0, 0.0)
        name = names.get(id(node), "")[:60]
        raise _Told(json.dumps([len(_told), name, site, float(before), float(after)]))

    return sweep


{node_class}.{entry_point} = _telling({node_class}.{entry_point})
'''


def telling_text(
    reference: Mapping[str, str], sites: Mapping[Edit, str], shape: EngineShape
) -> Mapping[str, str] | None:
    """The engine with a report before the end of each outermost sweep: file → text.

    Args:
        reference: the engine as it is.
        sites: each accumulating write, as the edit that breaks it → its name.
        shape: what the engine's parts are called.

    Returns:
        The engine; None where it cannot tell: it is not swept by a method of its nodes, or some write is no plain
        statement about an attribute, or stands in another file than the main one.
    """
    text = reference[shape.file]
    if not _has_method(text, shape):
        return None
    edits = []
    for edit, name in sites.items():
        statement = text[edit.start : edit.end] if edit.file == shape.file else ""
        target = _target(statement)
        if target is None:
            return None
        slot, node = ast.unparse(target), ast.unparse(target.value)
        told = f"_told_before = {slot}; {statement}; _tell({node}, {name!r}, _told_before, {slot})"
        edits.append(Edit(file=edit.file, start=edit.start, end=edit.end, replacement=told))
    helpers = _HELPERS.format(node_class=shape.node_class, entry_point=shape.entry_point)
    return {**reference, shape.file: apply_edits(text, edits) + helpers}


def _target(statement: str) -> ast.Attribute | None:
    """The slot that a statement adds to, where it is an attribute of a node."""
    try:
        parsed = parse(statement).body
    except SyntaxError:
        return None
    if len(parsed) != 1 or not isinstance(parsed[0], ast.AugAssign | ast.Assign):
        return None
    targets = parsed[0].targets if isinstance(parsed[0], ast.Assign) else [parsed[0].target]
    return targets[0] if len(targets) == 1 and isinstance(targets[0], ast.Attribute) else None


def _has_method(text: str, shape: EngineShape) -> bool:
    """Whether the node class itself defines the method that sweeps."""
    return any(
        isinstance(each, ast.FunctionDef) and each.name == shape.entry_point
        for node in parse(text).body
        if isinstance(node, ast.ClassDef) and node.name == shape.node_class
        for each in node.body
    )
