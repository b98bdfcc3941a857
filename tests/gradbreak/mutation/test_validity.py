"""Mutants that the interpreter refuses."""

from __future__ import annotations

import pytest

from gradbreak.config import load_config
from gradbreak.errors import NoSuchMutant
from gradbreak.mutation import make_mutants

MATCHES = """

def size(number):
    match number:
        case -2 | -1:
            return "small"
        case 1 + 2j:
            return "complex"
        case [first, *rest]:
            return first
    return number
"""


@pytest.fixture
def made(project):
    """The mutants of the small project with a function that matches, and the text they were made for."""
    core = project.root / "tiny/core.py"
    core.write_text(core.read_text() + MATCHES)
    return make_mutants(load_config(project.root))


def test_a_pattern_that_becomes_no_pattern_is_invalid_and_every_other_mutant_compiles(made):
    source = made.sources["tiny/core.py"]
    assert {(each.original, each.replacement) for each in made.invalid} >= {("-2", "+2"), ("-1", "+1")}
    assert {each.function for each in made.invalid} == {"size"}
    for mutant in made.mutants:
        (edit,) = made.edits(mutant.id)
        compile(source[: edit.start] + edit.replacement + source[edit.end :], "whole file", "exec")
    for each in made.invalid:
        lines = source.splitlines(keepends=True)
        start = sum(map(len, lines[: each.location.start.line - 1])) + each.location.start.column - 1
        text = source[:start] + each.replacement + source[start + len(each.original) :]
        with pytest.raises(SyntaxError):
            compile(text, "whole file", "exec")


def test_an_invalid_mutant_is_no_mutant_and_who_asks_for_it_is_told_why(made):
    (first, *_) = made.invalid
    assert first.id not in {mutant.id for mutant in made.mutants} | set(made.edits_by_id)
    with pytest.raises(NoSuchMutant, match=f"{first.id} is no Python"):
        made.find(first.id)
