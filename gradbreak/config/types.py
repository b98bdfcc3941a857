"""The keys that the files of the configuration folder may have; any other key is an error."""

from __future__ import annotations

import dataclasses
import enum
import os
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, structs

from gradbreak.engine.confirming import CheckedSite, Standing
from gradbreak.engine.shape import EngineShape
from gradbreak.model import FORCED, PROCESSES, BreakKind, Order, UnorderedLine

Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]*$")]
HintSteps = Annotated[int, Meta(ge=0, le=3)]
Positive = Annotated[float, Meta(gt=0, le=1e6)]  # TOML has infinity, and a limit of infinity would never end anything


class EngineConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``engine.toml``: the engine under mutation.

    Every key may be missing; what is missing is inferred.

    Attributes:
        file: the main file, relative to the root; suites' coverage is measured on it.
        also_mutate: further files that are mutated.
        module: the dotted name that the main file is imported under; empty where it follows from the path.
        import_path: a folder that must be on ``sys.path`` besides the root and ``src``; empty where none must.
        node_class: the class whose instances are nodes.
        value: its attribute that holds the forward value.
        gradient: its attribute that accumulates; empty where the sweep returns gradients.
        closure: its attribute that holds the function which passes the gradient on; empty where there is none.
        entry_point: its method that runs the sweep, or a function of the module.
        reset: its method that sets a graph's gradients to zero; empty where there is none.
        parents: its attribute that holds the operands in order; empty where none was found.
        operations: method name → operation name; methods that are not listed go by their own name.
        can_be_recorded: every contribution is an assignment to the attribute; without it no reason is measured.
        unordered: where sets are made that a sweep iterates, so that verdicts can depend on their order.
        files_with_sets: the files whose sets are iterated in a forced order; empty where the order does not matter.
        is_left_to_chance: the order of a sweep differs between processes even where the sets are forced, so that every
            accumulation mutant is run in several processes.
        imports: further files of the project that the engine imports and that are not mutated.
    """

    file: str = ""
    also_mutate: tuple[str, ...] = ()
    module: str = ""
    import_path: str = ""
    node_class: str = ""
    value: str = ""
    gradient: str = ""
    closure: str = ""
    entry_point: str = ""
    reset: str = ""
    parents: str = ""
    operations: dict[str, Name] = {}
    can_be_recorded: bool = True
    unordered: tuple[UnorderedLine, ...] = ()
    files_with_sets: tuple[str, ...] = ()
    is_left_to_chance: bool = False
    imports: tuple[str, ...] = ()

    @property
    def orders(self) -> tuple[Order | None, ...]:
        """The orders under which each test is run; None where the engine keeps an order of its own."""
        found = (*(FORCED if self.files_with_sets else ()), *(PROCESSES if self.is_left_to_chance else ()))
        return found or (None,)

    @property
    def measured_orders(self) -> tuple[Order | None, ...]:
        """Those of the orders under which the suites are measured: one process tells as much as another."""
        return self.orders[: len(FORCED) if self.files_with_sets else 1]

    @property
    def is_complete(self) -> bool:
        """Whether nothing has to be inferred."""
        return all((self.file, self.node_class, self.value, self.gradient, self.entry_point))

    @property
    def files(self) -> tuple[str, ...]:
        """All mutated files, the main one first."""
        return (self.file, *self.also_mutate)

    @property
    def shape(self) -> EngineShape:
        """What the engine's parts are called, for code that must not depend on the configuration."""
        return EngineShape(
            file=self.file,
            module_name=self.module,
            can_be_recorded=self.can_be_recorded,
            node_class=self.node_class,
            value=self.value,
            gradient=self.gradient,
            closure=self.closure,
            parents=self.parents,
            entry_point=self.entry_point,
            reset=self.reset,
            operations=self.operations,
        )


class SuiteConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``suites.toml``: a column of the report.

    Attributes:
        name: unique among the suites.
        short: at most three letters, for a narrow screen.
        path: the folder with its tests; no suite's folder may lie in another's.
        teaches: one sentence on what it is an example of.
    """

    name: Name
    short: Annotated[str, Meta(min_length=1, max_length=3)]
    path: str
    teaches: str = ""


class MutationPlace(enum.StrEnum):
    """Where in the engine a mutation is."""

    SITE = "site"  # the whole accumulating write of a closure: its operator is changed
    CLOSURE = "closure"  # anything else inside a function that is defined within a function
    BODY = "body"  # outside such inner functions


class FamilyRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The conditions for a mutant to belong to a family; an absent key matches everything.

    Attributes:
        place: where the mutation is.
        functions: globs over qualified names, ``*.__r*__``; one must match.
        operators: mutation operators; one must be the mutant's.
        statement: a regular expression to search for in the statement, or in the header of a compound statement.
        change: a regular expression to search for in the change as titles show it, ``* → /``.
    """

    place: MutationPlace | None = None
    functions: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    statement: str | None = None
    change: str | None = None


class FamilyConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``families.toml``: a mutant belongs to the first family with a rule that matches.

    Attributes:
        id: the key in results.
        title: the heading in reports.
        symbol: the change in a few characters, ``+= → =``.
        meaning: one sentence on what it does to the engine.
        order: where a report shows the family, from 1; rules are tried in the order of the file.
        rules: one that matches is enough.
    """

    id: Name
    title: str
    symbol: str = ""
    meaning: str
    order: int
    rules: tuple[FamilyRule, ...]


class BreakRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``breaks.toml``: all mutants of a family at once, or once for each operation.

    Attributes:
        id: the name; ``{op}`` stands for the operation where the kind is per-op.
        title: a name for people, with the same placeholder.
        kind: canonical, per-op or partial.
        family: whose mutants it combines.
        sites: for a partial break, the sites it combines, ``mul.self``.
    """

    id: str
    title: str
    kind: BreakKind
    family: Name
    sites: tuple[str, ...] = ()


class EquivalentEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``equivalent.toml``: a mutant that no test can kill, with the argument.

    It is identified by its change, because mutmut's number moves with every edit above it.

    Attributes:
        function: the qualified name of the outermost function.
        original: the text that is replaced.
        replacement: the text instead.
        argument: why no test can tell the two apart.
        mutants: how many mutants of that function the entry is about; the argument must hold for all of them.
    """

    function: str
    original: str
    replacement: str
    argument: Annotated[str, Meta(min_length=20)]
    mutants: Annotated[int, Meta(ge=1)] = 1


class ExampleConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``examples.toml``: an expression that a report traces under a break.

    Attributes:
        name: ``linear`` and ``diamond`` are drawn side by side at the top of a page.
        expression: as a learner writes it, ``(a*b + c)*(a - c)``.
        inputs: variable → its value.
        break_id: the break that it is compared with.
    """

    name: Name
    expression: str
    inputs: dict[str, float]
    break_id: str = "canonical"


class ProbeConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of ``probes.toml``: a program for code that no tool can guess how to call.

    Attributes:
        sentence: what it proves; it becomes the name of the test.
        imports: lines at the top of that test.
        lines: what to run. Without ``shows`` the engine must refuse the last of them.
        shows: an expression → the expected value, in plain Python with ``math`` and ``random`` imported, and
            without the engine.
        why: where the expected value comes from, if that is not obvious.
    """

    sentence: Annotated[str, Meta(min_length=10)]
    imports: tuple[str, ...] = ()
    lines: Annotated[tuple[str, ...], Meta(min_length=1)]
    shows: dict[str, str] = {}
    why: str = ""


class LessonExpression(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One expression of the lesson, with the value of each variable."""

    expression: str
    inputs: dict[str, float]


class LessonConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``lesson.toml``: what ``gradbreak lesson`` works through.

    Attributes:
        diamond: an expression in which a variable is reached by two paths.
        linear: one in which each variable is used once.
        break_id: the break that the lesson makes.
    """

    diamond: LessonExpression
    linear: LessonExpression
    break_id: str = "canonical"


class MutantLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``limits.toml``: how long a test on a mutant may run, and how much memory it may take.

    Attributes:
        intact_seconds: CPU seconds that a test may take on the engine as it is; one that takes longer is set aside.
        test_seconds: CPU seconds that every test may take, however fast it is unmutated.
        test_factor: CPU seconds that a test may take for each second of its unmutated run; the larger limit counts.
        wall_factor: wall seconds that a test may take for each CPU second of its limit, for tests that sleep.
        memory_mib: how much one test process may allocate beyond what it started with, in MiB.
    """

    intact_seconds: Positive = 60.0
    test_seconds: Positive = 1.0
    test_factor: Positive = 20.0
    wall_factor: Positive = 10.0
    memory_mib: Annotated[int, Meta(ge=16)] = 256


class SelectedTests(Struct, frozen=True, kw_only=True):
    """Tests that a person has selected, with what their pytest was started with.

    Attributes:
        ids: node ids, relative to the root; that of a file stands for all its tests. No other test is run.
        options: those of pytest's options that change how tests are imported.
    """

    ids: tuple[str, ...]
    options: tuple[str, ...] = ()


WHOLE_TEST = 3
"""The last step of hints: an idea, a skeleton, a whole test."""


class HintLimit(Struct, frozen=True):
    """What ``rubric.toml`` says about hints; everything else in it is for grading alone."""

    hints: HintSteps = WHOLE_TEST


class Config(Struct, frozen=True, kw_only=True):
    """All declarations of one project.

    Attributes:
        root: the project's folder, absolute; every other path is relative to it.
        work_folder: where the cache and the reports go; None for the root.
        options: the options with which a command that is started in the work folder names this engine and its tests;
            empty where the folder says it.
        sites: the accumulating writes that an inspection of the engine found; empty where there was none.
        selected: which of the suites' tests to run; None for all.
        lesson: None where the project has no ``lesson.toml``, which may be missing.
        probes: empty where the project has no ``probes.toml``, which may be missing too.
        hints: the last step of hints that people get here: 3 is a whole test, and 0 nothing. The rubric says it,
            because a folder that students practise in has one.
    """

    root: Path
    engine: EngineConfig
    suites: tuple[SuiteConfig, ...]
    families: tuple[FamilyConfig, ...]
    breaks: tuple[BreakRule, ...]
    equivalent: tuple[EquivalentEntry, ...]
    examples: tuple[ExampleConfig, ...]
    limits: MutantLimits
    sites: tuple[CheckedSite, ...] = ()
    work_folder: Path | None = None
    options: tuple[str, ...] = ()
    selected: SelectedTests | None = None
    lesson: LessonConfig | None = None
    probes: tuple[ProbeConfig, ...] = ()
    hints: HintSteps = WHOLE_TEST

    @property
    def accumulating_family(self) -> str:
        """The id of the family whose mutants the canonical break combines; empty where no such break is declared."""
        return next((rule.family for rule in self.breaks if rule.kind is BreakKind.CANONICAL), "")

    @property
    def gives_whole_tests(self) -> bool:
        """Whether a test to write may be shown as a whole."""
        return self.hints >= WHOLE_TEST

    @property
    def cache_root(self) -> Path:
        """The folder in which the cache and the reports are."""
        return self.work_folder or self.root

    @property
    def shape(self) -> EngineShape:
        """What the engine's parts are called, and where its sites are."""
        lines = {
            (os.path.realpath(self.root / each.file), line)
            for each in self.sites
            for line in range(each.site.line, each.site.last_line + 1)
        }
        return dataclasses.replace(self.engine.shape, site_lines=frozenset(lines))

    def with_confirmed_sites(self) -> Config:
        """The same with those sites alone whose break was shown to matter: nobody can catch another."""
        confirmed = tuple(each for each in self.sites if each.standing is Standing.CONFIRMED)
        return structs.replace(self, sites=confirmed)
