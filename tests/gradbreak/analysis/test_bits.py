from hypothesis import given
from hypothesis import strategies as st

from gradbreak.analysis.bits import members


@given(st.sets(st.integers(0, 400)))
def test_the_members_of_a_set_come_back_in_ascending_order(numbers):
    assert list(members(sum(1 << number for number in numbers))) == sorted(numbers)
