"""Turns a program and its expected values into a test that can be pasted into a suite."""

from __future__ import annotations

import ast
import math
import re
import textwrap

import pytest
from msgspec import Struct

from gradbreak.explain.observe import Observation, Raised, Seen
from gradbreak.explain.oracle import Basis
from gradbreak.explain.programs import LookContent, Program
from gradbreak.explain.python_text import as_name, literal_text

DIGITS = 10
"""Significant digits of a number that has no short form."""

SHORTEST = 6
"""Digits up to which a number is written out and compared exactly."""


class SettledProgram(Struct, frozen=True, kw_only=True):
    """A program with what it shows on the intact engine, confirmed by its basis.

    Attributes:
        program: what to run.
        shows: the confirmed contents, or the exception that the engine raises on purpose.
    """

    program: Program
    shows: Seen | Raised

    @property
    def basis(self) -> Basis:
        """Where the expectation comes from."""
        return Basis.ENGINE if isinstance(self.shows, Raised) else self.program.basis

    @property
    def name(self) -> str:
        """Of the test function."""
        refused = isinstance(self.shows, Raised)
        return as_name(self.program.refusal if refused else self.program.sentence)


def settle(program: Program, seen: Observation) -> SettledProgram | None:
    """A program with its expected values, or None if the intact engine shows something else.

    Args:
        program: with the expected numbers.
        seen: what it shows on the engine as it is.
    """
    if isinstance(seen, Raised):
        is_telling = seen.on_purpose and "0x…" not in seen.message
        return SettledProgram(program=program, shows=seen) if is_telling else None
    if not isinstance(seen, Seen) or not program.looks:
        return None
    values: list[LookContent] = []
    for look, value in zip(program.looks, seen.values, strict=True):
        if look.expected is None and value is None:
            return None
        if look.expected is not None and not agrees(look.expected, value):
            return None
        if isinstance(value, str) and "0x" in value:
            return None
        values.append(value if look.expected is None else look.expected)
    return SettledProgram(program=program, shows=Seen(tuple(values)))


def agrees(expected: LookContent, value: LookContent) -> bool:
    """Whether the assertion for the expected value passes for another value."""
    if isinstance(expected, (bool, type(None))):
        return value is expected
    if is_exact(expected):
        return expected == value
    written = [_rounded(each) for each in expected] if isinstance(expected, list) else _rounded(expected)
    return bool(value == pytest.approx(written))


def _rounded(value: LookContent) -> LookContent:
    if not isinstance(value, float) or is_exact(value):
        return value
    rounded = float(f"{value:.{DIGITS}g}")
    return rounded if math.isfinite(rounded) else value  # the largest floats cannot be rounded up


def is_exact(value: LookContent) -> bool:
    """Whether a value is written out and compared with ``==``."""
    if isinstance(value, list):
        return all(map(is_exact, value))
    return not isinstance(value, float) or float(f"{value:.{SHORTEST}g}") == value


def source_of(settled: SettledProgram) -> str:
    """The test, with its imports."""
    program, shows = settled.program, settled.shows
    if isinstance(shows, Raised):
        *first, last = program.lines
        refused = re.sub(r"^\w+ = ", "", last)  # what is refused is never bound
        body = [*first, f"with pytest.raises({shows.name}, match={_pattern(shows.message)}):", f"    {refused}"]
    else:
        looks = zip(program.looks, shows.values, strict=True)
        body = [*program.lines, *_comment(settled), *(_assertion(look.text, value) for look, value in looks)]
    needed = list(program.imports)
    if isinstance(shows, Raised) and shows.module != "builtins":
        needed.append(f"from {shows.module} import {shows.name}")
    if any("pytest." in line for line in body):
        needed.append("import pytest")
    return "\n".join([*_import_block(needed), "", "", f"def {settled.name}() -> None:", *_indented(body), ""])


def _assertion(text: str, expected: LookContent) -> str:
    if expected is None or isinstance(expected, bool):
        return f"assert {text} is {expected}"
    return f"assert {text} == {_written(expected)}"


def _written(value: LookContent) -> str:
    if isinstance(value, list):
        numbers = f"[{', '.join(_digits(each) for each in value)}]"
        return numbers if is_exact(value) else f"pytest.approx({numbers})"
    return _digits(value) if is_exact(value) else f"pytest.approx({_digits(value)})"


def _digits(value: LookContent) -> str:
    if isinstance(rounded := _rounded(value), float):
        return literal_text(rounded)
    if isinstance(value, list):
        return _written(value)
    return repr(value)


def _pattern(message: str) -> str:
    pattern = f"^{re.escape(message)}$".replace(r"\ ", " ").replace(r"\-", "-")
    raw = f'r"{pattern}"' if '"' not in pattern else f"r'{pattern}'"
    readable = raw if "\n" not in pattern else repr(pattern)
    try:
        return readable if ast.literal_eval(readable) == pattern else repr(pattern)
    except SyntaxError:
        return repr(pattern)


def _comment(settled: SettledProgram) -> list[str]:
    if settled.program.why:
        return [f"# {line}" for line in textwrap.wrap(settled.program.why, 90)]
    return [] if settled.basis is Basis.ENGINE else [f"# Confirmed by {settled.basis}."]


def _import_block(lines: list[str]) -> list[str]:
    """Standard library, installed packages, then the engine, as formatters sort them."""
    plain = sorted(line for line in lines if line.startswith("import ") and line != "import pytest")
    tested = ["import pytest"] if "import pytest" in lines else []
    own = sorted(line for line in lines if line.startswith("from "))
    blocks = [block for block in (plain, tested, own) if block]
    return [line for block in blocks for line in (*block, "")][:-1]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
