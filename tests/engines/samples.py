"""The sample engines, read from their folders: what each ``expect.toml`` says is right."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Site:
    """One accumulating write.

    Attributes:
        name: ``operation.operand``, or ``function.operand`` where no operation holds the statement.
        file: the file that holds it, relative to the sample's folder.
        line: where the statement begins, from 1; in a notebook, within its cell.
        operand: the text of what owns the gradient.
        statement: the text of the statement, or of the expression where it is one of several in a lambda.
        broken: what stands there in the mutant.
        never_second: why no write here can land on a gradient that is not 0; empty where one can.
        cell: the index of the notebook's cell, from 0; -1 in a Python file.
    """

    name: str
    file: str
    line: int
    operand: str
    statement: str
    broken: str
    never_second: str = ""
    cell: int = -1


@dataclass(frozen=True)
class Operation:
    """One operation of an engine.

    Attributes:
        name: what it is called in a site's name.
        defined: the function or method, as ``Class.method``.
        written: how a learner writes it, with ``{}`` for each operand.
        means: the same in the words of ``gradbreak.trace``, with a and b as operands; empty for arrays.
        reduces: whether an array becomes a number.
    """

    name: str
    defined: str
    written: str
    means: str = ""
    reduces: bool = False

    @property
    def operands(self) -> int:
        """How many it takes."""
        return self.written.count("{}")


@dataclass(frozen=True)
class Sample:
    """A sample engine with its suites.

    Attributes:
        folder: where it stands.
        expected: all that its ``expect.toml`` says.
    """

    folder: Path
    expected: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def engine(self) -> list[str]:
        """The files of the engine, the one with the sites first."""
        return self.expected["engine"]

    @property
    def tests(self) -> list[str]:
        """Its suites, files or folders."""
        return self.expected["tests"]

    @property
    def shape(self) -> Mapping[str, Any]:
        """How the engine keeps its nodes."""
        return self.expected["shape"]

    @property
    def probe(self) -> Mapping[str, str]:
        """Code to make a leaf, sweep, and read a gradient and a value."""
        return self.expected["probe"]

    @property
    def set_aside(self) -> frozenset[str]:
        """The tests that cannot judge, because the intact engine does not pass them every time."""
        return frozenset(test["test"] for test in self.expected.get("set_aside", ()))

    @property
    def wrong(self) -> Mapping[str, Any]:
        """The fault of a wrong engine; empty for a correct one."""
        return self.expected.get("wrong", {})

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Its operations."""
        return tuple(Operation(name, **table) for name, table in self.expected["operations"].items())

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Its accumulating writes in the order of the source."""
        return tuple(Site(**table) for table in self.expected["sites"])

    @cached_property
    def calls(self) -> tuple[Site, ...]:
        """The calls of a function that accumulates, where it is written once for all operations."""
        return tuple(Site(**table) for table in self.expected.get("calls", ()))

    def source(self, file: str) -> str:
        """The text of a Python file, or of all code cells of a notebook."""
        path = self.folder / file
        if path.suffix != ".ipynb":
            return path.read_text(encoding="utf-8")
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def read_samples(folder: Path = FOLDER) -> list[Sample]:
    """Every sample in a folder, in the order of their names."""
    return [
        Sample(path.parent, tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*/expect.toml"))
    ]


def read_sample(name: str) -> Sample:
    """The sample of this name."""
    path = FOLDER / name / "expect.toml"
    return Sample(path.parent, tomllib.loads(path.read_text(encoding="utf-8")))
