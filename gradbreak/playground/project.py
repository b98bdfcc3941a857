"""A project as the playground needs it: the engine's files, its broken engines, and correct variants of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, structs

from gradbreak.check.operand_reversal import Reversal
from gradbreak.config import Config, EngineConfig, MutantLimits
from gradbreak.engine.confirming import CheckedSite
from gradbreak.engine.edits import Edit, are_apart
from gradbreak.model import Break, BreakKind, Family, Mutant, canonical_break
from gradbreak.mutation.mutant_set import MutantSet

LEVELS = ("canonical", "ops", "sites", "order_proof")
"""From the easiest to the hardest, as a grade has them."""

REVERSED = ":reversed"
"""The suffix of the ids of broken engines that visit operands right first."""

FAMILY = "family"
"""The level of mutants that do something else than replace: they count for no level, and are run when asked for."""


class BrokenVariant(Struct, frozen=True, kw_only=True):
    """One broken engine.

    Attributes:
        id: of a mutant or break, with ``REVERSED`` where operands are visited right first.
        name: for people: ``mul.self``.
        level: one of ``LEVELS``, or ``FAMILY``.
        family: the id of its family.
        edits: what it changes in the engine.
        reverses_sets: the engine's sets are iterated in reverse, too.
        lines: per file, the stretches of lines (first, last) of which one must run for the break to be reached.
        diff: the part of it that breaks the engine, as a unified diff.
        sites: the accumulating writes that it changes; empty where it changes something else.
        after: the id of a broken engine that must be caught too before this one counts; empty for most.
        equivalent: why no test can kill it; empty where one may.
    """

    id: str
    name: str
    level: str
    family: str
    edits: tuple[Edit, ...]
    lines: tuple[tuple[str, int, int], ...]
    diff: str
    sites: tuple[str, ...] = ()
    reverses_sets: bool = False
    after: str = ""
    equivalent: str = ""


class CorrectVariant(Struct, frozen=True, kw_only=True):
    """One correct engine that differs in what no test may depend on.

    Attributes:
        name: as the project calls it.
        independent_of: the end of the sentence "it depends on …".
        edits: what it changes in the engine.
        reverses_sets: the engine's sets are iterated in reverse, too.
    """

    name: str
    independent_of: str
    edits: tuple[Edit, ...]
    reverses_sets: bool = False


class PlaygroundProject(Struct, frozen=True, kw_only=True):
    """An engine, and what tests are tried on.

    Attributes:
        files: path relative to the root → text: the engine, and what its package has besides.
        engine: what its parts are called.
        sites: the accumulating writes that an inspection found; empty where there was none.
        broken: the broken engines, level by level, then family by family.
        correct: the correct variants.
        families: those of the mutants.
        starter: a first test; it passes and uses each variable once.
    """

    files: dict[str, str]
    engine: EngineConfig
    sites: tuple[CheckedSite, ...]
    broken: tuple[BrokenVariant, ...]
    correct: tuple[CorrectVariant, ...]
    families: tuple[Family, ...]
    starter: str

    def configured(self, root: object) -> Config:
        """The declarations of a project of this engine alone.

        Args:
            root: the folder that its files were written to.
        """
        return Config(
            root=root,  # type: ignore[arg-type]  # a path
            engine=self.engine,
            suites=(),
            families=(),
            breaks=(),
            equivalent=(),
            examples=(),
            limits=MutantLimits(),
            sites=self.sites,
        )


def describe_project(
    config: Config,
    mutants: MutantSet,
    files: Mapping[str, str],
    *,
    correct: Sequence[CorrectVariant] = (),
    reversal: Reversal | None = None,
    starter: str,
) -> PlaygroundProject:
    """Describe a project.

    Args:
        config: the project.
        mutants: its mutants and breaks.
        files: everything that the engine's package has, the engine included.
        correct: the correct variants.
        reversal: what lets a sweep visit operands right first; None where nothing is known that does.
        starter: a first test.
    """
    return PlaygroundProject(
        files={**files, **mutants.sources},
        engine=config.engine,
        sites=config.sites,
        broken=tuple(_broken(mutants, reversal)),
        correct=tuple(correct),
        families=tuple(
            Family(id=each.id, title=each.title, symbol=each.symbol, meaning=each.meaning)
            for each in sorted(config.families, key=lambda family: family.order)
        ),
        starter=starter,
    )


def _broken(mutants: MutantSet, reversal: Reversal | None) -> Iterator[BrokenVariant]:
    canonical = canonical_break(mutants.breaks)
    assert canonical is not None  # a project without one is refused before
    members = {each.id: each for each in mutants.mutants if each.id in canonical.members}

    def variant(each: Mutant | Break, name: str, level: str, sites: Iterable[Mutant]) -> BrokenVariant:
        family = each.family if isinstance(each, Mutant) else mutants.accumulating
        why = (each.equivalent or "") if isinstance(each, Mutant) else ""
        return BrokenVariant(
            id=each.id,
            name=name,
            level=level,
            family=family,
            edits=mutants.edits(each.id),
            lines=mutants.lines_by_id[each.id],
            diff=each.diff,
            sites=tuple(site.place for site in sites),
            equivalent=why,
        )

    yield variant(canonical, canonical.id, "canonical", members.values())
    for combined in mutants.breaks:
        if combined.kind is BreakKind.PER_OP and members.keys() >= set(combined.members):
            own = [members[id_] for id_ in combined.members]
            yield variant(combined, own[0].op, "ops", own)
    names = list(_unique(each.place for each in members.values()))
    for each, name in zip(members.values(), names, strict=True):
        yield variant(each, name, "sites", [each])
    if reversal is not None:
        for each, name in zip(members.values(), names, strict=True):
            forwards = variant(each, name, "order_proof", [each])
            edits = (*forwards.edits, *reversal.edits)
            # A write that stands in the loop's own head cannot be broken and visited in reverse.
            if are_apart(edits):
                yield structs.replace(
                    forwards, id=each.id + REVERSED, edits=edits, reverses_sets=reversal.by_sets, after=each.id
                )
    for each in mutants.mutants:
        if each.id not in members:
            yield variant(each, each.label, FAMILY, [])


def _unique(names: Iterable[str]) -> Iterator[str]:
    """Unique names: two writes to one operand in one operation share a name, and a list must tell them apart."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"
