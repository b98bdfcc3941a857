from __future__ import annotations

import hashlib

import pytest

from gradbreak.errors import Conflict
from gradbreak.workcopy import revert_break
from gradbreak.workcopy.record import applied_break, read_original, read_record
from tests.gradbreak.workcopy.working_copy import ENGINE, FILE


def test_the_record_has_what_was_applied_and_how_the_bytes_are_known_again(copy):
    copy.apply()
    record = read_record(copy.root)
    (entry,) = record.files
    assert (record.id, record.edits, entry.file) == ("canonical", copy.edits, FILE)
    assert entry.original_sha256 == hashlib.sha256(ENGINE.encode()).hexdigest()
    assert entry.broken_sha256 == hashlib.sha256(copy.broken.encode()).hexdigest()


@pytest.mark.parametrize("damage", ["", "{", '{"id": 1}'])
def test_a_damaged_record_is_named_and_not_taken_for_none(copy, damage):
    copy.apply()
    (copy.root / ".gradbreak/break/record.json").write_text(damage)
    with pytest.raises(Conflict, match=r"the record of the applied break in \.gradbreak/break is damaged"):
        applied_break(copy.root)


def test_a_copy_that_somebody_edited_is_not_taken_for_the_original(copy):
    copy.apply()
    (copy.root / ".gradbreak/break/1-core.py").write_text(ENGINE + "# edited\n")
    record = read_record(copy.root)
    with pytest.raises(Conflict, match=rf"1-core\.py is not the original of {FILE} any more"):
        read_original(copy.root, record.files[0])


def test_a_copy_that_is_gone_is_named(copy):
    copy.apply()
    (copy.root / ".gradbreak/break/1-core.py").unlink()
    record = read_record(copy.root)
    with pytest.raises(Conflict, match=r"damaged: .*1-core\.py"):
        read_original(copy.root, record.files[0])


def test_what_an_interrupted_command_left_is_in_nobody_s_way(copy):
    for name in ("break.new", "break.old"):
        (copy.root / ".gradbreak" / name).mkdir(parents=True)
        (copy.root / ".gradbreak" / name / "half").touch()
    assert applied_break(copy.root) is None
    copy.apply()
    revert_break(copy.root)
    assert (copy.now, copy.cache) == (ENGINE, set())
