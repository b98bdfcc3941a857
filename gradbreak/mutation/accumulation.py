"""The mutants of our own operator: at each site the old content of the gradient is dropped.

mutmut makes the same change of a ``+=`` in a plain function, and there the mutant keeps mutmut's name. Everything else
that accumulates, and every decorated function, is left alone by mutmut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gradbreak.config import Config
from gradbreak.engine.confirming import Standing, is_seed
from gradbreak.engine.lines import line_starts
from gradbreak.engine.sites import Site, accumulating_statements
from gradbreak.engine.slots import SlotKind
from gradbreak.engine.source_files import module_name
from gradbreak.model import Location, Position
from gradbreak.mutation.raw_mutation import REPLACING, RawMutation, SitePart


def sites_of(config: Config, file: str, source: str) -> tuple[Site, ...]:
    """The accumulating writes of one file whose break can matter.

    Those that an inspection found, where there was one and the file is as it was then; otherwise those whose slot is
    called like the gradient.

    Args:
        config: the project.
        file: relative to its root.
        source: the file's text.
    """
    inspected = [each for each in config.sites if each.file == file]
    if inspected and all(source[each.site.start : each.site.end] == each.site.statement for each in inspected):
        return tuple(each.site for each in inspected if each.standing is not Standing.NEVER_SECOND)
    if config.sites:
        return ()
    return sites_by_name(source, config.engine.gradient)


def sites_by_name(source: str, gradient: str) -> tuple[Site, ...]:
    """The accumulating writes of a text whose slot is called like the gradient.

    Args:
        source: the text.
        gradient: the attribute that accumulates.
    """
    return tuple(
        site
        for site in accumulating_statements(source)
        if site.kind is not SlotKind.NAME and site.name.strip("_") == gradient.strip("_") and not is_seed(site)
    )


def missing_mutations(file: str, source: str, sites: Sequence[Site], made: Iterable[RawMutation]) -> list[RawMutation]:
    """A mutation for each site that mutmut does not break.

    Args:
        file: the path relative to the root.
        source: its text.
        sites: the accumulating writes in it.
        made: what mutmut makes of the file.
    """
    broken = {each.start for each in made if each.site and each.site.whole and each.operator == REPLACING}
    starts = line_starts(source)
    numbers: dict[str, int] = {}
    found = []
    for site in sites:
        numbers[site.function] = numbers.get(site.function, 0) + 1
        if site.start in broken or any(site.start < start < site.end for start in broken):
            continue
        owner = site.function.rpartition(".")[0]
        found.append(
            RawMutation(
                # The mark tells it from mutmut's own, whose names end in __mutmut_ and a number.
                id=f"{module_name(file)}.{site.function}__site_{numbers[site.function]}",
                function=site.function,
                class_name=owner or None,
                operator=REPLACING,
                location=Location(file=file, start=_position(starts, site.start), end=_position(starts, site.end)),
                start=site.start,
                end=site.end,
                original=site.statement,
                replacement=site.replacement,
                statement=site.statement,
                in_closure=True,
                site=SitePart(operand=site.operand, whole=True),
                lines=(site.line, site.last_line),
            )
        )
    return found


def _position(starts: Sequence[int], offset: int) -> Position:
    line = max(index for index, start in enumerate(starts[:-1] or [0]) if start <= offset)
    return Position(line=line + 1, column=offset - starts[line] + 1)
