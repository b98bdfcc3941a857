"""The mutants of a finished run, read back from its results: making them anew takes most of a second."""

from __future__ import annotations

from gradbreak.engine.edits import Edit
from gradbreak.engine.lines import line_starts
from gradbreak.model import Mutant, Position, Results
from gradbreak.mutation.mutant_set import MutantSet


def mutants_of(results: Results, accumulating: str) -> MutantSet:
    """The mutants and breaks of a run, as they were made for it; without the lines by which a run chooses tests.

    Args:
        results: of the run.
        accumulating: the id of the family of the canonical break; see ``MutantSet``.
    """
    starts = {file: line_starts(text) for file, text in results.engine.files.items()}

    def offset(file: str, position: Position) -> int:
        return starts[file][position.line - 1] + position.column - 1

    def edit(mutant: Mutant) -> Edit:
        place = mutant.location
        return Edit(
            file=place.file,
            start=offset(place.file, place.start),
            end=offset(place.file, place.end),
            replacement=mutant.replacement,
        )

    edits: dict[str, tuple[Edit, ...]] = {mutant.id: (edit(mutant),) for mutant in results.mutants}
    edits |= {each.id: tuple(edits[member][0] for member in each.members) for each in results.breaks}
    return MutantSet(
        sources=results.engine.files,
        mutants=results.mutants,
        breaks=results.breaks,
        edits_by_id=edits,
        lines_by_id={},
        accumulating=accumulating,
        invalid=results.invalid,
    )
