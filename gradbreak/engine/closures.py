"""Finding the node whose closure is running. All nodes of one operation share its code, so the frames must tell."""

from __future__ import annotations

import functools
import types

_UNBOUND = object()


def closure_code(closure: object) -> types.CodeType | None:
    """The code behind what a node holds as its closure: a function, a bound method or a partial."""
    if isinstance(closure, functools.partial):
        return closure_code(closure.func)
    if isinstance(closure, types.MethodType):
        return closure_code(closure.__func__)
    return closure.__code__ if isinstance(closure, types.FunctionType) else None


def source_of(
    frame: types.FrameType, node_class: type, closure_name: str, stop: types.CodeType | None
) -> object | None:
    """The node whose closure made a write.

    Look at each frame from the writer up to the sweep, and at every node in its variables. The node is the one whose
    closure is running: the same code, with the same variables bound.

    Args:
        frame: of the writer.
        node_class: the class whose instances are nodes.
        closure_name: its attribute that holds the closure.
        stop: the code of the sweep; the frames above it are the test's.
    """
    running: list[types.FrameType] = []
    above: types.FrameType | None = frame
    while above is not None and above.f_code is not stop:
        running.append(above)
        for candidate in above.f_locals.values():
            if isinstance(candidate, node_class):
                closure = getattr(candidate, closure_name, None)
                if any(_is_running(closure, inner) for inner in running):
                    return candidate
        above = above.f_back
    return None


def _is_running(closure: object, frame: types.FrameType) -> bool:
    if closure_code(closure) is not frame.f_code:
        return False
    bound = frame.f_locals
    if isinstance(closure, types.FunctionType):
        cells = zip(frame.f_code.co_freevars, closure.__closure__ or (), strict=True)
        return all(bound.get(name, _UNBOUND) is _content(cell) for name, cell in cells)
    if isinstance(closure, types.MethodType):
        return bound.get(frame.f_code.co_varnames[0]) is closure.__self__
    return True


def _content(cell: types.CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # a variable that is not assigned yet
        return _UNBOUND
