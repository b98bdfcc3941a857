import msgspec
import pytest

from gradbreak.model import mutant_title


@pytest.mark.parametrize(
    ("operand", "place", "site"), [("self", "mul.self", "mul.self"), (None, "mul", None), ("x.y", "mul.x.y", "mul.x.y")]
)
def test_a_mutant_is_placed_by_its_operand_at_a_site_and_by_its_operation_elsewhere(build, operand, place, site):
    mutant = build.mutant("m", op="mul", operand=operand)
    assert (mutant.place, mutant.site) == (place, site)


def test_the_change_is_what_the_title_says_after_the_place(build):
    mutant = build.mutant("m", op="mul", operand="self", title=mutant_title("mul.self", "+= → =") + " (2)")
    assert mutant.change == "+= → = (2)"


def test_a_label_has_one_blank_where_a_title_has_several(build):
    assert build.mutant("m", title="mul.self  += → =").label == "mul.self += → ="
    assert msgspec.structs.replace(build.break_("b"), title="every  += becomes =").label == "every += becomes ="


def test_a_break_stands_beside_mutants_by_its_id_and_its_title(build):
    broken = msgspec.structs.replace(build.break_("canonical"), title="every += becomes =")
    assert (broken.place, broken.change) == ("canonical", "every += becomes =")
