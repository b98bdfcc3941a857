"""Where an engine accumulates gradients: statements after which a slot holds its old content plus or minus something.

A site is found by what a statement means and not by how it is spelt: ``S += e``, ``S -= e``, ``S = S + e`` in either
order, a dictionary's ``d[k] = d.get(k, 0) + e``, NumPy's in-place forms, ``setattr``, an append to a list, and each
of these in a tuple assignment, a lambda or a comprehension. For each the text is made that breaks it: the old content
is dropped and the rest stays as it is written.

The rule reads text alone. Whether a slot holds a gradient is decided by its name here, and shown at run time by
``gradbreak.engine.confirming``.
"""

from __future__ import annotations

import ast
import enum
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gradbreak.engine.lines import line_starts
from gradbreak.engine.sweep_candidates import GRADIENT_NAME


class SlotKind(enum.Enum):
    """What holds the gradient that a statement adds to."""

    ATTRIBUTE = "attribute"
    ITEM = "item"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One accumulating statement, and the text that breaks it.

    Attributes:
        function: the qualified name of the outermost function or method, ``Node.__mul__``; empty in a module's body.
        kind: what holds the slot.
        slot: the slot as it is written, ``self.grad``.
        name: the attribute or variable that holds it, ``grad``.
        operand: whose gradient it is, ``self``; for an item of a dictionary or list, its key.
        line: where it begins, counted from 1.
        last_line: where it ends.
        start, end: offsets of the text that is replaced, counted from 0.
        statement: that text.
        replacement: the text instead, which forgets the slot's old content.
    """

    function: str
    kind: SlotKind
    slot: str
    name: str
    operand: str
    line: int
    last_line: int
    start: int
    end: int
    statement: str
    replacement: str


def accumulating_statements(source: str) -> tuple[Site, ...]:
    """Every statement that adds to, or subtracts from, what a slot holds, whatever the slot is for.

    Args:
        source: the text of a module.

    Raises:
        SyntaxError: it is not Python.
    """
    return _found(source)


@functools.lru_cache(maxsize=64)
def _found(source: str) -> tuple[Site, ...]:
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    return tuple(sorted(finder.sites, key=lambda site: (site.start, site.end)))


def could_hold(site: Site, gradient: str) -> bool:
    """Whether a slot's name says that it holds a gradient.

    Args:
        site: a statement.
        gradient: the attribute of a node that holds its gradient, ``grad``.
    """
    return is_called_a_gradient(site.name, gradient)


def is_called_a_gradient(name: str, gradient: str) -> bool:
    """Whether a name says that it holds a gradient.

    Args:
        name: of an attribute or a variable.
        gradient: the attribute of a node that holds its gradient, ``grad``; empty where it is not known.
    """
    name, stem = name.strip("_").lower(), gradient.strip("_").lower()
    if not stem:
        return bool(GRADIENT_NAME.search(name))
    if name in {stem, f"{stem}s", f"{stem}_", f"{stem}_list"}:
        return True
    if len(stem) < 3:
        return False
    return name.startswith(stem) or name.endswith(stem) or (stem.startswith(name) and len(name) >= 4)


class _Finder(ast.NodeVisitor):
    def __init__(self, source: str) -> None:
        self.source = source
        self.starts = line_starts(source)
        self.lines = source_lines = [source[a:b] for a, b in zip(self.starts, self.starts[1:], strict=False)]
        self.is_ascii = [line.isascii() for line in source_lines]
        self.sites: list[Site] = []
        self.scope: list[str] = []
        self.functions = 0  # how many functions are open
        self.summed = frozenset[str]()
        self.constants: dict[str, str] = {}

    # -- where a statement stands ------------------------------------------------------------------

    def visit_Module(self, node: ast.Module) -> None:
        self.summed = frozenset(_summed_names(node))
        for statement in node.body:
            match statement:
                case ast.Assign(targets=[ast.Name(name)], value=ast.Constant(str(text))):
                    self.constants[name] = text
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._within(node, is_function=False)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._within(node, is_function=True)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._within(node, is_function=True)

    def _within(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, *, is_function: bool) -> None:
        # The outermost function names a site, as it names mutmut's mutants.
        is_named = self.functions == 0
        if is_named:
            self.scope.append(node.name)
        self.functions += is_function
        self.generic_visit(node)
        self.functions -= is_function
        if is_named:
            self.scope.pop()

    # -- statements --------------------------------------------------------------------------------

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.op, (ast.Add, ast.Sub)):
            new = self._text(node.value)
            if isinstance(node.op, ast.Sub):
                new = f"-({new})"
            self._add(node, node.target, f"{self._text(node.target)} = {new}")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for slot, value in zip(target.elts, node.value.elts, strict=False):
                rest = self._without(slot, value)
                if rest is not None:
                    self._add(value, slot, rest)
        elif len(node.targets) == 1:
            rest = self._without(target, node.value)
            if rest is not None:
                self._add(node, target, f"{self._text(target)} = {rest}")
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        rest = self._without(node.target, node.value) if node.value is not None else None
        if rest is not None:
            self._add(node, node.target, f"{self._text(node.target)} = {rest}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self._call(node)
        self.generic_visit(node)

    def _call(self, node: ast.Call) -> None:
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        out = next((keyword.value for keyword in node.keywords if keyword.arg == "out"), None)
        if name in ("add", "subtract") and len(node.args) in (2, 3):
            self._numpy_out(node, node.args[2] if len(node.args) == 3 else out, name)
        elif name == "at" and isinstance(called, ast.Attribute) and len(node.args) == 3:
            operation = called.value.attr if isinstance(called.value, ast.Attribute) else ""
            if operation in ("add", "subtract"):
                slot, index, added = node.args
                new = self._text(added) if operation == "add" else f"-({self._text(added)})"
                self._add(node, slot, f"{self._text(slot)}.__setitem__({self._text(index)}, {new})")
        elif name in ("add_", "sub_", "__iadd__", "__isub__") and isinstance(called, ast.Attribute):
            if len(node.args) == 1:
                self._method(node, called.value, self._text(node.args[0]), is_minus="sub" in name)
        elif isinstance(called, ast.Attribute) and name == "append" and len(node.args) == 1:
            self._append(node, called.value, node.args[0])
        elif name in ("setattr", "__setattr__"):
            if len(node.args) == 3:
                self._setattr(*node.args)
            elif len(node.args) == 2 and isinstance(called, ast.Attribute):
                self._setattr(called.value, *node.args)
        elif name == "__setitem__" and isinstance(called, ast.Attribute) and len(node.args) == 2:
            slot = ast.Subscript(called.value, node.args[0], ast.Store())
            rest = self._without(slot, node.args[1])
            if rest is not None:
                self._add(node.args[1], slot, rest)
        elif name == "update" and isinstance(called, ast.Attribute) and len(node.args) == 1:
            self._update(called.value, node.args[0])

    def _update(self, dictionary: ast.expr, new: ast.expr) -> None:
        """``d.update({k: d[k] + e})``: each item is an assignment."""
        if isinstance(new, ast.Dict):
            for key, value in zip(new.keys, new.values, strict=True):
                if key is not None:
                    slot = ast.Subscript(dictionary, key, ast.Store())
                    rest = self._without(slot, value)
                    if rest is not None:
                        self._add(value, slot, rest)

    def _numpy_out(self, node: ast.Call, out: ast.expr | None, name: str) -> None:
        if out is None:
            return
        left, right = node.args[:2]
        if _same(left, out):
            # numpy.add(0, e, out=S) is e, cast and broadcast as before.
            self._add(left, out, "0")
        elif _same(right, out) and name == "add":
            self._add(right, out, "0")

    def _method(self, node: ast.Call, slot: ast.expr, added: str, *, is_minus: bool) -> None:
        new = f"-({added})" if is_minus else added
        if self._is_statement(node):
            self._add(node, slot, f"{self._text(slot)} = {new}")
        elif isinstance(slot, ast.Attribute):
            self._add(node, slot, f"setattr({self._text(slot.value)}, {slot.attr!r}, {new})")

    def _append(self, node: ast.Call, slot: ast.expr, item: ast.expr) -> None:
        name = _slot_name(slot)
        if name is None or name not in self.summed:
            return
        if isinstance(slot, ast.Attribute):
            new = f"{self._text(slot)} = [{self._text(item)}]"
        else:
            new = f"{self._text(slot)}[:] = [{self._text(item)}]"
        if self._is_statement(node):
            self._add(node, slot, new)
        else:
            self._add(node, slot, f"{self._text(slot)}.__setitem__(slice(None), [{self._text(item)}])")

    def _setattr(self, owner: ast.expr, attribute: ast.expr, value: ast.expr) -> None:
        name = self._string(attribute)
        if name is None:
            return
        rest = self._without(ast.Attribute(owner, name, ast.Store()), value)
        if rest is not None:
            slot = f"{self._text(owner)}.{name}"
            self._record(value, SlotKind.ATTRIBUTE, slot, name, self._text(owner), rest)

    def _string(self, node: ast.expr) -> str | None:
        """The text that an expression stands for: a literal, or a constant of the module."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        return self.constants.get(node.id) if isinstance(node, ast.Name) else None

    # -- the meaning of a right side ---------------------------------------------------------------

    def _without(self, slot: ast.expr, value: ast.expr) -> str | None:
        """The text of a right side without the slot's old content, or None where that is not a term of it."""
        if isinstance(value, ast.IfExp):
            return self._conditional(slot, value)
        if isinstance(value, ast.Call):
            return self._added_by_call(slot, value)
        terms = list(_terms(value))
        old = [index for index, (_, term) in enumerate(terms) if self._is_old(slot, term)]
        if len(old) != 1 or len(terms) < 2 or terms[old[0]][0] < 0:
            return None
        if isinstance(value, ast.BinOp) and self._is_old(slot, value.left):
            added = self._text(value.right)
            return f"-({added})" if isinstance(value.op, ast.Sub) else added
        kept = [term for index, term in enumerate(terms) if index != old[0]]
        parts = []
        for sign, term in kept:
            text = self._text(term)
            if sign < 0:
                text = f"({text})" if isinstance(term, (ast.BinOp, ast.UnaryOp, ast.IfExp)) else text
            parts.append(("- " if sign < 0 else "+ ") + text)
        return (
            " ".join(parts).removeprefix("+ ").replace("- ", "-", 1)
            if parts[0].startswith("- ")
            else (" ".join(parts).removeprefix("+ "))
        )

    def _conditional(self, slot: ast.expr, value: ast.IfExp) -> str | None:
        """``e if S is None else S + e`` and its mirror image: both branches hold the new term alone."""
        for branch in (value.orelse, value.body):
            rest = self._without(slot, branch)
            if rest is not None:
                return rest
        return None

    def _added_by_call(self, slot: ast.expr, value: ast.Call) -> str | None:
        called = value.func
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        if value.keywords:
            return None
        if name in ("add", "iadd", "subtract", "sub", "isub") and len(value.args) == 2:
            left, right = value.args
            if self._is_old(slot, left):
                return self._text(right) if "add" in name else f"-({self._text(right)})"
            if self._is_old(slot, right) and "add" in name:
                return self._text(left)
        if isinstance(called, ast.Attribute) and name in _ADDING and len(value.args) == 1:
            added = self._text(value.args[0])
            if self._is_old(slot, called.value):
                return f"-({added})" if name == "__sub__" else added
        if name == "sum" and len(value.args) == 1 and isinstance(value.args[0], (ast.List, ast.Tuple)):
            kept = [item for item in value.args[0].elts if not self._is_old(slot, item)]
            if len(kept) == len(value.args[0].elts) - 1 and kept:
                return " + ".join(self._text(item) for item in kept)
        return None

    def _is_old(self, slot: ast.expr, term: ast.expr) -> bool:
        """Whether a term is what the slot held: itself, ``d.get(k, 0)`` or ``getattr(x, "grad")``."""
        if _same(slot, term):
            return True
        if isinstance(term, ast.BoolOp) and isinstance(term.op, ast.Or):
            return self._is_old(slot, term.values[0])
        if isinstance(term, ast.IfExp):
            return any(self._is_old(slot, branch) for branch in (term.body, term.orelse))
        if isinstance(term, ast.Call):
            called = term.func
            if isinstance(called, ast.Attribute) and called.attr in ("get", "setdefault", "pop") and term.args:
                return (
                    isinstance(slot, ast.Subscript)
                    and _same(slot.value, called.value)
                    and _same(slot.slice, term.args[0])
                )
            if isinstance(called, ast.Attribute) and called.attr in ("copy", "clone") and not term.args:
                return self._is_old(slot, called.value)
            if isinstance(called, ast.Name) and called.id == "getattr" and isinstance(slot, ast.Attribute):
                owner, attribute, *_ = term.args
                return self._string(attribute) == slot.attr and _same(slot.value, owner)
        return False

    # -- recording ---------------------------------------------------------------------------------

    _parent_statement: ast.stmt | None = None

    def _is_statement(self, node: ast.Call) -> bool:
        statement = self._parent_statement
        return isinstance(statement, ast.Expr) and statement.value is node

    def visit(self, node: ast.AST) -> None:
        """Visit a node, and remember the innermost simple statement around it."""
        before = self._parent_statement
        if isinstance(node, ast.stmt):
            self._parent_statement = node
        super().visit(node)
        self._parent_statement = before

    def _add(self, node: ast.AST, slot: ast.expr, replacement: str) -> None:
        name, kind = _slot_name(slot), _slot_kind(slot)
        if name is None or kind is None:
            return
        self._record(node, kind, self._text_or_unparsed(slot), name, self._operand(slot), replacement)

    def _record(self, node: ast.AST, kind: SlotKind, slot: str, name: str, operand: str, replacement: str) -> None:
        assert isinstance(node, (ast.stmt, ast.expr))
        if not self.functions and not isinstance(node, ast.expr):
            # A module's body runs once, at import, and no sweep comes by.
            return
        start, end = self._offsets(node)
        self.sites.append(
            Site(
                function=".".join(self.scope),
                kind=kind,
                slot=slot,
                name=name,
                operand=operand,
                line=node.lineno,
                last_line=node.end_lineno or node.lineno,
                start=start,
                end=end,
                statement=self.source[start:end],
                replacement=replacement,
            )
        )

    def _operand(self, slot: ast.expr) -> str:
        """Whose gradient a slot is: ``self`` for ``self.grad``, the key for an item of a dictionary."""
        while True:
            if isinstance(slot, ast.Attribute) and slot.attr in _CONTENTS:
                slot = slot.value
            elif isinstance(slot, ast.Subscript) and isinstance(slot.value, ast.Attribute):
                owner = slot.value
                if isinstance(slot.slice, ast.Slice) or _is_ellipsis(slot.slice) or _is_self(owner.value):
                    if _is_self(owner.value) and not isinstance(slot.slice, ast.Slice) and not _is_ellipsis(slot.slice):
                        return self._text_or_unparsed(slot.slice)
                    slot = owner
                else:
                    slot = owner
            elif isinstance(slot, ast.Subscript):
                if isinstance(slot.slice, ast.Slice) or _is_ellipsis(slot.slice):
                    slot = slot.value
                else:
                    return self._text_or_unparsed(_key(slot.slice))
            else:
                break
        if isinstance(slot, ast.Attribute):
            return self._text_or_unparsed(slot.value)
        return self._text_or_unparsed(slot)

    def _text(self, node: ast.AST) -> str:
        text = self._text_or_unparsed(node)
        # A line break is allowed within brackets alone, and a term may have stood in some.
        return f"({text})" if "\n" in text else text

    def _text_or_unparsed(self, node: ast.AST) -> str:
        if isinstance(node, (ast.expr, ast.stmt)) and hasattr(node, "lineno"):
            start, end = self._offsets(node)
            return self.source[start:end]
        return ast.unparse(node)

    def _offsets(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)

    def _offset(self, line: int, column: int) -> int:
        # ast counts columns in UTF-8 bytes.
        if self.is_ascii[line - 1]:
            return self.starts[line - 1] + column
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())


