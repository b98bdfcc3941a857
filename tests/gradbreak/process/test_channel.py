from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.process.channel import LineReader, lines_of, send
from gradbreak.run.messages import BatchDone, Event, JobDone, Verdict
from gradbreak.testing.outcome import Outcome


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    try:
        yield reading, writing
    finally:
        os.close(reading)


@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=6),
    st.lists(st.integers(1, 40), max_size=12),
)
def test_messages_arrive_whole_however_the_pipe_cuts_them(texts, sizes):
    content = b"".join(msgspec.json.encode(text) + b"\n" for text in texts)
    with pipe() as (reading, writing):
        reader, found = LineReader(reading), []
        for size in [*sizes, len(content)]:
            piece, content = content[:size], content[size:]
            if piece:
                os.write(writing, piece)
                lines, is_open = reader.read()
                assert is_open
                found += lines
        os.close(writing)
        assert reader.read() == ([], False)
    assert [msgspec.json.decode(line) for line in found] == texts


def test_a_line_that_was_never_ended_is_not_a_line():
    with pipe() as (reading, writing):
        os.write(writing, b'"whole"\n"cut')
        os.close(writing)
        assert list(lines_of(reading)) == [b'"whole"']


def test_a_message_larger_than_the_pipe_arrives(tmp_path):
    long = Verdict(job="u", test="t" * 1_000_000, outcome=Outcome.PASSED)
    with pipe() as (reading, writing):
        sender = threading.Thread(target=lambda: (send(writing, long), os.close(writing)))
        sender.start()
        (line,) = lines_of(reading)
        sender.join()
    assert msgspec.json.decode(line, type=Event) == long


@pytest.mark.parametrize("event", [JobDone("ü\n"), BatchDone(), Verdict(job="u", test="t", outcome=Outcome.FAILED)])
def test_every_event_is_one_line_and_comes_back_as_its_own_kind(event):
    with pipe() as (reading, writing):
        send(writing, event)
        os.close(writing)
        (line,) = lines_of(reading)
    assert msgspec.json.decode(line, type=Event) == event


def test_a_path_travels_as_text():
    with pipe() as (reading, writing):
        send(writing, {"root": Path("/a/b")})
        os.close(writing)
        assert list(lines_of(reading)) == [b'{"root":"/a/b"}']
