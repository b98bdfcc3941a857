"""Finds tests that kill a mutant by trying programs on it. Each test found was run on both engines."""

from __future__ import annotations

import functools
import gc
import warnings
from collections.abc import Mapping, Sequence

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.engine.activation import LiveFunctions, activate, compile_intact
from gradbreak.engine.live_code import live_functions
from gradbreak.engine.source_files import import_engine
from gradbreak.engine.spans import spans_of
from gradbreak.errors import BadEngine, ConfigError
from gradbreak.explain.observe import Observation, Raised, compiled, observe
from gradbreak.explain.oracle import Basis
from gradbreak.explain.program_list import in_order, make_programs
from gradbreak.explain.programs import LookContent
from gradbreak.explain.rendering import SettledProgram, settle, source_of
from gradbreak.explain.trial import KillingProgram, failure_of, first_find, in_words
from gradbreak.mutation import MutantSet
from gradbreak.process.in_child import Ended, in_child, in_children
from gradbreak.texts.catalogue import load
from gradbreak.texts.explain import ExplainTexts, OutcomeWords
from gradbreak.trace.loading import ChildEngine, engine_in_child

SECONDS = 30.0
"""Seconds of CPU time for trying programs on one mutant. Each program has a far shorter limit."""


class KillingTest(Struct, frozen=True, kw_only=True):
    """A test that passes on the intact engine and fails on a mutant. Both were run.

    Attributes:
        name: of the function.
        source: the function with its imports.
        basis: which method confirms what it expects.
        expected: expression → what it should be; empty where the test expects an error.
        error: the error that it expects, ``ValueError: …``; empty where it expects none.
        outcome: what happens on the mutant, in words.
    """

    name: str
    source: str
    basis: Basis
    expected: dict[str, LookContent]
    error: str
    outcome: str


def killing_tests(
    config: Config, mutants: MutantSet, ids: Sequence[str], language: str = "en", jobs: int = 1
) -> dict[str, KillingTest]:
    """A killing test for each mutant or break. Ids for which none was found are left out.

    Args:
        config: the project.
        mutants: what can be changed in its engine.
        ids: of mutants and breaks.
        language: of what is said about the outcome, one of ``gradbreak.texts.LANGUAGES``.
        jobs: how many processes side by side.

    Raises:
        BadEngine: the engine cannot be imported.
        ConfigError: a declared probe does not hold on the engine as it is.
    """

    # The engine is imported in a child, so that the command's own process stays as it is.
    def work() -> dict[str, KillingTest]:
        # A mutant may overflow; NumPy would say so between the lines of a result.
        warnings.simplefilter("ignore")
        with engine_in_child(config) as engine:
            return _search(config, engine, mutants, ids, load(ExplainTexts, language).outcomes, jobs)

    answer = in_child(
        work,
        dict[str, KillingTest],
        seconds=SECONDS * (len(ids) + 1),
        memory_mib=2 * config.limits.memory_mib,
    )
    if isinstance(answer, Ended):
        raise BadEngine(f"trying programs on the engine ended early: {answer.why}", "Look for an exit in the engine")
    return answer


