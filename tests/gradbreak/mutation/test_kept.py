"""Mutants that are read back from results are those that were made."""

from __future__ import annotations

from gradbreak.config import load_config
from gradbreak.mutation import make_mutants
from gradbreak.mutation.kept import mutants_of


def test_they_are_those_that_are_made_anew(finished):
    made = make_mutants(load_config(finished.project.root))
    kept = mutants_of(finished.results, made.accumulating)
    assert dict(kept.edits_by_id) == dict(made.edits_by_id)
    assert (dict(kept.sources), kept.mutants, kept.breaks) == (dict(made.sources), made.mutants, made.breaks)


def test_a_site_and_a_break_are_found_by_their_names(finished):
    kept = mutants_of(finished.results, "accumulation")
    assert kept.find("mul.self").label == "mul.self += → ="
    assert kept.find("canonical").id == "canonical"
