"""Disguises an engine: puts every accumulating write of it, broken or not, under a condition that is drawn anew.

A plain break has an assignment where the engine has an in-place add, so a test could fail wherever one is missing. In a
disguise each write has both. ``forms`` says what they look like.
"""

from __future__ import annotations

import ast
import functools
import marshal
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.errors import ConfigError
from gradbreak.grading.engines.forced_sets import SetOrder, sets_module, with_forced_sets
from gradbreak.grading.engines.forms import Disguise, Template, guarded, guarded_expression
from gradbreak.process.parsing import parse

PLACEHOLDER = "__write_{}__"
"""What stands for a write until the file is parsed. Edits of other places could not be applied after parsing."""


def disguise(
    reference: Mapping[str, str],
    writes: Collection[Edit],
    *,
    broken: Collection[Edit] = (),
    base: Collection[Edit] = (),
    sets: SetOrder | None = None,
) -> Disguise:
    """An engine with some or none of its accumulating writes broken, in a form that does not show which.

    Args:
        reference: the engine as it is: file → text.
        writes: the edits that break its writes, all of them.
        broken: those among them that are made.
        base: what else is changed in it.
        sets: the order that its sets are forced into; None where they are left alone.

    Raises:
        ConfigError: an edit replaces neither one whole statement nor one expression by another.
        OverlappingEditsError: ``base`` changes a write.
    """
    files = {}
    for file, text in reference.items():
        slots = [edit for edit in writes if edit.file == file]
        first = {(edit.start, edit.end): number for number, edit in reversed(list(enumerate(slots)))}
        marked = [_marked(number, slots[number], text) for number in sorted(first.values())]
        tree = _parsed(apply_edits(text, [*marked, *(edit for edit in base if edit.file == file)]), slots, text)
        guarded_tree = with_forced_sets(_Guarding(slots, text).visited(tree), file, sets)
        files[file] = Template(
            code=_marshalled(guarded_tree, file),
            keeps=tuple(edit not in broken for edit in slots),
        )
    for file, text in sets_module(sets).items():
        files[file] = Template(code=compiled(file, text), keeps=())
    return Disguise(files)


def rebroken(disguised: Disguise, writes: Collection[Edit], broken: Collection[Edit]) -> Disguise:
    """The same engine with other writes broken. The code is the same, so nothing is compiled again.

    Args:
        disguised: made of the same writes.
        writes: see ``disguise``.
        broken: see there.
    """
    return Disguise(
        {
            file: Template(code=template.code, keeps=tuple(edit not in broken for edit in writes if edit.file == file))
            for file, template in disguised.files.items()
        }
    )


def compiled_files(texts: Mapping[str, str], sets: SetOrder | None = None) -> Mapping[str, bytes]:
    """An engine that has no disguise: file → marshalled code object.

    Args:
        texts: file → text.
        sets: the order that its sets are forced into.
    """
    found = {file: compiled(file, text, sets) for file, text in texts.items()}
    return {**found, **{file: compiled(file, text) for file, text in sets_module(sets).items()}}


@functools.cache
def compiled(file: str, text: str, sets: SetOrder | None = None) -> bytes:
    """The marshalled code object of a file that has no disguise."""
    return _marshalled(with_forced_sets(parse(text, file), file, sets), file)


def _marshalled(tree: ast.Module, file: str) -> bytes:
    # As the interpreter in the sandbox would compile the file itself.
    return marshal.dumps(compile(tree, file, "exec", dont_inherit=True, optimize=0))


def _parsed(marked: str, slots: Sequence[Edit], text: str) -> ast.Module:
    try:
        return parse(marked)
    except SyntaxError:
        # All else was compiled before, so a placeholder stands where no expression may.
        for edit in slots:
            try:
                parse(apply_edits(text, [_marked(0, edit, text)]))
            except SyntaxError:
                raise _not_a_statement(edit, text) from None
        raise


def _marked(number: int, edit: Edit, text: str) -> Edit:
    lines = "\n" * text[edit.start : edit.end].count("\n")
    replacement = f"({PLACEHOLDER.format(number)}{lines})"  # as many lines, so that those below keep their numbers
    return Edit(file=edit.file, start=edit.start, end=edit.end, replacement=replacement)


