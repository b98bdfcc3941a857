"""Broken engines beside those that forget to add: of the families that a rubric gives points for.

A mutant of these families may change any part of a statement, and one statement may have several. So each is turned
into an edit of a whole statement, which ``disguise`` puts under a condition, in targets and in their partner alike.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from gradbreak.engine.edits import Edit, apply_edits, by_file, unified_diff
from gradbreak.engine.lines import line_starts
from gradbreak.errors import ConfigError
from gradbreak.grading.model import BrokenEngine, LevelName
from gradbreak.mutation import MutantSet
from gradbreak.process.parsing import parse

SIGN: Final = "sign"

LINEAR: Final = "linear"
"""The level of one engine in which every contribution has the wrong sign. A test of any gradient notices that, also one
in which each variable is used once."""

FAMILY_OF: Mapping[LevelName, str] = {LINEAR: SIGN, SIGN: SIGN, "derivative": "derivative", "reset": "reset"}
"""Level → the id of its family in ``families.toml``."""


def family_edits(mutants: MutantSet, family: str) -> dict[str, tuple[Edit, ...]]:
    """The id of each mutant of a family, as edits of whole statements; those judged equivalent are left out.

    Raises:
        ConfigError: there is none.
    """
    mine = (each for each in mutants.mutants if each.family == family and each.equivalent is None)
    found = {each.id: mutants.edits(each.id) for each in mine}
    if not found:
        raise ConfigError(
            f"rubric.toml gives points for the family {family!r}, and the engine has no mutant of it",
            "Leave these points out",
        )
    return whole_statements(mutants.sources, found)


def whole_statements(sources: Mapping[str, str], changes: Mapping[str, Sequence[Edit]]) -> dict[str, tuple[Edit, ...]]:
    """Changes as edits of whole statements, of which no two overlap in part: they are the same statement, or apart.

    Args:
        sources: file → text.
        changes: a name → its edits, anywhere.
    """
    of_name = {name: by_file(edits) for name, edits in changes.items()}
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for file, text in sources.items():
        statements = sorted(_statements(text), key=lambda span: span[1] - span[0])
        for name, files in of_name.items():
            for edit in files.get(file, ())[:1]:
                last = max(each.end for each in files[file])
                spans[name, file] = next(span for span in statements if span[0] <= edit.start and last <= span[1])
    return {
        name: tuple(
            _widened(sources[file], edits, _outermost(spans[name, file], file, spans)) for file, edits in files.items()
        )
        for name, files in of_name.items()
    }


def _statements(text: str) -> Iterator[tuple[int, int]]:
    starts, lines = line_starts(text), text.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    for node in ast.walk(parse(text)):
        if isinstance(node, ast.stmt):
            assert node.end_lineno is not None  # the parser sets both
            assert node.end_col_offset is not None
            yield offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)


def _outermost(span: tuple[int, int], file: str, spans: Mapping[tuple[str, str], tuple[int, int]]) -> tuple[int, int]:
    around = (each for (_, other), each in spans.items() if other == file and each[0] <= span[0] and span[1] <= each[1])
    return max(around, key=lambda each: each[1] - each[0])


def _widened(text: str, edits: Sequence[Edit], span: tuple[int, int]) -> Edit:
    start, end = span
    inside = [Edit(each.file, each.start - start, each.end - start, each.replacement) for each in edits]
    return Edit(edits[0].file, start, end, apply_edits(text[start:end], inside))


def family_engines(
    mutants: MutantSet, level: LevelName, edits: Mapping[str, tuple[Edit, ...]]
) -> Iterator[tuple[BrokenEngine, tuple[Edit, ...]]]:
    """The broken engines of a level, each with what breaks it.

    Args:
        mutants: the mutants.
        level: one of ``FAMILY_OF``.
        edits: those of its family.
    """
    if level == LINEAR:
        whole = tuple(edit for each in edits.values() for edit in each)
        yield BrokenEngine(id=LINEAR, name=LINEAR, level=level, diff=_diff(mutants.sources, whole)), whole
        return
    for mutant in mutants.mutants:
        if mutant.id in edits:
            name = " ".join(mutant.title.split())
            yield BrokenEngine(id=mutant.id, name=name, level=level, diff=mutant.diff), edits[mutant.id]


def _diff(sources: Mapping[str, str], edits: Sequence[Edit]) -> str:
    return "".join(
        unified_diff(file, sources[file], apply_edits(sources[file], changes))
        for file, changes in by_file(edits).items()
    )