def _search(
    config: Config, engine: ChildEngine, mutants: MutantSet, ids: Sequence[str], texts: OutcomeWords, jobs: int
) -> dict[str, KillingTest]:
    for file in () if config.engine.module else config.engine.also_mutate:
        import_engine(config.root, file)
    files = tuple(str(config.root / file) for file in config.engine.files)
    programs = make_programs(config, engine.node_class)
    for program in programs:
        compiled(program)
    memory = config.limits.memory_mib
    shown = in_child(
        lambda: [observe(program, files) for program in programs], list[Observation], seconds=SECONDS, memory_mib=memory
    )
    if isinstance(shown, Ended):
        raise BadEngine(f"small programs on the engine as it is end early: {shown.why}", "Look for an exit in it")
    settled = [settle(program, seen) for program, seen in zip(programs, shown, strict=True)]
    for program, seen, kept in zip(programs, shown, settled, strict=True):
        if program.is_declared and kept is None:
            raise ConfigError(
                f"probes.toml, {program.sentence!r}: the engine as it is does something else: "
                f"{in_words(seen, load(ExplainTexts, 'en').outcomes)}",
                "Correct the probe, or the engine",
            )
    usable = [each for each in settled if each is not None]
    functions = functions_changed(mutants)
    # Once here, and shared by every child: each takes longer than most mutants take to be killed.
    for source in mutants.sources.values():
        spans_of(source)
    live = {file: live_functions(str(config.root / file)) for file in mutants.sources}
    compile_intact(config.root, mutants.sources, live, config.engine.files_with_sets)
    gc.collect()
    gc.freeze()  # so that no child's garbage collection writes to what all of them share
    ordered_for = functools.cache(lambda changed: in_order(usable, changed, config.engine.node_class))

    def find_for(some: Sequence[str]) -> dict[str, KillingTest]:
        found: dict[str, KillingTest] = {}
        for id_ in some:
            ordered = ordered_for(functions[id_])
            tried = in_child(
                functools.partial(_on_mutant, config, engine, mutants, id_, live, ordered, files, texts),
                list[KillingProgram],
                seconds=SECONDS,
                memory_mib=memory,
            )
            if not isinstance(tried, Ended):
                found.update((id_, _as_test(ordered[find.index], find.outcome)) for find in tried)
        return found

    # Neighbours are in one part: those of one function try the programs in the same order.
    size = -(-len(ids) // jobs) or 1
    works = [functools.partial(find_for, ids[start : start + size]) for start in range(0, len(ids), size)]
    parts: list[dict[str, KillingTest] | Ended] = (
        in_children(works, dict[str, KillingTest], seconds=SECONDS * (size + 1), memory_mib=2 * memory)
        if len(works) > 1
        else [find_for(ids)]
    )
    found: dict[str, KillingTest] = {}
    for part in parts:
        if isinstance(part, Ended):
            raise BadEngine(f"trying programs on the engine ended early: {part.why}", "Look for an exit in the engine")
        found |= part
    passing = in_child(
        lambda: {id_: _passes(engine, test) for id_, test in found.items()},
        dict[str, bool],
        seconds=SECONDS,
        memory_mib=memory,
    )
    return {} if isinstance(passing, Ended) else {id_: test for id_, test in found.items() if passing[id_]}


def _passes(engine: ChildEngine, test: KillingTest) -> bool:
    """Whether a test passes on the engine as it is, under every order of its sets."""
    return {failure_of(test.source, test.name) is None for _ in engine.under_each_order()} == {True}


def _on_mutant(
    config: Config,
    engine: ChildEngine,
    mutants: MutantSet,
    id_: str,
    live: Mapping[str, LiveFunctions],
    programs: Sequence[SettledProgram],
    files: Sequence[str],
    texts: OutcomeWords,
) -> list[KillingProgram]:
    functions = live if all(live.values()) else None
    activate(config.root, mutants.edits(id_), mutants.sources, functions, config.engine.files_with_sets)
    return first_find(programs, files, texts, engine.under_each_order)


def functions_changed(mutants: MutantSet) -> dict[str, tuple[str, ...]]:
    """The id of a mutant or a break → the functions that it changes."""
    single = {mutant.id: (mutant.function,) for mutant in mutants.mutants}
    return {**single, **{each.id: tuple(single[member][0] for member in each.members) for each in mutants.breaks}}


def _as_test(settled: SettledProgram, outcome: str) -> KillingTest:
    shows = settled.shows
    return KillingTest(
        name=settled.name,
        source=source_of(settled),
        basis=settled.basis,
        expected={}
        if isinstance(shows, Raised)
        else dict(zip((look.text for look in settled.program.looks), shows.values, strict=True)),
        error=f"{shows.name}: {shows.message}" if isinstance(shows, Raised) else "",
        outcome=outcome,
    )
