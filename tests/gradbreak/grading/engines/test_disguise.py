from __future__ import annotations

import random

import pytest

from gradbreak.engine.edits import Edit, OverlappingEditsError
from gradbreak.errors import ConfigError
from gradbreak.grading.engines.disguise import disguise
from gradbreak.grading.engines.forms import AccumulatingWrite, Disguise

TEXT = {"e.py": "class N: pass\nn = N()\nn.g = 2.0\nn.g += 3.0 * 1\nn.g += 4.0\n", "other.py": "o = 1\n"}


def edit(write: str) -> Edit:
    start = TEXT["e.py"].index(write)
    return Edit(file="e.py", start=start, end=start + len(write), replacement=write.replace("+=", "="))


FIRST, SECOND = edit("n.g += 3.0 * 1"), edit("n.g += 4.0")


def result(disguised: Disguise, seed: int = 0) -> float:
    names: dict = {}
    exec(disguised.text(random.Random(seed))["e.py"], names)
    return names["n"].g


def writes(disguised: Disguise) -> list[AccumulatingWrite]:
    return [part for part in disguised.files["e.py"] if isinstance(part, AccumulatingWrite)]


@pytest.mark.parametrize("seed", range(10))
def test_a_disguised_break_forgets_at_its_own_write_and_nowhere_else(seed):
    assert result(disguise(TEXT, [FIRST, SECOND], broken=[FIRST]), seed) == 7.0
    assert result(disguise(TEXT, [FIRST, SECOND], broken=[SECOND]), seed) == 4.0


@pytest.mark.parametrize("hides_all", [True, False])
def test_a_decoy_does_what_the_engine_does(hides_all):
    assert result(disguise(TEXT, [FIRST, SECOND], hides_all=hides_all)) == 9.0


def test_a_write_that_is_not_broken_takes_forms_too_so_that_the_broken_one_does_not_stand_out():
    disguised = disguise(TEXT, [FIRST, SECOND], broken=[FIRST])
    assert [(write.keeps, write.is_hidden) for write in writes(disguised)] == [(False, True), (True, False)]


def test_every_write_of_an_engine_that_hides_all_may_be_a_broken_one_by_its_looks():
    assert [write.is_hidden for write in writes(disguise(TEXT, [FIRST, SECOND], hides_all=True))] == [True, True]


def test_what_else_is_changed_is_changed_in_the_disguise_too():
    start = TEXT["e.py"].index("2.0")
    base = Edit(file="e.py", start=start, end=start + 3, replacement="10.0")
    assert result(disguise(TEXT, [FIRST, SECOND], base=[base])) == 17.0


def test_a_change_of_a_write_itself_is_refused():
    base = Edit(file="e.py", start=FIRST.start + 1, end=FIRST.end, replacement="")
    with pytest.raises(OverlappingEditsError):
        disguise(TEXT, [FIRST], base=[base])


def test_a_file_without_writes_is_left_as_it_is():
    assert disguise(TEXT, [FIRST]).text(random.Random(0))["other.py"] == "o = 1\n"


@pytest.mark.parametrize("statement", ["n.g = 3.0", "n.g -= 3.0", "n.g += (", "n.g += 1; n.g += 2"])
def test_only_an_in_place_add_can_be_disguised(statement):
    whole = Edit(file="e.py", start=0, end=len(statement), replacement="")
    with pytest.raises(ConfigError, match="is no in-place add"):
        disguise({"e.py": statement}, [whole])


def test_a_term_that_reads_its_target_cannot_be_disguised():
    statement = "n.g += n.g * 2"
    with pytest.raises(ConfigError, match="whose right side reads the left"):
        disguise({"e.py": statement}, [Edit(file="e.py", start=0, end=len(statement), replacement="")])
