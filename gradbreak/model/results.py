"""One finished run: what ``results.json`` holds and what every page is rendered from."""

from __future__ import annotations

from msgspec import Struct, field

from gradbreak.model.cells import Cell
from gradbreak.model.mutants import Break, Family, InvalidMutant, Mutant
from gradbreak.model.suites import SetAside, Suite, Test
from gradbreak.model.summary import Summary
from gradbreak.model.traces import Example, FirstDifference

SCHEMA_VERSION = 2
"""Increased when a program that knows an older version could misread a newer file."""


class Tool(Struct, frozen=True, kw_only=True):
    """The programs that made the run, as their versions could change a verdict.

    Attributes:
        gradbreak: the release of this program.
        mutmut: the release that made the mutants.
        pytest: the release that ran the tests.
        coverage: the release of coverage.py that counted lines and branches.
        python: the interpreter's version.
    """

    gradbreak: str
    mutmut: str
    pytest: str
    coverage: str
    python: str


class UnorderedLine(Struct, frozen=True, kw_only=True):
    """A line because of which the order of the sweep differs between processes: it makes a set, or sorts by address.

    Attributes:
        file: the path relative to the root.
        line: counted from 1.
        text: the line, stripped.
        fix: the line with a tuple or a list in place of the set; empty where none was shown to be right.
    """

    file: str
    line: int
    text: str
    fix: str = ""


class Engine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The engine under mutation.

    Attributes:
        files: path relative to the root → source text; the main file first.
        sha256: of the files' texts in order, hexadecimal.
        node_class: the name of the class whose instances are the graph's nodes.
        gradient: the name of the attribute that accumulates.
        entry_point: the name of the method that sweeps.
        unordered: the lines that make sets which a sweep iterates, so that every verdict is made under two orders; and
            where the order cannot be forced, the lines that seem to be why.
        repeated_in: where the order cannot be forced, the number of processes in which every accumulation mutant and
            break was judged; otherwise 0.
        options: the options with which a command names an engine that is not configured, and its tests, from the folder
            in which the run was started.
    """

    files: dict[str, str]
    sha256: str
    node_class: str
    gradient: str
    entry_point: str
    unordered: tuple[UnorderedLine, ...] = ()
    repeated_in: int = 0
    options: tuple[str, ...] = ()


class Proof(Struct, frozen=True, kw_only=True):
    """One check that held before any verdict was given.

    Attributes:
        name: what was checked, as a sentence.
        detail: the count or value that showed it.
    """

    name: str
    detail: str


class VerifiedTest(Struct, frozen=True, kw_only=True):
    """A test that passes on the engine as it is and fails on some mutants. It was run on each of them.

    Attributes:
        source: the function with its imports.
        kills: the ids of mutants and breaks for which it was found, in the order of the results; at least one.
    """

    source: str
    kills: tuple[str, ...]


class UniqueKills(Struct, frozen=True, kw_only=True):
    """The mutants that one test alone kills.

    Attributes:
        test: the id of the test.
        mutants: the ids of the mutants, in the order of the source; at least one.
    """

    test: str
    mutants: tuple[str, ...]


class Redundancy(Struct, frozen=True, kw_only=True):
    """What the matrix says about the tests.

    Attributes:
        unique: tests that alone kill something, with what.
        idle: the ids of tests that kill nothing.
        smallest: the ids of a set of tests that together kill what all of them kill.
        smallest_is_proven: no smaller set exists; False where the search was cut short.
    """

    unique: tuple[UniqueKills, ...]
    idle: tuple[str, ...]
    smallest: tuple[str, ...]
    smallest_is_proven: bool


class Subsumption(Struct, frozen=True, kw_only=True):
    """What the matrix says about the mutants (dynamic subsumption: Ammann, Delamaro & Offutt, ICST 2014).

    One killed mutant subsumes another where every test that kills the first kills the second.

    Attributes:
        distinct: how many different kill rows there are.
        minimal: groups of mutants with the same row that no other row subsumes; to kill one of
            each group is to kill every killed mutant.
        subsumed: mutant id → the id of one minimal mutant that subsumes it.
    """

    distinct: int
    minimal: tuple[tuple[str, ...], ...]
    subsumed: dict[str, str]


class Timing(Struct, frozen=True, kw_only=True):
    """Everything that may differ between two runs of the same input.

    Attributes:
        started: when, in ISO 8601 with the offset.
        seconds: wall time of each phase, by name.
        tests: seconds each test took unmutated, under coverage measurement.
        rows_kept: mutant × suite rows taken from the journal.
        rows_run: mutant × suite rows run now.
        jobs: how many processes ran mutants side by side.
    """

    started: str
    seconds: dict[str, float]
    tests: dict[str, float]
    rows_kept: int
    rows_run: int
    jobs: int


class RunRecord(Struct, frozen=True, kw_only=True):
    """Everything a run found out but its cells and its timing, which differ in form between memory and file.

    Attributes:
        schema_version: which version of this format the file has.
        source: ``gradbreak run``, or ``mutmut run`` where its recorded rows were read.
        tool: versions.
        engine: what was mutated.
        families: in the order in which a report shows them.
        mutants: in the order of the source.
        breaks: the higher-order mutants.
        suites: in configured order.
        tests: by suite, in pytest's order; those that are set aside are not among them.
        summary: counts.
        redundancy: which tests matter.
        subsumption: which mutants matter.
        examples: the traced expressions that a report draws.
        first_differences: the key ``telling_writes``. For a break, and for each mutant that it combines: one for
            each suite whose tests reach it. For any other mutant: one for each suite in which a write differs and no
            test notices. Ordered by mutants, then breaks, then suites.
        killing_tests: for each mutant or break that a suite lets live, a test that kills it; empty where the project's
            rubric shows no whole test, or where none was looked for.
        set_aside: the tests that count nowhere, because they cannot tell a mutant from the engine.
        invalid: the mutants that are no Python, and count nowhere.
        wrong_engine: language → what is wrong with the numbers of the engine itself, a line each; empty where a
            check found nothing.
        proofs: the checks that held before any verdict was given.
    """

    schema_version: int
    source: str
    tool: Tool
    engine: Engine
    families: tuple[Family, ...]
    mutants: tuple[Mutant, ...]
    breaks: tuple[Break, ...]
    suites: tuple[Suite, ...]
    tests: tuple[Test, ...]
    summary: Summary
    redundancy: Redundancy
    subsumption: Subsumption
    examples: tuple[Example, ...]
    # Files written before there were any are still read.
    first_differences: tuple[FirstDifference, ...] = field(name="telling_writes", default=())
    killing_tests: tuple[VerifiedTest, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    invalid: tuple[InvalidMutant, ...] = ()
    wrong_engine: dict[str, tuple[str, ...]] = {}
    proofs: tuple[Proof, ...]


class Results(RunRecord, frozen=True, kw_only=True):
    """Everything a run found out.

    Attributes:
        cells: mutants × tests, by mutant. Where there is no cell, the test does not reach the mutant.
        break_cells: breaks × tests, by break, in the same way.
        timing: all that may differ between two runs of the same input.
    """

    cells: tuple[Cell, ...]
    break_cells: tuple[Cell, ...]
    timing: Timing
