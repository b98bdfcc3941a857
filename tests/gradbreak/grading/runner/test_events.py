"""Events: what is written is read back, and what is not in order is dropped."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.isolation import records
from gradbreak.grading.runner.events import LONGEST_LINE, EventReader, TooMuchError, decode, encode

SECRET = b"0123"
END = ("end", "test_a.py::test_b", "failed", "AssertionError", 0.5)

BAD = [
    b"",
    b"null",
    b"[]",
    b"[1]",
    b'["unknown"]',
    b'["start"]',
    b'["start", 1]',
    b'["start", "a", "b"]',
    b'["end", "a", "passed", "", "0"]',
    b'["end", "a", "passed", "", NaN]',
    b'["end", "a", "passed", "", -1.0]',
    b'["end", "a", "passed", "", 1e999]',
    b'["start", "\\ud800"]',
    b'["start", {}]',
    b"[" * 50_000,
    b'["start", "' + b"x" * 2_000 + b'"]',
    b"\xff\xfe",
]


def test_an_event_is_read_back():
    assert decode(encode(*END)) == END


@pytest.mark.parametrize("line", BAD)
def test_what_is_not_in_order_is_dropped(line):
    assert decode(line) is None


@given(st.text(st.characters(), max_size=50), st.floats(0, 3600))
def test_whatever_a_test_says_the_grader_can_read(message, seconds):
    record = records.read(encode("end", "a::b", "failed", message, seconds))
    assert isinstance(record, records.TestEnded)


@given(st.recursive(st.none() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_whatever_is_forged_and_kept_the_grader_can_read(forged):
    event = decode(json.dumps(["end", forged, "passed", "", 0.0]).encode())
    if event is not None:
        records.read(encode(*event))


@pytest.mark.parametrize("line", [b'["end","a","won","",0.0]', b'["ready",1]', b'["nothing"]', b'["found",1]', b"{}"])
def test_the_grader_takes_nothing_that_no_server_says(line):
    with pytest.raises(msgspec.MsgspecError):
        records.read(line)


def test_only_lines_with_the_secret_count():
    reader = EventReader(SECRET, 1 << 20)
    assert list(reader.feed(encode(*END) + SECRET + encode(*END) + b"9999" + encode(*END))) == [END]


@given(st.lists(st.integers(1, 40)))
def test_events_are_the_same_however_the_bytes_are_cut(cuts):
    data, reader, found = (SECRET + encode(*END)) * 3, EventReader(SECRET, 1 << 20), []
    for cut in cuts:
        found += reader.feed(data[:cut])
        data = data[cut:]
    assert [*found, *reader.feed(data)] == [END] * 3


def test_an_endless_line_is_too_much():
    reader = EventReader(SECRET, 1 << 20)
    with pytest.raises(TooMuchError):
        list(reader.feed(b"x" * LONGEST_LINE))


def test_too_many_lines_are_too_much():
    reader = EventReader(SECRET, 100)
    for _ in range(7):
        list(reader.feed(b"123456789012\n"))
    with pytest.raises(TooMuchError):
        list(reader.feed(b"123456789012\n"))
