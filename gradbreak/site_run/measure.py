"""Run the accumulation mutants and breaks of a project on its selected tests."""

from __future__ import annotations

from gradbreak.config import Config
from gradbreak.engine.notebooks import is_of_notebook, skipped_in
from gradbreak.explain.killing import KillingTest, killing_tests
from gradbreak.model import Mutant
from gradbreak.mutation import MutantSet
from gradbreak.run.assemble import as_cells
from gradbreak.run.lifecycle import RunLifecycle
from gradbreak.run.options import Options, Phase
from gradbreak.site_run.outcome import SiteOutcome, SiteRun, is_canonical_caught, site_outcome

MOST_TRIED = 3
"""Survivors for which a test is searched for, one after the other, until one is found."""


class Silent:
    """Progress that nobody watches."""

    def begin(self, phase: Phase | str, total: int) -> None:
        """Nothing is shown."""

    def advance(self) -> None:
        """Nothing is shown."""


def run_sites(config: Config, source: str, *, language: str, outside: int = 0, wants_results: bool = False) -> SiteRun:
    """Run the sites' mutants and the breaks, and find the next test to write.

    Args:
        config: the project, with what was selected.
        source: what ran, for the page's foot.
        language: one of ``gradbreak.texts.LANGUAGES``.
        outside: how many selected tests are in no suite of the project.
        wants_results: make everything that a page shows, too.

    Raises:
        GradbreakError: whatever stands in the way of a run; see ``gradbreak.errors``.
    """
    with RunLifecycle.open(config, Silent(), Options(sites_only=True)) as lifecycle:
        mutants = lifecycle.mutants
        if wants_results:
            lifecycle.trace()
        plan, found = lifecycle.run(mutants.edits_by_id)
        tests = [test for test in lifecycle.tests(found) if not test.skipped]
        cells = as_cells((mutant.id for mutant in mutants.mutants), tests, found.answers, found.intact)
        break_cells = as_cells((each.id for each in mutants.breaks), tests, found.answers, found.intact)
        results = lifecycle.results(source, plan, found) if wants_results else None
    sites = tuple(
        site_outcome(mutant, [cell for cell in cells if cell.mutant == mutant.id], len(tests))
        for mutant in _sites_of(mutants)
        if mutant.equivalent is None
    )
    name, test = _next_test(config, mutants, sites, language) if config.gives_whole_tests else ("", None)
    return SiteRun(
        file=config.engine.file,
        node_class=config.engine.node_class,
        module=config.engine.shape.module,
        is_notebook=is_of_notebook(mutants.sources[config.engine.file]),
        tests=len(tests),
        set_aside=tuple(f"{each.test}: {each.reason or each.why.value}" for each in lifecycle.set_aside),
        skipped=skipped_in(config.root / config.engine.file),
        outside=outside,
        sites=sites,
        is_break_caught=is_canonical_caught(mutants.breaks, break_cells),
        next_site=name,
        next_test=test,
        hints=config.hints,
        results=results,
    )


def _sites_of(mutants: MutantSet) -> list[Mutant]:
    """The mutants of the accumulating family; all, where no break says which family that is."""
    return [mutant for mutant in mutants.mutants if mutants.accumulating in ("", mutant.family)]


def _next_test(
    config: Config, mutants: MutantSet, sites: tuple[SiteOutcome, ...], language: str
) -> tuple[str, KillingTest | None]:
    """The first survivor that a test was found for, and the test."""
    for site in [each for each in sites if not each.is_caught][:MOST_TRIED]:
        found = killing_tests(config, mutants, [site.mutant], language).get(site.mutant)
        if found is not None:
            return site.name, found
    return "", None
