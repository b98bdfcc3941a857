"""Makes every engine that submissions are tried on, correct or broken, from the mutants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from gradbreak.config import Config
from gradbreak.engine.edits import Edit, OverlappingEditsError, apply_edits
from gradbreak.engine.source_files import read_source, read_sources
from gradbreak.errors import ConfigError
from gradbreak.grading.declarations import Grading
from gradbreak.grading.engines.controls import control_edits
from gradbreak.grading.engines.disguise import disguise, rebroken
from gradbreak.grading.engines.families import FAMILY_OF, family_edits, family_engines
from gradbreak.grading.engines.forced_sets import SetOrder
from gradbreak.grading.engines.forms import Disguise
from gradbreak.grading.engines.telling import telling_text
from gradbreak.grading.engines.types import CorrectEngine, Engines, Target, Text
from gradbreak.grading.model import BrokenEngine
from gradbreak.model import Break, BreakKind, Mutant, canonical_break
from gradbreak.mutation import MutantSet

REVERSED = ":reversed"
"""The suffix of the ids of broken engines that visit operands right first."""

DECOY = "decoy"
"""The name of the correct engine in disguise, before a suffix."""

LOOKS = "how a write is written instead of what it does"


class Variant(Struct, frozen=True, kw_only=True):
    """A correct engine that differs from the reference in what no test may depend on.

    Attributes:
        name: unique among them.
        independent_of: what a test that fails on it depends on, as the end of the sentence "it depends on …".
        edits: what it changes in the text.
        reverses_operands: operands are visited right first; at most one does.
        reverses_sets: by the order of sets, and not by its edits.
    """

    name: str
    independent_of: str
    edits: tuple[Edit, ...] = ()
    reverses_operands: bool = False
    reverses_sets: bool = False


class _Base(Struct, frozen=True, kw_only=True):
    """A correct engine that broken ones are made on: its changes, and the order of its sets."""

    edits: tuple[Edit, ...] = ()
    sets: SetOrder | None = None


def declared_variants(grading: Grading, mutants: MutantSet, main_file: str) -> tuple[Variant, ...]:
    """The controls of ``controls.toml``.

    Args:
        grading: the declarations about grading.
        mutants: with the engine's files as they are.
        main_file: the file of edits that name none.

    Raises:
        ConfigError: a control does not fit the engine.
    """
    return tuple(
        Variant(
            name=control.name,
            independent_of=control.independent_of,
            edits=control_edits(control, mutants.sources, main_file),
            reverses_operands=control.reverses_operands,
        )
        for control in grading.controls
    )


def make_engines(
    config: Config, grading: Grading, mutants: MutantSet, made: Sequence[Variant] | None = None
) -> Engines:
    """Every engine that a submission is tried on.

    Args:
        config: the project's declarations.
        grading: the declarations about grading.
        mutants: of the engine.
        made: the correct engines that were made for one whose controls nobody has declared; None for the declared ones.

    Raises:
        ConfigError: there is no canonical break, it cannot be disguised, or a control does not fit the engine.
    """
    extra = {level: family_edits(mutants, FAMILY_OF[level]) for level in grading.rubric.points.other_levels}
    canonical = canonical_break(mutants.breaks)
    if canonical is None:
        raise ConfigError("breaks.toml makes no canonical break, so there is nothing to catch", "Add one")
    reference = {**rest_of_packages(config), **mutants.sources}
    variants = made if made is not None else declared_variants(grading, mutants, config.engine.file)
    forced = config.engine.files_with_sets
    sets = SetOrder(files=forced) if forced else None
    bases = {"": _Base(sets=sets)}
    for each in variants:
        if each.reverses_operands:
            order = SetOrder(files=forced, is_reversed=True) if each.reverses_sets else sets
            bases[REVERSED] = _Base(edits=each.edits, sets=order)
    broken = list(_broken(canonical, mutants, bases))
    writes = mutants.edits(canonical.id)
    others = [(each, edits) for level in extra for each, edits in family_engines(mutants, level, extra[level])]
    families = {FAMILY_OF[level]: edits for level, edits in extra.items()}
    try:
        decoys = (
            *_decoys(reference, writes, bases),
            *(_family_decoy(reference, family, edits, sets) for family, edits in families.items()),
        )
        targets = (
            *_targets(reference, writes, broken, decoys),
            *(_family_target(reference, each, edits, families, decoys) for each, edits in others),
        )
    except OverlappingEditsError as error:
        raise ConfigError(
            f"controls.toml: the control that reverses the operands changes a write that is broken ({error})",
            "Let it change the sweep alone",
        ) from None
    return Engines(
        reference=CorrectEngine(name="reference", independent_of="", text=reference, sets=sets),
        controls=tuple(
            CorrectEngine(
                name=each.name,
                independent_of=each.independent_of,
                text=_edited(reference, each.edits),
                sets=bases[REVERSED].sets if each.reverses_operands else sets,
            )
            for each in variants
        ),
        decoys=decoys,
        broken=(*(engine for engine, _, _ in broken), *(engine for engine, _ in others)),
        targets=targets,
        telling=telling_text(reference, _site_names(canonical, mutants), config.engine.shape),
        sha256=_digest(mutants.sources),
    )


def _broken(
    canonical: Break, mutants: MutantSet, bases: Mapping[str, _Base]
) -> Iterator[tuple[BrokenEngine, tuple[Edit, ...], _Base]]:
    """Each broken engine with the edits that break it and the correct engine it is made on."""
    base = bases[""]
    yield _engine(canonical, "canonical", "canonical"), mutants.edits(canonical.id), base
    members = {mutant.id: mutant for mutant in mutants.mutants if mutant.id in canonical.members}
    for each in mutants.breaks:
        if each.kind == BreakKind.PER_OP and members.keys() >= set(each.members):
            yield _engine(each, members[each.members[0]].op, "ops"), mutants.edits(each.id), base
    names = _names(members.values())
    for id_, name in names.items():
        yield _engine(members[id_], name, "sites"), mutants.edits(id_), base
    if REVERSED in bases:
        for id_, name in names.items():
            engine = BrokenEngine(id=id_ + REVERSED, name=name, level="order_proof", diff=members[id_].diff)
            yield engine, mutants.edits(id_), bases[REVERSED]


def _names(members: Iterable[Mutant]) -> dict[str, str]:
    """The id of each mutant that breaks one write → its name for people."""
    members = tuple(members)
    return dict(zip((each.id for each in members), _unique(each.place for each in members), strict=True))


def _site_names(canonical: Break, mutants: MutantSet) -> dict[Edit, str]:
    names = _names(mutant for mutant in mutants.mutants if mutant.id in canonical.members)
    return {edit: name for id_, name in names.items() for edit in mutants.edits(id_)}


def _engine(source: Mutant | Break, name: str, level: str) -> BrokenEngine:
    return BrokenEngine(id=source.id, name=name, level=level, diff=source.diff)  # type: ignore[arg-type]


def _unique(names: Iterable[str]) -> Iterator[str]:
    """Unique names. Two writes to one operand in one operation share a name, and lists must tell them apart."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _decoys(reference: Text, writes: tuple[Edit, ...], bases: Mapping[str, _Base]) -> Iterator[CorrectEngine]:
    """Correct engines in disguise.

    A test can tell by behaviour that operands are visited right first. Without a decoy there, it could fail on every
    such engine in disguise, and be right each time.
    """
    for suffix, base in bases.items():
        yield CorrectEngine(
            name=f"{DECOY}{suffix}",
            independent_of=LOOKS,
            text=_edited(reference, base.edits),
            disguise=disguise(reference, writes, base=base.edits, sets=base.sets),
            sets=base.sets,
        )


