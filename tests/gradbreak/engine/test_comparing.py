from __future__ import annotations

import math
import struct
from dataclasses import replace

import pytest

from gradbreak.engine import comparing
from gradbreak.engine.comparing import first_difference, has_effect, same, same_write
from gradbreak.engine.recording import RecordedWrite, Recording, WritePlace

WRITE = RecordedWrite(
    sweep=1,
    node=0,
    is_gradient=True,
    before=0.0,
    after=2.0,
    place=WritePlace(function="__mul__", op="mul", operand="self", line=88, contributes=True),
    source=2,
)


def digest(*writes: RecordedWrite) -> str:
    return comparing.digest(Recording(writes=writes, sweeps=1, complete=True))


def test_another_content_before_or_after_is_another_digest():
    assert len({digest(WRITE), digest(WRITE._replace(before=1.0)), digest(WRITE._replace(after=1.0))}) == 3


def test_the_same_write_to_another_node_is_another_digest():
    assert digest(WRITE) != digest(WRITE._replace(node=1))


def test_the_same_write_to_the_value_is_another_digest():
    assert digest(WRITE) != digest(WRITE._replace(is_gradient=False))


def test_another_order_is_another_digest():
    other = WRITE._replace(node=1)
    assert digest(WRITE, other) != digest(other, WRITE)


def test_a_write_that_leaves_a_content_as_it_was_is_none():
    assert digest(WRITE, WRITE._replace(before=2.0)) == digest(WRITE)


def test_where_the_code_stands_that_writes_does_not_count():
    assert digest(WRITE._replace(place=replace(WRITE.place, line=90, op="add"), source=None)) == digest(WRITE)


def test_a_content_that_is_no_number_is_told_from_an_unset_one():
    assert len({digest(WRITE._replace(after=after)) for after in ("NoneType", "Value", None)}) == 3


OTHER_NAN = struct.unpack("<d", struct.pack("<Q", 0xFFF8_0000_0000_0001))[0]
"""A NaN with another sign and payload than ``math.nan``."""


@pytest.mark.parametrize(
    ("one", "other"), [(1.0, 1.0), (math.nan, OTHER_NAN), (0.0, -0.0), ("Value", "Value"), (None, None)]
)
def test_contents_that_no_test_tells_apart_are_the_same_and_have_one_digest(one, other):
    assert same(one, other)
    assert digest(WRITE._replace(before="x", after=one)) == digest(WRITE._replace(before="x", after=other))


@pytest.mark.parametrize(
    ("one", "other"), [(1.0, 2.0), (math.nan, 0.0), (None, "NoneType"), (math.nan, "nan"), (0.0, None)]
)
def test_other_contents_are_not_the_same(one, other):
    assert not same(one, other)


@pytest.mark.parametrize("change", [{"node": 1}, {"is_gradient": False}, {"before": 5.0}, {"after": 5.0}], ids=str)
def test_a_write_is_the_same_only_with_node_attribute_and_contents(change):
    assert same_write(WRITE, WRITE)
    assert not same_write(WRITE, WRITE._replace(**change))


def test_a_write_from_another_place_in_another_sweep_is_the_same():
    assert same_write(WRITE, WRITE._replace(sweep=2, place=replace(WRITE.place, line=1), source=None))


def test_the_first_difference_is_the_index_of_the_first_pair_that_differs():
    other = WRITE._replace(after=3.0)
    assert first_difference([WRITE, WRITE, WRITE], [WRITE, other, other]) == 1


def test_where_one_recording_ends_early_the_difference_is_its_end():
    assert first_difference([WRITE, WRITE], [WRITE]) == first_difference([WRITE], [WRITE, WRITE]) == 1


def test_equal_recordings_have_no_difference():
    assert first_difference([WRITE, WRITE], [WRITE, WRITE]) is None


@pytest.mark.parametrize(("before", "after"), [(2.0, 2.0), (math.nan, OTHER_NAN), (0.0, -0.0), (None, None)])
def test_a_write_without_effect_is_in_no_digest(before, after):
    write = WRITE._replace(before=before, after=after)
    assert not has_effect(write)
    assert digest(WRITE, write) == digest(WRITE)