_ADDING = frozenset({"__add__", "__iadd__", "__radd__", "__sub__", "add"})

_CONTENTS = frozenset({"data", "value", "values", "flat", "T"})
"""Attributes of a gradient that hold its numbers: ``x.grad.data += e`` adds to ``x.grad``."""


def _slot_kind(slot: ast.expr) -> SlotKind | None:
    if isinstance(slot, ast.Attribute):
        return SlotKind.ATTRIBUTE
    if isinstance(slot, ast.Subscript):
        return SlotKind.ITEM
    return SlotKind.NAME if isinstance(slot, ast.Name) else None


def _slot_name(slot: ast.expr) -> str | None:
    """The attribute or variable that holds a slot: ``grad`` for ``x.grad.data`` and ``x.grad[...]``."""
    while True:
        if isinstance(slot, ast.Subscript) or (
            isinstance(slot, ast.Attribute)
            and slot.attr in _CONTENTS
            and isinstance(slot.value, (ast.Attribute, ast.Subscript))
        ):
            slot = slot.value
        elif isinstance(slot, ast.Attribute):
            return slot.attr
        elif isinstance(slot, ast.Name):
            return slot.id
        else:
            return None


def _key(key: ast.expr) -> ast.expr:
    """The node behind a key: ``x`` for ``id(x)``."""
    if isinstance(key, ast.Call) and len(key.args) == 1 and isinstance(key.func, ast.Name):
        return key.args[0]
    return key


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls", "tape", "graph", "engine")


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _terms(value: ast.expr, sign: int = 1) -> Iterator[tuple[int, ast.expr]]:
    """The terms of a sum, each with its sign."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)):
        yield from _terms(value.left, sign)
        yield from _terms(value.right, -sign if isinstance(value.op, ast.Sub) else sign)
    else:
        yield sign, value


def _same(one: ast.AST, other: ast.AST) -> bool:
    """Whether two expressions are spelt alike, whether they are read or written."""
    return ast.unparse(one) == ast.unparse(other)


def _summed_names(module: ast.Module) -> Iterable[str]:
    """What is summed somewhere: ``sum(x.parts)``, ``fsum``, ``np.sum``, ``reduce(add, x.parts)``, a loop that adds."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in ("sum", "fsum", "reduce", "stack"):
                for argument in node.args:
                    for inner in ast.walk(argument):
                        found = _slot_name(inner) if isinstance(inner, (ast.Attribute, ast.Name)) else None
                        if found:
                            yield found
        elif isinstance(node, (ast.For, ast.comprehension)):
            found = _slot_name(node.iter) if isinstance(node.iter, (ast.Attribute, ast.Name)) else None
            if found and isinstance(node, ast.For) and any(isinstance(n, ast.AugAssign) for n in ast.walk(node)):
                yield found