def _family_decoy(
    reference: Text, family: str, edits: Mapping[str, tuple[Edit, ...]], sets: SetOrder | None
) -> CorrectEngine:
    """The engine as it is, in the disguise of those that a family breaks."""
    return CorrectEngine(
        name=f"{DECOY}:{family}",
        independent_of=LOOKS,
        text=reference,
        disguise=disguise(reference, [edit for each in edits.values() for edit in each], sets=sets),
        sets=sets,
    )


def _family_target(
    reference: Text,
    engine: BrokenEngine,
    breaking: tuple[Edit, ...],
    families: Mapping[str, Mapping[str, tuple[Edit, ...]]],
    decoys: Iterable[CorrectEngine],
) -> Target:
    family = FAMILY_OF[engine.level]
    partner = f"{DECOY}:{family}"
    return Target(
        ids=(engine.id,),
        plain=_edited(reference, breaking),
        disguise=rebroken(
            _disguise_of(partner, decoys), [edit for each in families[family].values() for edit in each], breaking
        ),
        partner=partner,
    )


def _disguise_of(decoy: str, decoys: Iterable[CorrectEngine]) -> Disguise:
    found = next(each.disguise for each in decoys if each.name == decoy)
    assert found is not None  # every decoy has one
    return found


def _targets(
    reference: Text,
    writes: tuple[Edit, ...],
    broken: Iterable[tuple[BrokenEngine, tuple[Edit, ...], _Base]],
    decoys: Iterable[CorrectEngine],
) -> Iterator[Target]:
    ids: dict[tuple[tuple[Edit, ...], _Base], list[str]] = {}
    for engine, breaking, base in broken:
        ids.setdefault((breaking, base), []).append(engine.id)
    for (breaking, base), of_both in ids.items():
        is_reversed = of_both[0].endswith(REVERSED)
        partner = f"{DECOY}{REVERSED}" if is_reversed else DECOY
        yield Target(
            ids=tuple(of_both),
            plain=_edited(reference, (*breaking, *base.edits)),
            disguise=rebroken(_disguise_of(partner, decoys), writes, breaking),
            partner=partner,
            after=of_both[0].removesuffix(REVERSED) if is_reversed else None,
        )


def _edited(text: Text, edits: Iterable[Edit]) -> Text:
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    return {**text, **{file: apply_edits(text[file], changes) for file, changes in by_file.items()}}


def rest_of_packages(config: Config) -> dict[str, str]:
    """The modules beside the engine's files, and those it imports: tests import the package as a whole."""
    found: dict[str, str] = {}
    for file in config.engine.files:
        folder = (config.root / file).parent
        while (folder.parent / "__init__.py").is_file() and folder.parent != config.root:
            folder = folder.parent
        if (folder / "__init__.py").is_file():
            for path in sorted(folder.rglob("*.py")):
                relative = path.relative_to(config.root).as_posix()
                found[relative] = read_source(config.root, relative)
    for file in config.engine.imports:
        found.setdefault(file, read_source(config.root, file))
    return found


def engine_texts(config: Config) -> dict[str, str]:
    """The whole engine: file → text."""
    return {**rest_of_packages(config), **read_sources(config.root, config.engine.files)}


def _digest(sources: Text) -> str:
    whole = hashlib.sha256()
    for file, text in sources.items():
        whole.update(f"{file}\0{len(text.encode())}\0".encode())
        whole.update(text.encode())
    return whole.hexdigest()
