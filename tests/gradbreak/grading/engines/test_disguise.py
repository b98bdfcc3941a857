from __future__ import annotations

import ast

import pytest

from gradbreak.activation import Edit, apply_edits
from gradbreak.errors import ConfigError
from gradbreak.grading.engines.disguise import decoy, disguised

TEXT = {"e.py": "class N: pass\nn = N()\nn.g = 2.0\nn.g += 3.0 * 1\n"}
WRITE = "n.g += 3.0 * 1"
START = TEXT["e.py"].index(WRITE)
BREAKING = Edit(file="e.py", start=START, end=START + len(WRITE), replacement="n.g = 3.0 * 1")


def result(*edits: Edit) -> float:
    names: dict = {}
    exec(apply_edits(TEXT["e.py"], edits), names)
    return names["n"].g


def in_place_adds(*edits: Edit) -> int:
    return sum(isinstance(node, ast.AugAssign) for node in ast.walk(ast.parse(apply_edits(TEXT["e.py"], edits))))


def test_a_disguised_break_does_what_the_plain_one_does():
    assert result(*disguised([BREAKING], TEXT)) == result(BREAKING) == 3.0


def test_a_disguised_break_has_the_in_place_add_that_the_plain_one_lacks():
    assert (in_place_adds(*disguised([BREAKING], TEXT)), in_place_adds(BREAKING)) == (1, 0)


def test_a_decoy_does_what_the_engine_does():
    assert result(*decoy([BREAKING], TEXT)) == result() == 5.0


def test_a_decoy_has_the_names_operators_and_constants_of_a_disguised_break():
    def words(edits):
        return sorted(
            apply_edits(TEXT["e.py"], edits).replace("(", "( ").replace(")", " )").replace(",", " , ").split()
        )

    assert words(decoy([BREAKING], TEXT)) == words(disguised([BREAKING], TEXT))
    assert decoy([BREAKING], TEXT) != disguised([BREAKING], TEXT)


@pytest.mark.parametrize("statement", ["n.g = 3.0", "n.g -= 3.0", "n.g += (", "n.g += 1; n.g += 2"])
def test_only_an_in_place_add_can_be_disguised(statement):
    edit = Edit(file="e.py", start=0, end=len(statement), replacement="")
    with pytest.raises(ConfigError, match="is no in-place add"):
        disguised([edit], {"e.py": statement})


def test_a_term_that_reads_its_target_cannot_be_disguised():
    statement = "n.g += n.g * 2"
    with pytest.raises(ConfigError, match="whose right side reads the left"):
        disguised([Edit(file="e.py", start=0, end=len(statement), replacement="")], {"e.py": statement})
