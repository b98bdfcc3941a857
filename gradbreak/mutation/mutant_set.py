"""All mutants and breaks of an engine, found by any of their names."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

from msgspec import Struct, structs

from gradbreak.engine.edits import Edit
from gradbreak.errors import NoSuchMutant
from gradbreak.model import Break, InvalidMutant, Mutant


class MutantSet(Struct, frozen=True, kw_only=True):
    """The engine's text, and every change that a run makes in it.

    Attributes:
        sources: path relative to the root → text, the main file first.
        mutants: in the order of the source.
        breaks: in the order of the configuration.
        edits_by_id: the id of a mutant or a break → what it changes.
        lines_by_id: the same id → per file, the stretches of lines (first, last) of which one must run
            for the change to be reached.
        accumulating: the id of the family that ``breaks.toml`` declares for the canonical break, even where the engine
            has no mutant of it; empty without that break.
        invalid: the mutants that are no Python; no id in the other attributes is one of theirs.
    """

    sources: Mapping[str, str]
    mutants: tuple[Mutant, ...]
    breaks: tuple[Break, ...]
    edits_by_id: Mapping[str, tuple[Edit, ...]]
    lines_by_id: Mapping[str, tuple[tuple[str, int, int], ...]]
    accumulating: str
    invalid: tuple[InvalidMutant, ...] = ()

    def of_families(self, families: Collection[str]) -> MutantSet:
        """The same with the mutants of these families alone, and with the breaks that combine no others."""
        mutants = tuple(mutant for mutant in self.mutants if mutant.family in families)
        ids = {mutant.id for mutant in mutants}
        breaks = tuple(each for each in self.breaks if ids.issuperset(each.members))
        ids |= {each.id for each in breaks}
        return structs.replace(
            self,
            mutants=mutants,
            breaks=breaks,
            edits_by_id={id_: edits for id_, edits in self.edits_by_id.items() if id_ in ids},
            lines_by_id={id_: lines for id_, lines in self.lines_by_id.items() if id_ in ids},
        )

    def edits(self, id_: str) -> tuple[Edit, ...]:
        """What a mutant or break changes.

        Raises:
            KeyError: the id is of neither; use ``find`` for what a user typed.
        """
        return self.edits_by_id[id_]

    def find(self, name: str) -> Mutant | Break:
        """The mutant or break that a user means.

        Args:
            name: an id, a title with any spacing, the name of a site (its accumulation mutant), or the
                end of an id (``__mul____mutmut_9``) that fits only one.

        Raises:
            NoSuchMutant: nothing fits, or several do.
        """
        everything: tuple[Mutant | Break, ...] = (*self.breaks, *self.mutants)
        wanted = " ".join(name.split())
        for candidate in everything:
            if wanted in (candidate.id, candidate.label):
                return candidate
        at_site = [m for m in self.mutants if m.family == self.accumulating and m.place == wanted]
        ending = [m for m in self.mutants if m.id.endswith(wanted)] if wanted else []
        fitting = at_site or ending
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise NoSuchMutant(f"{name!r} fits {len(fitting)} mutants", f"Name one of them: {_listed(fitting)}")
        for each in self.invalid:
            if wanted and each.id.endswith(wanted):
                raise NoSuchMutant(
                    f"{each.id} is no Python ({each.reason}), so it is no mutant that a test could kill: {each.label}",
                    "Choose another; it counts nowhere",
                )
        if self.accumulating and not any(m.family == self.accumulating for m in self.mutants):
            # The break's record is lost while the engine is still broken, or the engine never adds to a gradient.
            raise NoSuchMutant(
                f"no mutant or break is called {name!r}, and no write of this engine adds to a gradient",
                f"If a break is still in {', '.join(self.sources)}, restore it from version control; otherwise write "
                "+= where a gradient is passed on",
            )
        known = [text for candidate in everything for text in (candidate.id, candidate.label)]
        known += [m.place for m in self.mutants if m.family == self.accumulating]
        close = difflib.get_close_matches(wanted, known, n=1)
        raise NoSuchMutant(
            f"no mutant or break is called {name!r}",
            f"Did you mean {close[0]!r}?" if close else "`gradbreak mutants` lists them",
        )


def _listed(mutants: list[Mutant]) -> str:
    shown = ", ".join(mutant.id for mutant in mutants[:4])
    return f"{shown}, …" if len(mutants) > 4 else shown