class _Guarding(ast.NodeTransformer):
    """Puts each write in the place of its placeholder."""

    def __init__(self, slots: Sequence[Edit], text: str) -> None:
        self._slots = slots
        self._text = text
        self._missing: dict[str, list[int]] = {}
        of_place: dict[tuple[int, int], list[int]] = {}
        for number, edit in enumerate(slots):
            of_place.setdefault((edit.start, edit.end), []).append(number)
        for numbers in of_place.values():
            self._missing[PLACEHOLDER.format(numbers[0])] = numbers

    def visited(self, tree: ast.Module) -> ast.Module:
        self.visit(tree)
        for numbers in self._missing.values():
            raise _not_a_statement(self._slots[numbers[0]], self._text)
        return ast.fix_missing_locations(tree)

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        numbers = self._taken(node.value)
        if not numbers:
            self.generic_visit(node)
            return node
        edit = self._slots[numbers[0]]
        whole = self._statement(edit, self._text[edit.start : edit.end], node)
        for number in numbers:
            # Several changes of one statement are one condition inside the other.
            broken = self._statement(self._slots[number], self._slots[number].replacement, node)
            whole = ast.copy_location(guarded(number, whole, broken), node)
        return whole

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A write within an expression, as in a lambda."""
        numbers = self._taken(node)
        if not numbers:
            return node
        edit = self._slots[numbers[0]]
        whole = self._expression(edit, self._text[edit.start : edit.end], node)
        for number in numbers:
            broken = self._expression(self._slots[number], self._slots[number].replacement, node)
            whole = ast.copy_location(guarded_expression(number, whole, broken), node)
        return whole

    def _taken(self, node: ast.expr) -> list[int]:
        """The numbers of the writes that a placeholder stands for; none for any other expression."""
        return self._missing.pop(node.id, []) if isinstance(node, ast.Name) else []

    def _statement(self, edit: Edit, text: str, place: ast.Expr) -> ast.stmt:
        before = self._text[: edit.start].rpartition("\n")[2]
        if before and not before.strip():
            return self._indented(edit, before + text, place)
        try:
            (statement,) = parse(text).body
        except (SyntaxError, ValueError):
            raise _not_a_statement(edit, self._text) from None
        return _moved(statement, place)

    def _indented(self, edit: Edit, text: str, place: ast.Expr) -> ast.stmt:
        """A statement that stands on lines of its own, which may have further statements inside."""
        try:
            (block,) = parse(f"if 1:\n{text}").body
            assert isinstance(block, ast.If)  # as it was written
            (statement,) = block.body
        except (SyntaxError, ValueError):
            raise _not_a_statement(edit, self._text) from None
        return ast.increment_lineno(statement, place.lineno - 2)

    def _expression(self, edit: Edit, text: str, place: ast.Name) -> ast.expr:
        try:
            (statement,) = parse(f"({text})").body
        except (SyntaxError, ValueError):
            raise _not_a_statement(edit, self._text) from None
        assert isinstance(statement, ast.Expr)  # as it was written
        return _moved(statement.value, place)


_Node = TypeVar("_Node", ast.stmt, ast.expr)


def _moved(node: _Node, place: ast.expr | ast.Expr) -> _Node:
    """A parsed text in its place in the file."""
    for each in ast.walk(node):
        if isinstance(each, ast.stmt | ast.expr):
            if each.lineno == 1:
                each.col_offset += place.col_offset
            if each.end_lineno == 1 and each.end_col_offset is not None:
                each.end_col_offset += place.col_offset
    return ast.increment_lineno(node, place.lineno - 1)


def _not_a_statement(edit: Edit, text: str) -> ConfigError:
    return ConfigError(
        f"the canonical break changes {text[edit.start : edit.end]!r} in {edit.file} into {edit.replacement!r}, and"
        " these are not one whole statement or expression each",
        "Grading needs breaks that replace a statement: correct the break in breaks.toml, or put the write on a line of"
        " its own",
    )
