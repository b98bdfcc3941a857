"""Small runs to test with: cells are drawn as a table, everything else has a sensible default."""

from __future__ import annotations

from typing import Any

import pytest

from gradbreak.analysis import KillMatrix, analyse
from gradbreak.model import (
    SCHEMA_VERSION,
    Break,
    BreakKind,
    Cell,
    Count,
    Engine,
    Example,
    Failure,
    FailureKind,
    Family,
    FileCoverage,
    Location,
    Mutant,
    Node,
    Position,
    Proof,
    Results,
    Status,
    Suite,
    Tape,
    Test,
    Timing,
    Tool,
    Write,
)

STATUS_OF = {
    "k": Status.KILLED,
    "s": Status.SURVIVED,
    "t": Status.TIMEOUT,
    "e": Status.ERROR,
    "c": Status.CRASHED,
}
"""The letter of a table → the verdict; without a letter, that is with ``-``, there is no cell."""
ENGINE_FILE = "engine/core.py"
TABLE = """
          tests/forward/test_f.py::test_f  tests/diamond/test_d.py::test_d  tests/diamond/test_d.py::test_e
    add.1                s                               k                                k
    add.2                -                               s                                k
    mul.1                k                               e                                t
    mul.2                s                               s                                -
"""


class Build:
    """Makes the parts of a run."""

    def failure(self, **fields: Any) -> Failure:
        defaults = {
            "kind": FailureKind.ASSERTION,
            "exception": "AssertionError",
            "message": "assert -6.0 == 4.0",
            "file": "tests/diamond/test_d.py",
            "line": 12,
            "statement": "assert a.grad == 4",
        }
        return Failure(**{**defaults, **fields})

    def cells(self, table: str) -> tuple[Cell, ...]:
        """One cell for each letter of a table: a line of test ids, then a line for each mutant."""
        header, *lines = self._lines(table)
        return tuple(
            Cell(
                mutant=mutant,
                test=test,
                status=STATUS_OF[letter],
                failure=self.failure(message=f"{test} on {mutant}") if letter in "ke" else None,
            )
            for mutant, *letters in lines
            for test, letter in zip(header, letters, strict=True)
            if letter != "-"
        )

    def _lines(self, table: str) -> list[list[str]]:
        return [line.split() for line in table.strip().splitlines()]

    def ids(self, table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of the mutants and of the tests of a table."""
        header, *lines = self._lines(table)
        return tuple(mutant for mutant, *_ in lines), tuple(header)

    def matrix(self, table: str) -> KillMatrix:
        return KillMatrix.build(*self.ids(table), self.cells(table))

    def family(self, name: str) -> Family:
        return Family(id=name, title=name.title(), symbol="", meaning=f"Something about {name}.")

    def mutant(self, name: str, **fields: Any) -> Mutant:
        defaults = {
            "title": f"{name}  + → -",
            "family": "sign",
            "op": name.split(".")[0],
            "operand": "self",
            "operator": "binary-operator",
            "function": "Node.__add__",
            "location": Location(ENGINE_FILE, Position(1, 5), Position(1, 6)),
            "original": "+",
            "replacement": "-",
            "diff": "-a + b\n+a - b\n",
        }
        return Mutant(id=name, **{**defaults, **fields})

    def break_(self, name: str, members: tuple[str, ...] = ()) -> Break:
        return Break(id=name, title=name, kind=BreakKind.CANONICAL, members=members, diff="-a\n+b\n")

    def suite(self, name: str, **fields: Any) -> Suite:
        coverage = (FileCoverage(file=ENGINE_FILE, lines=Count(9, 10), branches=Count(1, 4)),)
        defaults = {"short": name[:3], "path": f"tests/{name}", "teaches": f"What {name} is.", "coverage": coverage}
        return Suite(name=name, **{**defaults, **fields})

    def test(self, name: str, **fields: Any) -> Test:
        file, _, short = name.rpartition("::")
        folder = file.split("/")[1] if "/" in file else "forward"
        return Test(id=name, **{"suite": folder, "name": short, "file": file, "line": 3, **fields})

    def results(self, table: str = TABLE, break_table: str | None = None, **fields: Any) -> Results:
        """A finished run whose derived parts fit its cells, unless ``fields`` says otherwise."""
        cells = self.cells(table)
        mutant_ids, test_ids = self.ids(table)
        break_table = break_table or "\n".join(["  ".join(test_ids), "canonical " + " k" * len(test_ids)])
        break_cells = self.cells(break_table)
        mutants = tuple(self.mutant(name) for name in mutant_ids)
        parts = {
            "families": (self.family("accumulation"), self.family("sign")),
            "mutants": mutants,
            "breaks": tuple(self.break_(name) for name in self.ids(break_table)[0]),
            "suites": (self.suite("forward"), self.suite("diamond")),
            "tests": tuple(self.test(name) for name in test_ids),
            "cells": cells,
            "break_cells": break_cells,
        }
        parts.update((name, fields.pop(name)) for name in tuple(fields) if name in parts)
        analysis = analyse(**parts)
        defaults = {
            "schema_version": SCHEMA_VERSION,
            "source": "gradbreak run",
            "tool": Tool(gradbreak="0.1.0", mutmut="3.8.1", pytest="9.2.0", coverage="7.1", python="3.11.9"),
            "engine": Engine(
                files={ENGINE_FILE: "a + b\n"}, sha256="0" * 64, node_class="Node", gradient="g", entry_point="sweep"
            ),
            "summary": analysis.summary,
            "redundancy": analysis.redundancy,
            "subsumption": analysis.subsumption,
            "examples": (self.example(),),
            "proofs": (Proof(name="The suite passes on the engine as it is", detail="3 of 3 tests"),),
            "timing": Timing(
                started="2026-01-02T03:04:05+00:00",
                seconds={"mutants": 0.25, "baseline": 0.5, "matrix": 2.0},
                tests=dict.fromkeys(test_ids, 0.001),
                rows_kept=0,
                rows_run=len(mutants),
                jobs=2,
            ),
        }
        return Results(**{**parts, **defaults, **fields})

    def example(self) -> Example:
        write = Write(sweep=1, step=1, site="backward", node="a + a", before=0.0, after=1.0)
        tape = Tape(writes=(write,), gradients={"a": 2.0})
        return Example(
            name="sum",
            expression="a + a",
            inputs={"a": 1.5},
            value=3.0,
            nodes=(
                Node(name="a", op="", parents=(), value=1.5),
                Node(name="a + a", op="add", parents=("a", "a"), value=3.0),
            ),
            intact=tape,
            broken=tape,
            break_id="canonical",
        )


@pytest.fixture(scope="session")
def build() -> Build:
    """Builders; of session scope, so that property-based tests may use them."""
    return Build()
