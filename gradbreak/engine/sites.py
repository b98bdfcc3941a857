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
import functools
from dataclasses import dataclass

from gradbreak.engine.old_content import RightSides, same
from gradbreak.engine.slots import SlotKind, is_called_a_gradient, slot_kind, slot_name, slot_operand, summed_names
from gradbreak.engine.source_text import SourceText


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


def is_append(site: Site) -> bool:
    """Whether a site puts another term on a list, ``x.terms.append(e)``."""
    try:
        call = ast.parse(site.statement, mode="eval").body
    except SyntaxError:
        return False
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "append"


class _Finder(ast.NodeVisitor):
    def __init__(self, source: str) -> None:
        self.text = SourceText(source)
        self.sites: list[Site] = []
        self.scope: list[str] = []
        self.functions = 0  # how many functions are open
        self.summed = frozenset[str]()
        self.has_counters = False
        self.constants: dict[str, str] = {}
        self.right_sides = RightSides(self.text, self.constants)

    # -- where a statement stands ------------------------------------------------------------------

    def visit_Module(self, node: ast.Module) -> None:
        self.summed = frozenset(summed_names(node))
        self.has_counters = "Counter" in {
            each.id if isinstance(each, ast.Name) else each.attr
            for each in ast.walk(node)
            if isinstance(each, (ast.Name, ast.Attribute))
        }
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
            new = self.text.movable(node.value)
            if isinstance(node.op, ast.Sub):
                new = f"-({new})"
            self._add(node, node.target, f"{self.text.movable(node.target)} = {new}")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for slot, value in zip(target.elts, node.value.elts, strict=False):
                rest = self.right_sides.without(slot, value)
                if rest is not None:
                    self._add(value, slot, rest)
        elif len(node.targets) == 1:
            rest = self.right_sides.without(target, node.value)
            if rest is not None:
                self._add(node, target, f"{self.text.movable(target)} = {rest}")
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        rest = self.right_sides.without(node.target, node.value) if node.value is not None else None
        if rest is not None:
            self._add(node, node.target, f"{self.text.movable(node.target)} = {rest}")
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
                new = self.text.movable(added) if operation == "add" else f"-({self.text.movable(added)})"
                self._add(node, slot, f"{self.text.movable(slot)}.__setitem__({self.text.movable(index)}, {new})")
        elif name in ("add_", "sub_", "__iadd__", "__isub__") and isinstance(called, ast.Attribute):
            if len(node.args) == 1:
                self._method(node, called.value, self.text.movable(node.args[0]), is_minus="sub" in name)
        elif isinstance(called, ast.Attribute) and name == "append" and len(node.args) == 1:
            self._append(node, called.value, node.args[0])
        elif name in ("setattr", "__setattr__"):
            if len(node.args) == 3:
                self._setattr(*node.args)
            elif len(node.args) == 2 and isinstance(called, ast.Attribute):
                self._setattr(called.value, *node.args)
        elif name == "__setitem__" and isinstance(called, ast.Attribute) and len(node.args) == 2:
            slot = ast.Subscript(called.value, node.args[0], ast.Store())
            rest = self.right_sides.without(slot, node.args[1])
            if rest is not None:
                self._add(node.args[1], slot, rest)
        elif name == "update" and isinstance(called, ast.Attribute) and len(node.args) == 1:
            self._update(node, called.value, node.args[0])

    def _update(self, node: ast.Call, dictionary: ast.expr, new: ast.expr) -> None:
        """``d.update({k: d[k] + e})``: each item is an assignment; of a ``Counter`` it is an addition."""
        if isinstance(new, ast.Dict):
            if self.has_counters and len(new.keys) == 1 and new.keys[0] is not None and self._is_statement(node):
                slot = ast.Subscript(dictionary, new.keys[0], ast.Store())
                if self.right_sides.without(slot, new.values[0]) is None:
                    written = f"{self.text.movable(dictionary)}[{self.text.movable(new.keys[0])}]"
                    broken = f"{written} = {self.text.movable(new.values[0])}"
                    self._record(
                        node,
                        SlotKind.ITEM,
                        written,
                        slot_name(slot) or "",
                        self.text.of(new.keys[0]),
                        broken,
                    )
            for key, value in zip(new.keys, new.values, strict=True):
                if key is not None:
                    slot = ast.Subscript(dictionary, key, ast.Store())
                    rest = self.right_sides.without(slot, value)
                    if rest is not None:
                        self._add(value, slot, rest)

    def _numpy_out(self, node: ast.Call, out: ast.expr | None, name: str) -> None:
        if out is None:
            return
        left, right = node.args[:2]
        if same(left, out):
            # numpy.add(0, e, out=S) is e, cast and broadcast as before.
            self._add(left, out, "0")
        elif same(right, out) and name == "add":
            self._add(right, out, "0")

    def _method(self, node: ast.Call, slot: ast.expr, added: str, *, is_minus: bool) -> None:
        new = f"-({added})" if is_minus else added
        if self._is_statement(node):
            self._add(node, slot, f"{self.text.movable(slot)} = {new}")
        elif isinstance(slot, ast.Attribute):
            self._add(node, slot, f"setattr({self.text.movable(slot.value)}, {slot.attr!r}, {new})")

    def _append(self, node: ast.Call, slot: ast.expr, item: ast.expr) -> None:
        name = slot_name(slot)
        if name is None or name not in self.summed:
            return
        if isinstance(slot, ast.Attribute):
            new = f"{self.text.movable(slot)} = [{self.text.movable(item)}]"
        else:
            new = f"{self.text.movable(slot)}[:] = [{self.text.movable(item)}]"
        if self._is_statement(node):
            self._add(node, slot, new)
        else:
            self._add(node, slot, f"{self.text.movable(slot)}.__setitem__(slice(None), [{self.text.movable(item)}])")

    def _setattr(self, owner: ast.expr, attribute: ast.expr, value: ast.expr) -> None:
        name = self.right_sides.string(attribute)
        if name is None:
            return
        rest = self.right_sides.without(ast.Attribute(owner, name, ast.Store()), value)
        if rest is not None:
            slot = f"{self.text.movable(owner)}.{name}"
            self._record(value, SlotKind.ATTRIBUTE, slot, name, self.text.movable(owner), rest)

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
        name, kind = slot_name(slot), slot_kind(slot)
        if name is None or kind is None:
            return
        self._record(node, kind, self.text.of(slot), name, slot_operand(slot, self.text.of), replacement)

    def _record(self, node: ast.AST, kind: SlotKind, slot: str, name: str, operand: str, replacement: str) -> None:
        assert isinstance(node, (ast.stmt, ast.expr))
        if not self.functions and not isinstance(node, ast.expr):
            # A module's body runs once, at import, and no sweep comes by.
            return
        start, end = self.text.offsets(node)
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
                statement=self.text.source[start:end],
                replacement=replacement,
            )
        )
