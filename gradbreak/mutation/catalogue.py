"""Make the mutants and breaks of the configured engine, each with a name and a family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gradbreak.config import Config, EngineConfig, EquivalentEntry
from gradbreak.engine.edits import Edit, OverlappingEditsError, apply_edits, unified_diff
from gradbreak.engine.operations import operation_name
from gradbreak.engine.sites import Site
from gradbreak.engine.source_files import read_sources
from gradbreak.errors import BadEngine, ConfigError, NoMutants
from gradbreak.model import Break, Mutant, place_name
from gradbreak.mutation.accumulation import missing_mutations, sites_of
from gradbreak.mutation.breaks import as_break, break_members
from gradbreak.mutation.families import family_of
from gradbreak.mutation.mutant_set import MutantSet
from gradbreak.mutation.raw_mutation import RawMutation
from gradbreak.mutation.titles import titles
from gradbreak.mutation.validity import without_invalid


def make_mutants(config: Config, *, sites_only: bool = False) -> MutantSet:
    """Every first-order mutant that ``mutmut run`` would test, those of our own operator, and the breaks.

    Args:
        config: the project.
        sites_only: only one mutant for each accumulating write, made by our own operator, and the breaks. That takes
            milliseconds: mutmut and its parser, which take seconds, are not loaded.

    Raises:
        BadEngine: a file of the engine cannot be parsed.
        ConfigError: a mutant fits no family, an entry of ``equivalent.toml`` names no mutant, or a
            break combines mutants that overlap.
        NoMutants: nothing can be changed.
    """
    sources = read_sources(config.root, config.engine.files)
    for file, text in sources.items():
        _check_syntax(config.root / file, file, text)
    raw: list[RawMutation] = []
    for file, text in sources.items():
        sites = sites_of(config, file, text)
        made = [] if sites_only else _made_by_mutmut(config.root, file, text, sites)
        raw += sorted([*made, *missing_mutations(file, text, sites, made)], key=lambda each: each.start)
    raw, invalid = without_invalid(raw, sources)
    if not raw and sites_only:
        raise NoMutants(
            f"no statement in {', '.join(sources)} adds to a gradient",
            f"Run `gradbreak check {config.engine.file}`: an engine that never adds gradients up is wrong",
        )
    if not raw:
        raise NoMutants(
            f"nothing in {', '.join(sources)} can be mutated",
            "Check `file` in engine.toml, and `# pragma: no mutate` comments in the engine",
        )
    arguments = _equivalence_arguments(config.equivalent, raw, are_all=not sites_only)
    edits: dict[str, tuple[Edit, ...]] = {
        m.id: (Edit(file=m.location.file, start=m.start, end=m.end, replacement=m.replacement),) for m in raw
    }
    ops = [_op_of(mutation, config.engine) for mutation in raw]
    places = [place_name(op, m.site.operand if m.site else None) for op, m in zip(ops, raw, strict=True)]
    mutants = tuple(
        Mutant(
            id=mutation.id,
            title=title,
            family=family_of(mutation, config.families),
            op=op,
            operand=mutation.site.operand if mutation.site else None,
            operator=mutation.operator,
            function=mutation.function,
            location=mutation.location,
            original=mutation.original,
            replacement=mutation.replacement,
            diff=_diff(sources, edits[mutation.id]),
            equivalent=arguments.get(mutation.id),
        )
        for mutation, op, title in zip(raw, ops, titles(places, raw), strict=True)
    )
    lines: dict[str, tuple[tuple[str, int, int], ...]] = {m.id: ((m.location.file, *m.lines),) for m in raw}
    breaks: list[Break] = []
    for id_, title, rule, members in break_members(config.breaks, mutants):
        if id_ in edits:
            raise ConfigError(f"breaks.toml makes {id_!r} twice", "Give every break its own id")
        edits[id_] = tuple(edit for mutant in members for edit in edits[mutant.id])
        lines[id_] = tuple(stretch for mutant in members for stretch in lines[mutant.id])
        try:
            diff = _diff(sources, edits[id_])
        except OverlappingEditsError as error:
            raise ConfigError(
                f"breaks.toml: break {id_!r} combines mutants that change the same text ({error})",
                "Choose a family with one mutant for each place, or name sites",
            ) from None
        breaks.append(as_break(id_, title, rule, members, diff))
    return MutantSet(
        sources=sources,
        mutants=mutants,
        breaks=tuple(breaks),
        edits_by_id=edits,
        lines_by_id=lines,
        accumulating=config.accumulating_family,
        invalid=invalid,
    )


def _made_by_mutmut(root: Path, file: str, text: str, sites: Sequence[Site]) -> list[RawMutation]:
    from gradbreak.mutation.mutmut_api import mutations_of  # only here: the import alone takes most of a second

    return mutations_of(root, file, text, sites)


def _check_syntax(path: Path, file: str, text: str) -> None:
    # libcst accepts files that the interpreter refuses, and its errors name no column.
    try:
        compile(text, str(path), "exec")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{file}, line {line}" if line else file
        raise BadEngine(f"{where}: {getattr(error, 'msg', error)}", "Correct the syntax of the engine") from None


def _op_of(mutation: RawMutation, engine: EngineConfig) -> str:
    """What a mutant's place is called: an operation of the node class, a class of an operation, or a function."""
    name = mutation.function.rpartition(".")[2]
    if mutation.class_name == engine.node_class:
        return engine.operations.get(name, operation_name(name) if mutation.site else name)
    if mutation.site and mutation.class_name:
        return mutation.class_name.rpartition(".")[2].lower()
    return mutation.function


def _diff(sources: Mapping[str, str], edits: Iterable[Edit]) -> str:
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    return "".join(
        unified_diff(file, sources[file], apply_edits(sources[file], changes)) for file, changes in by_file.items()
    )


def _equivalence_arguments(
    entries: Iterable[EquivalentEntry], raw: Sequence[RawMutation], *, are_all: bool
) -> dict[str, str]:
    """The id of a mutant → why no test can kill it.

    Args:
        entries: of ``equivalent.toml``.
        raw: the mutations.
        are_all: they are all that there are, so an entry that fits none is wrong.
    """
    arguments = {}
    for entry in entries:
        fitting = [
            mutation.id
            for mutation in raw
            if (mutation.function, mutation.original, mutation.replacement)
            == (entry.function, entry.original, entry.replacement)
        ]
        if not fitting and not are_all:
            continue
        if not fitting:
            raise ConfigError(
                f"equivalent.toml: no mutant of {entry.function} turns {entry.original!r} into {entry.replacement!r}",
                "Correct the entry, or remove it if that code is gone",
            )
        if len(fitting) != entry.mutants:
            raise ConfigError(
                f"equivalent.toml: {len(fitting)} mutants of {entry.function} turn {entry.original!r} into "
                f"{entry.replacement!r}, and the entry says {entry.mutants}",
                f"If its argument holds for each, add mutants = {len(fitting)}",
            )
        arguments.update(dict.fromkeys(fitting, entry.argument))
    return arguments
