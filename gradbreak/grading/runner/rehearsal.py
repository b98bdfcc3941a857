"""Runs sample tests in the server before it forks, so that no run pays for what Python does only the first times.

Python rewrites the bytecode of a function during its first calls, and remembers where it found each attribute. In a
process that has just been forked, each such write is a copy of a page that it shared with the server. So the code
that every run goes through is called here often enough for that to be over. It halves the time of a run.
"""

from __future__ import annotations

import contextlib
import linecache
import marshal
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from .direct import DirectTest
from .examinee import Prepared, Share, examine
from .idle_clock import OwnWait
from .requests import Request, Setup

TIMES = 9
"""How often the sample is run. Python rewrites a function's bytecode after eight calls."""

FOR_PYTEST = (
    b"class Test",
    b"unittest",
    b"fixture",
    b"hypothesis",
    b"tmp_path",
    b"monkeypatch",
    b"caps",
    b"skip",
    b"fail",
)
"""Words in files whose tests are likely to need more of pytest than a call. A wrong guess costs time and nothing else.
To rehearse that for everybody takes as long as ten runs."""

ENGINE = "rehearsed_engine"
"""The name of the sample's engine. It is one that no student's module has, because its traces are removed by name."""

TESTS = f"""\
import math

import pytest
from {ENGINE} import Number


def test_plain():
    assert (Number(2.0) + Number(3.0)).data == 5.0


def test_near():
    assert Number(2.0).data == pytest.approx(2.0)
    assert math.isclose(2.0, Number(2.0).data)


def test_fails():
    found = Number(2.0)
    assert found.data == 3.0


def test_raises():
    with pytest.raises(TypeError):
        Number(2.0) + None


@pytest.mark.parametrize(("first", "second"), [(1.0, 2.0), (2.0, 1.0)])
def test_cases(first, second):
    assert (Number(first) + Number(second)).data == 3.0
"""

MORE_TESTS = f"""\
import unittest

import pytest
from {ENGINE} import Number


@pytest.fixture
def number():
    return Number(2.0)


def test_fixture(number):
    assert number.data == 2.0


class TestInClass:
    def test_method(self):
        assert Number(1.0).data == 1.0


class TestUnittest(unittest.TestCase):
    def test_equal(self):
        self.assertEqual(Number(1.0).data, 1.0)
"""

FILES = {"test_rehearsed.py": TESTS, "test_rehearsed_again.py": MORE_TESTS}
"""The second one has tests that need more of pytest."""

DIRECT = {
    f"test_rehearsed.py::{function}-{case}": DirectTest(function, case)
    for function in ("test_plain", "test_near", "test_fails", "test_raises", "test_cases")
    for case in range(2)
}
"""The tests of the first file that can be called directly."""

NUMBER = """\
class Number:
    def __init__(self, data):
        self.data = data

    def __add__(self, other):
        if other is None:
            raise TypeError("no number")
        return Number(self.data + other.data)
"""


@contextlib.contextmanager
def rehearsed_setup(setup: Setup) -> Iterator[Setup]:
    """The sample's setup, in folders below the server's folder for temporary files, which are removed in the end.

    Args:
        setup: the server's.
    """
    original, copy = Path(setup.scratch, "rehearsal"), Path(setup.scratch, "rehearsed")
    original.mkdir()
    try:
        for file, text in FILES.items():
            (original / file).write_text(text, encoding="utf-8")
        yield replace(
            setup,
            original=str(original),
            submission=str(copy),
            names=(),
            files=tuple(FILES),
            private={f"{ENGINE}.py": ()},
            properties=False,
        )
    finally:
        shutil.rmtree(original)


def may_need_pytest(setup: Setup) -> bool:
    """Whether some test of a submission is likely to need more of pytest than a call."""
    texts = (path.read_bytes() for path in Path(setup.original).rglob("*.py"))
    return any(word in text for text in texts for word in FOR_PYTEST)


def rehearse(prepared: Prepared, *, with_pytest: bool) -> None:
    """Run the sample in this process, and remove every trace of it.

    Args:
        prepared: what the server has ready for the sample: with a session of its own.
        with_pytest: whether to have pytest collect it, too.
    """
    engine = marshal.dumps({f"{ENGINE}.py": marshal.dumps(compile(NUMBER, f"{ENGINE}.py", "exec"))})
    own_wait = OwnWait()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    first, second = FILES
    by_pytest: tuple[tuple[str, Mapping[str, DirectTest]], ...] = ((first, {}), (second, {})) if with_pytest else ()
    for file, direct in ((first, DIRECT), *by_pytest) * TIMES:
        try:
            with _without_traces():
                request = Request(bytearray(engine), None, backwards=False)
                examine(prepared, Share(request, (file,), (), direct), b"", nowhere, own_wait)
        finally:
            shutil.rmtree(prepared.setup.submission)
        prepared.session.items.clear()
        prepared.idle.take_out()
    os.close(nowhere)


@contextlib.contextmanager
def _without_traces() -> Iterator[None]:
    folder, modules = Path.cwd(), set(sys.modules)
    path, finders, importers = sys.path[:], sys.meta_path[:], set(sys.path_importer_cache)
    try:
        yield
    finally:
        os.chdir(folder)
        sys.path[:], sys.meta_path[:] = path, finders
        for name in set(sys.modules) - modules:
            # What the sample imports of the standard library stays: each run would import it again.
            if name.startswith((ENGINE, "test_rehearsed")):
                del sys.modules[name]
        for folder_name in set(sys.path_importer_cache) - importers:
            del sys.path_importer_cache[folder_name]
        linecache.clearcache()
