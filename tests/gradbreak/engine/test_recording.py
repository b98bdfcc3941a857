from __future__ import annotations

from dataclasses import replace

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
    return Recording(writes=writes, sweeps=1, complete=True).digest()


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
