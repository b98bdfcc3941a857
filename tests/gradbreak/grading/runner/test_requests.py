"""How requests cross the pipe."""

from __future__ import annotations

import os

from gradbreak.grading.runner.requests import frame, read_frames


def test_frames_arrive_as_they_were_sent_however_the_pipe_cuts_them():
    reading, writing = os.pipe()
    sent = frame(b"header", b"body") + frame(b"only a header") + frame(b"cut", b"off")[:-1]
    frames = read_frames(reading)
    os.write(writing, sent[:25])
    os.write(writing, sent[25:])
    os.close(writing)
    assert next(frames) == (b"header", bytearray(b"body"))
    assert next(frames) == (b"only a header", bytearray())
    assert next(frames) == (b"cut", bytearray())
    assert list(frames) == []
    os.close(reading)


def test_no_more_than_one_frame_is_read_ahead():
    reading, writing = os.pipe()
    second = frame(b"second", b"engine")
    os.write(writing, frame(b"first") + second)
    next(read_frames(reading))
    assert os.read(reading, 100) == second
    os.close(reading)
    os.close(writing)
