"""Disguises an engine: writes all its accumulating writes in randomly drawn forms.

A plain break has an assignment where the engine has an in-place add, so a test could fail wherever one is missing.
Each break is therefore run in a second form with the same behaviour, and there are correct engines, the decoys,
in the same forms. *Every* write is in one of them, broken or not: if only the broken ones were, that a few writes
look unlike the others would give them away.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from gradbreak.engine.edits import Edit, apply_edits
from gradbreak.errors import ConfigError
from gradbreak.grading.engines.forms import AccumulatingWrite, Disguise


def disguise(
    reference: Mapping[str, str],
    writes: Collection[Edit],
    *,
    broken: Collection[Edit] = (),
    base: Collection[Edit] = (),
    hides_all: bool = False,
) -> Disguise:
    """An engine with some or none of its accumulating writes broken, in forms that do not show which.

    Args:
        reference: the engine as it is: file → text.
        writes: the edits that turn its in-place adds into assignments, all of them.
        broken: those among them that are made.
        base: what else is changed in it.
        hides_all: whether all intact writes look as if they might be broken, and not only some.

    Raises:
        ConfigError: an edit replaces something that is no in-place add, or one of a term that reads its own target.
        OverlappingEditsError: ``base`` changes a write.
    """
    slots = list(writes)
    found = [_write(edit, reference, keeps=edit not in broken, is_hidden=hides_all or edit in broken) for edit in slots]
    # Marked with NUL, which no Python source contains.
    marked = [
        Edit(file=edit.file, start=edit.start, end=edit.end, replacement=f"\0{number}\0")
        for number, edit in enumerate(slots)
    ]
    return Disguise(
        {
            file: tuple(
                found[int(part)] if number % 2 else part
                for number, part in enumerate(
                    apply_edits(text, [edit for edit in (*marked, *base) if edit.file == file]).split("\0")
                )
            )
            for file, text in reference.items()
        }
    )


def _write(edit: Edit, reference: Mapping[str, str], *, keeps: bool, is_hidden: bool) -> AccumulatingWrite:
    statement = reference[edit.file][edit.start : edit.end]
    parsed = _in_place_add(edit, statement)
    target, term = ast.unparse(parsed.target), ast.unparse(parsed.value)
    if any(ast.unparse(node) == target for node in ast.walk(parsed.value)):
        # The disguise would compute the term after it resets the target; the plain break computes it before.
        raise ConfigError(
            f"{edit.file} has `{ast.unparse(parsed)}`, whose right side reads the left: no break of it can be"
            " disguised",
            "Compute the right side on a line of its own",
        )
    return AccumulatingWrite(statement=statement, target=target, term=term, keeps=keeps, is_hidden=is_hidden)


def _in_place_add(edit: Edit, statement: str) -> ast.AugAssign:
    try:
        parsed = ast.parse(statement).body
    except SyntaxError:
        parsed = []
    if len(parsed) == 1 and isinstance(parsed[0], ast.AugAssign) and isinstance(parsed[0].op, ast.Add):
        return parsed[0]
    raise ConfigError(
        f"the canonical break changes {statement!r} in {edit.file}, which is no in-place add",
        "Grading needs a break that turns `+=` into `=`: correct the break's family in breaks.toml",
    )
