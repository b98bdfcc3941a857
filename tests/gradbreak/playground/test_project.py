from __future__ import annotations

from gradbreak.grading.declarations import load_grading
from gradbreak.grading.engines import make_engines
from gradbreak.playground.project import FAMILY, LEVELS


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
