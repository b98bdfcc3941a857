from __future__ import annotations

from gradbreak.engine.ordered_sets import iterated_in_reverse, stand_ins


def test_a_set_that_was_made_before_is_iterated_in_reverse_and_afterwards_as_it_was():
    kinds = stand_ins()
    sets = [kind([1, 2, 3]) for kind in kinds]
    with iterated_in_reverse(kinds):
        assert [list(each) for each in sets] == [[3, 2, 1]] * 2
    assert [list(each) for each in sets] == [[1, 2, 3]] * 2


def test_other_stand_ins_keep_their_order():
    reversed_kind, _ = stand_ins()
    other, _ = stand_ins()
    with iterated_in_reverse([reversed_kind]):
        assert list(other([1, 2, 3])) == [1, 2, 3]
