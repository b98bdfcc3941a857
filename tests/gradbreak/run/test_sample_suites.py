"""The sample engines with their suites: verdicts on accumulation mutants are those of plain pytest on edited copies.

What depends on the order of a set is the subject of other tests.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from gradbreak.model import DETECTED, Mutant, Results
from gradbreak.project.opening import open_project
from gradbreak.run.lifecycle import run
from gradbreak.run.options import Options
from tests.engines.brute_force import matrix
from tests.engines.samples import Sample, Site, read_samples
from tests.gradbreak.small_project import Silent

pytestmark = pytest.mark.slow

# Engines whose order differs between processes are in test_orders.py.
SAMPLES = [sample for sample in read_samples() if not sample.wrong and sample.shape["ordered"]]


def judged(sample: Sample, folder: Path) -> Results:
    """The sample's accumulation mutants run by gradbreak, with nothing configured."""
    copy = shutil.copytree(sample.folder, folder / sample.name)
    (folder / "here").mkdir()
    before = Path.cwd()
    os.chdir(folder / "here")  # where the cache goes
    try:
        project = open_project(None, (copy / sample.engine[0],), tuple(str(copy / path) for path in sample.tests))
        return run(project.config, Silent(), Options(only=("accumulation",)))
    finally:
        os.chdir(before)


def mutant_at(results: Results, site: Site) -> Mutant | None:
    """The mutant of a site; None where the site is known to be never second, and so has none."""
    if site.cell >= 0:  # the module that is made of a notebook has lines of its own
        [mutant] = [mutant for mutant in results.mutants if mutant.place == site.name]
        return mutant
    on_the_line = [
        mutant
        for mutant in results.mutants
        if Path(mutant.location.file).name == Path(site.file).name
        and mutant.location.start.line <= site.line <= mutant.location.end.line
    ]
    if len(on_the_line) > 1:
        on_the_line = [mutant for mutant in on_the_line if mutant.operand == site.operand]
    assert len(on_the_line) == 1 or (site.never_second and not on_the_line), site.name
    return on_the_line[0] if on_the_line else None


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_every_verdict_is_that_of_plain_pytest_on_an_edited_copy(sample, tmp_path):
    results = judged(sample, tmp_path)

    def named(test: str) -> str:
        """A test as the sample names it; a notebook's project is the folder above."""
        return test.removeprefix(f"{sample.name}/")

    aside = {named(each.test) for each in results.set_aside}
    assert aside <= sample.set_aside, "a test of a correct engine was set aside"
    ran = {named(test.id) for test in results.tests}
    skipped = {named(test.id) for test in results.tests if test.skipped}
    _, right = matrix(sample)
    compared = 0
    for site in sample.sites:
        mutant = mutant_at(results, site)
        if mutant is None:
            continue
        noticed = {named(cell.test): cell.status in DETECTED for cell in results.cells if cell.mutant == mutant.id}
        for test, verdict in right[site.name].items():
            if test not in aside | skipped:
                assert test in ran
                # A test without a cell does not reach the mutant.
                assert noticed.get(test, False) == (verdict != "survived"), (site.name, test, verdict)
                compared += 1
    assert compared
