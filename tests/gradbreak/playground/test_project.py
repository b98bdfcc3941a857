from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gradbreak.config import Config
from gradbreak.errors import CouldNotGrade
from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import make_engines
from gradbreak.mutation import make_mutants
from gradbreak.playground.project import FAMILY, LEVELS
from gradbreak.playground.site import project_of
from gradbreak.project.opening import infer_project
from tests.gradbreak.documents import ROOT


def test_the_broken_engines_of_the_levels_are_those_of_a_grade(config, mutants, playground_project):
    graded = make_engines(config, load_grading(config), mutants).broken
    counted = [each for each in playground_project.broken if each.level != FAMILY]
    assert [(each.id, each.name, each.level) for each in counted] == [
        (each.id, each.name, each.level) for each in graded
    ]


def test_the_correct_variants_are_the_controls_of_a_grade(config, playground_project):
    controls = load_grading(config).controls
    assert [(each.name, each.independent_of) for each in playground_project.correct] == [
        (each.name, each.independent_of) for each in controls
    ]


def test_every_mutant_is_there_once(mutants, playground_project):
    first_order = [each.id for each in playground_project.broken if each.level in ("sites", FAMILY)]
    assert sorted(first_order) == sorted(each.id for each in mutants.mutants)


def test_the_levels_come_before_the_families(playground_project):
    order = [*LEVELS, FAMILY]
    places = [order.index(each.level) for each in playground_project.broken]
    assert places == sorted(places)


def inferred(sample: str, folder: Path) -> Config:
    """A sample engine about which nothing is declared, as a project."""
    shutil.copytree(ROOT / "tests/engines" / sample, folder / sample)
    test = next((folder / sample).glob("test_*.py"))
    engine = next(path for path in (folder / sample).glob("*.py") if path != test)
    return infer_project([engine], [str(test)], folder).config.with_confirmed_sites()


@pytest.mark.slow  # the engine is checked and a suite for it is written, each in a process
def test_an_engine_that_nobody_configured_has_every_level_and_the_controls_of_a_grade(tmp_path):
    config = inferred("set_children", tmp_path)
    found = project_of(config, make_mutants(config))
    levels = [each.level for each in found.broken]
    assert levels.count("order_proof") == levels.count("sites") == 5
    assert {each.name for each in found.correct} == {"explicit", "right-first", "renamed", "slots"}
    assert all(each.reverses_sets for each in found.broken if each.level == "order_proof")


@pytest.mark.slow  # as above
def test_a_wrong_engine_gets_no_playground(tmp_path):
    config = inferred("wrong_single_assignment", tmp_path)
    with pytest.raises(CouldNotGrade, match=r"value\.py is wrong"):
        project_of(config, make_mutants(config))
