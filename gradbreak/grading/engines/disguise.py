"""An in-place add that does not accumulate, and one that does and looks the same.

A test that looks at the engine's source or bytecode instead of what it does must gain nothing. A plain break
has an assignment where the engine has an in-place add, so a test could fail wherever one is missing. Each break
is therefore run in a second form with the same behaviour *and* an in-place add, and there is a correct
engine, the decoy, in the same form. The two differ in which element of a pair they take, and in nothing
that a search for names, operators or constants could tell apart:

    T = (T, 0.0)[1]; T += G     broken: what was there is forgotten
    T = (0.0, T)[1]; T += G     correct: what was there is kept

``T = 0.0; T += G`` was rejected: the bare constant gives the break away to a regular expression.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from gradbreak.activation import Edit
from gradbreak.errors import ConfigError
from gradbreak.grading.engines.types import Text


def disguised(edits: Iterable[Edit], reference: Text) -> tuple[Edit, ...]:
    """Edits with the effect of ``edits``, which turn in-place adds into assignments, and an in-place add each.

    Raises:
        ConfigError: an edit replaces something that is no in-place add, or one of a term that reads its own target.
    """
    return tuple(_rewritten(edit, reference, keeps=False) for edit in edits)


def decoy(edits: Iterable[Edit], reference: Text) -> tuple[Edit, ...]:
    """Edits at the same places and in the same form, with which the engine stays correct.

    Raises:
        ConfigError: an edit replaces something that is no in-place add.
    """
    return tuple(_rewritten(edit, reference, keeps=True) for edit in edits)


def _rewritten(edit: Edit, reference: Text, *, keeps: bool) -> Edit:
    write = _in_place_add(edit, reference[edit.file][edit.start : edit.end])
    target, term = ast.unparse(write.target), ast.unparse(write.value)
    if any(ast.unparse(node) == target for node in ast.walk(write.value)):
        # The term would be computed after the target is forgotten here, and before in the plain break.
        raise ConfigError(
            f"{edit.file} has `{ast.unparse(write)}`, whose right side reads the left: no break of it can be disguised",
            "Compute the right side on a line of its own",
        )
    pair = f"(0.0, {target})" if keeps else f"({target}, 0.0)"
    return Edit(
        file=edit.file,
        start=edit.start,
        end=edit.end,
        replacement=f"{target} = {pair}[1]; {target} += {term}",
    )


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
