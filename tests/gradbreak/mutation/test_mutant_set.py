from __future__ import annotations

import msgspec
import pytest

from gradbreak.errors import NoSuchMutant

MUL_SELF = "minigrad.scalar.xǁValueǁ__mul____mutmut_9"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(MUL_SELF, id="its id"),
        pytest.param("mul.self  += → =", id="its title"),
        pytest.param(" mul.self\t+= →  = ", id="its title with other blanks"),
        pytest.param("mul.self", id="its site"),
        pytest.param("__mul____mutmut_9", id="the end of its id"),
    ],
)
def test_a_mutant_is_found_by(name, mutants):
    assert mutants.find(name).id == MUL_SELF


@pytest.mark.parametrize("name", ["op:mul", "every += of mul becomes ="])
def test_a_break_is_found_by_its_id_and_by_its_title(name, mutants):
    assert mutants.find(name).id == "op:mul"


def test_every_mutant_and_break_is_found_by_its_id_and_by_its_title(mutants):
    for each in (*mutants.breaks, *mutants.mutants):
        assert mutants.find(each.id) is each
        assert mutants.find(each.title) is each


def test_the_name_of_a_site_is_its_accumulation_mutant_and_no_other_there(mutants):
    assert mutants.find("sub.other").family == "accumulation"


def test_an_end_that_several_ids_have_is_answered_with_the_first_of_them(mutants):
    with pytest.raises(
        NoSuchMutant, match=r"'__init____mutmut_1' fits 4 mutants\. Name one of them: minigrad\.scalar\S+, minigrad"
    ):
        mutants.find("__init____mutmut_1")


def test_where_many_fit_four_are_listed(mutants):
    with pytest.raises(NoSuchMutant) as caught:
        mutants.find("_mutmut_1")
    assert caught.value.next_step.count("mutmut_1") == 4
    assert caught.value.next_step.endswith(", …")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mul.sel", "mul.self"),
        ("canonnical", "canonical"),
        ("op:mull", "op:mul"),
        ("mul.self += → -", "mul.self += → -="),
        ("minigrad.scalar.xǁValueǁ__mul____mutmut_99", MUL_SELF),
    ],
)
def test_a_misspelt_name_is_answered_with_the_closest(typed, meant, mutants):
    with pytest.raises(NoSuchMutant, match="no mutant or break is called") as caught:
        mutants.find(typed)
    assert caught.value.next_step == f"Did you mean {meant!r}?"


@pytest.mark.parametrize("name", ["", "  ", "something else altogether"])
def test_a_name_that_resembles_nothing_is_answered_with_the_command_that_lists_them(name, mutants):
    with pytest.raises(NoSuchMutant, match="`gradbreak mutants` lists them"):
        mutants.find(name)


def test_on_an_engine_that_adds_nowhere_it_is_said_that_a_break_may_be_in_it(mutants):
    left = tuple(mutant for mutant in mutants.mutants if mutant.family != mutants.accumulating)
    broken = msgspec.structs.replace(mutants, mutants=left, breaks=())
    with pytest.raises(NoSuchMutant, match="no write of this engine adds to a gradient") as caught:
        broken.find("canonical")
    assert caught.value.next_step.startswith("If a break is still in minigrad/scalar.py, minigrad/nn.py, restore it")
    assert broken.find("mul.self  += → -=").family == "sign"


def test_the_edits_of_a_break_are_those_of_its_members(mutants):
    members = mutants.find("op:add").members
    assert mutants.edits("op:add") == tuple(edit for member in members for edit in mutants.edits(member))


def test_the_edits_of_an_unknown_id_are_a_key_error(mutants):
    with pytest.raises(KeyError):
        mutants.edits("mul.self")
