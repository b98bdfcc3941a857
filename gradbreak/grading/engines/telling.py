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


def telling_text(reference: Mapping[str, str], sites: Mapping[Edit, str], shape: EngineShape) -> Mapping[str, str]:
    """The engine with a report before the end of each outermost sweep: file → text.

    Args:
        reference: the engine as it is.
        sites: each accumulating write, as the edit that breaks it → its name. Those in other files than the main one
            are left alone.
        shape: what the engine's parts are called.
    """
    text = reference[shape.file]
    edits = []
    for edit, name in sites.items():
        statement = text[edit.start : edit.end] if edit.file == shape.file else ""
        target = _target(statement)
        if target is not None:
            slot, node = ast.unparse(target), ast.unparse(target.value)
            told = f"_told_before = {slot}; {statement}; _tell({node}, {name!r}, _told_before, {slot})"
            edits.append(Edit(file=edit.file, start=edit.start, end=edit.end, replacement=told))
    helpers = _HELPERS.format(node_class=shape.node_class, entry_point=shape.entry_point)
    return {**reference, shape.file: apply_edits(text, edits) + helpers}


def _target(statement: str) -> ast.Attribute | None:
    """The slot that a statement adds to, where it is an attribute of a node."""
    try:
        parsed = ast.parse(statement).body
    except SyntaxError:
        return None
    if len(parsed) == 1 and isinstance(parsed[0], ast.AugAssign) and isinstance(parsed[0].target, ast.Attribute):
        return parsed[0].target
    return None
