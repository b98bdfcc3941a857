"""Units and readings of a text, for tests of repairs."""

from __future__ import annotations

import ast
import textwrap

from gradbreak.check.repair import Repair
from gradbreak.check.unit_reading import Names, UnitReading
from gradbreak.check.units import Unit, units

NAMES = Names(value="data", gradient="grad", closure="_backward", sweep="backward")


def unit_of(source: str, name: str) -> Unit:
    """The unit of this name in a text."""
    [found] = [unit for unit in units(ast.parse(textwrap.dedent(source))) if unit.name == name]
    return found


def reading_of(source: str, name: str, *lines: int) -> UnitReading:
    """A unit, read with some of its lines suspected; all, where none is given."""
    unit = unit_of(source, name)
    return UnitReading(unit, frozenset(lines or unit.lines), NAMES)


def told(repair: Repair) -> tuple[str, str]:
    """The statement as it is, and as it should be."""
    return repair.statement, repair.instead
