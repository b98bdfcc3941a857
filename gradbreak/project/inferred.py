"""A configuration from what an inspection found out, for a project that has none."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec

from gradbreak.config import (
    BreakRule,
    Config,
    EngineConfig,
    ExampleConfig,
    FamilyConfig,
    LessonConfig,
    LessonExpression,
    MutantLimits,
    SuiteConfig,
)
from gradbreak.config.load import hints_given
from gradbreak.engine.inspecting import Inspection
from gradbreak.engine.slots import SlotKind
from gradbreak.model import UnorderedLine

NOTHING = "nothing-is-called-so"
"""Stands in a pattern for a part that an engine does not have."""

DIAMOND = "(a*b + c)*(a - c)"
DIAMOND_WITHOUT_SUB = "(a*b + c)*(a + c)"
LINEAR = "a*b + c"


class _Families(msgspec.Struct):
    family: tuple[FamilyConfig, ...]


class _Breaks(msgspec.Struct, rename={"break_": "break"}):
    break_: tuple[BreakRule, ...]


def inferred_config(inspection: Inspection, suites: Sequence[SuiteConfig], root: Path, work_folder: Path) -> Config:
    """A complete configuration for an inspected engine.

    Args:
        inspection: what was found out about it.
        suites: the suites to compare.
        root: the folder that paths are relative to.
        work_folder: where the cache and the reports go.
    """
    engine = engine_config(inspection, root)
    is_plain = is_plain_class(inspection)
    operations = set(engine.operations.values())
    can_draw = is_plain and {"add", "mul"} <= operations
    diamond = DIAMOND if "sub" in operations else DIAMOND_WITHOUT_SUB
    return Config(
        root=root,
        engine=engine,
        suites=tuple(suites),
        families=default_families(engine),
        breaks=default_breaks(),
        equivalent=(),
        # Without subtraction many an engine is unfinished, and a run must not end because of a picture.
        examples=tuple(_examples(diamond)) if can_draw and "sub" in operations else (),
        limits=MutantLimits(),
        sites=tuple(dataclasses.replace(each, file=_below(inspection, each.file, root)) for each in inspection.sites),
        lesson=_lesson(diamond) if can_draw else None,
        work_folder=work_folder,
        # Naming an engine is no way around the rubric of the folder that one practises in.
        hints=min(map(hints_given, (work_folder, *work_folder.parents))),
    )


def engine_config(inspection: Inspection, root: Path) -> EngineConfig:
    """What ``engine.toml`` would say of an inspected engine."""
    found, located = inspection.recognition, inspection.located

    return EngineConfig(
        file=_below(inspection, inspection.files[0], root),
        also_mutate=tuple(_below(inspection, file, root) for file in inspection.files[1:]),
        module=located.module,
        import_path=located.import_path,
        node_class=found.node_class,
        value=found.value,
        gradient=found.gradient,
        closure=found.closure,
        entry_point=found.sweep,
        reset=found.reset,
        parents=found.parents,
        operations={each.function: _name(each.name) for each in found.operations},
        can_be_recorded=can_be_recorded(inspection),
        unordered=tuple(
            UnorderedLine(file=_below(inspection, each.file, root), line=each.line, text=each.text, fix=each.fix)
            for each in inspection.unordered.lines
        ),
        imports=tuple(_below(inspection, file, root) for file in inspection.imports),
        files_with_sets=tuple(_below(inspection, file, root) for file in inspection.unordered.files),
        is_left_to_chance=inspection.unordered.is_left_to_chance,
    )


def _below(inspection: Inspection, file: str, root: Path) -> str:
    """A file of the engine, relative to a root that may be another than the inspection's."""
    return Path(os.path.relpath(Path(inspection.located.root) / file, root)).as_posix()


def _name(name: str) -> str:
    plain = re.sub("[^a-z0-9_-]", "", name.lower()).strip("_")
    return plain if plain[:1].isalpha() else "op"


def is_plain_class(inspection: Inspection) -> bool:
    """Whether nodes are made by calling the class with a number, swept by a method and linked by an attribute."""
    found = inspection.recognition
    return (
        found.wrapping == f"{found.node_class}({{x}})"
        and found.sweep_call == f"{{out}}.{found.sweep}()"
        and found.is_scalar
        and bool(found.gradient and found.parents)
        and "." not in found.parents
    )


def can_be_recorded(inspection: Inspection) -> bool:
    """Whether every contribution is an assignment to the gradient's attribute, which a recorder sees.

    Where gradients are kept in a dictionary or a list, or changed in place, no assignment happens.
    """
    gradient = inspection.recognition.gradient
    return bool(gradient) and all(
        each.site.kind is SlotKind.ATTRIBUTE and each.site.slot.endswith(f".{each.site.name}")
        for each in inspection.confirmed
    )


def default_families(engine: EngineConfig) -> tuple[FamilyConfig, ...]:
    """The families of an engine that nobody has configured."""
    text = _default("families.toml")
    for key, name in (
        ("sweep", engine.entry_point),
        ("reset", engine.reset),
        ("parents", engine.parents),
        ("closure", engine.closure),
    ):
        text = text.replace(f"{{{key}}}", name or NOTHING)
    return msgspec.toml.decode(text, type=_Families).family


def default_breaks() -> tuple[BreakRule, ...]:
    """The canonical break and one for each operation."""
    return msgspec.toml.decode(_default("breaks.toml"), type=_Breaks).break_


def _default(name: str) -> str:
    return (files("gradbreak.project") / "defaults" / name).read_text(encoding="utf-8")


def _examples(diamond: str) -> Iterable[ExampleConfig]:
    inputs = {"a": 2.0, "b": 3.0, "c": 4.0}
    yield ExampleConfig(name="linear", expression=LINEAR, inputs=inputs)
    yield ExampleConfig(name="diamond", expression=diamond, inputs=inputs)


def _lesson(diamond: str) -> LessonConfig:
    return LessonConfig(
        diamond=LessonExpression(expression=diamond, inputs={"a": 2.0, "b": 3.0, "c": 4.0}),
        linear=LessonExpression(expression="x*y", inputs={"x": 3.0, "y": 5.0}),
    )
