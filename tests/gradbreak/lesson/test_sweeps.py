from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.errors import BadEngine, RunNotProven
from gradbreak.lesson.sweeps import Sweeps, measure_sweeps
from gradbreak.mutation import make_mutants
from gradbreak.trace.parse import parse


def measured(config, mutants, facts, break_id=None) -> Sweeps:
    return measure_sweeps(config, mutants, facts.expression, facts.inputs, break_id)


def test_two_sweeps_without_a_reset_give_twice_the_gradient(config, mutants, facts):
    sweeps = measured(config, mutants, facts)
    assert sweeps.once == {"a": 4.0, "b": -4.0, "c": -12.0}
    assert sweeps.twice == {"a": 8.0, "b": -8.0, "c": -24.0}
    assert sweeps.doubles
    assert not sweeps.stays


def test_a_reset_gives_the_gradient_once(config, mutants, facts):
    sweeps = measured(config, mutants, facts)
    assert sweeps.after_reset == sweeps.once


def test_under_the_break_the_second_sweep_changes_nothing(config, mutants, facts):
    sweeps = measured(config, mutants, facts, "canonical")
    assert sweeps.once == sweeps.twice == {"a": -6.0, "b": -4.0, "c": -2.0}
    assert sweeps.stays
    assert not sweeps.doubles


def test_an_engine_whose_inner_nodes_keep_their_gradients_more_than_doubles():
    sweeps = Sweeps(once={"a": 4.0}, twice={"a": 12.0}, after_reset={"a": 4.0})
    assert not sweeps.doubles
    assert not sweeps.stays


def test_an_engine_that_was_edited_meanwhile_is_not_measured(small):
    config = load_config(small.root)
    mutants = make_mutants(config)
    small.edit("tiny/core.py", "    def clear(self)", "    # mine\n    def clear(self)")
    with pytest.raises(RunNotProven, match="the engine was edited while the lesson was going on"):
        measure_sweeps(config, mutants, parse("a*a", {}), {"a": 2.0}, None)


def test_an_engine_without_the_reset_that_is_declared_is_named(small, capfd):
    small.edit("mutation_config/engine.toml", 'reset = "clear"', 'reset = "wipe"')
    config = load_config(small.root)
    with pytest.raises(BadEngine, match="Node has no method wipe, which the lesson needs"):
        measure_sweeps(config, make_mutants(config), parse("a*a", {}), {"a": 2.0}, None)
    assert capfd.readouterr().err == ""
