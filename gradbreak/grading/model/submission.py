"""A submission: a student's files, read into memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from msgspec import Struct


class FileProblem(Struct, frozen=True, kw_only=True):
    """A file from which no test could be read.

    Attributes:
        file: relative to the submission.
        message: one line.
    """

    file: str
    message: str


class Submission(Struct, frozen=True, kw_only=True):
    """A student's files, read into memory with every limit applied.

    Attributes:
        name: of the file, folder or archive, without a suffix such as ``.zip``; unique in a batch.
        files: relative path with forward slashes → content. No links, no configuration of pytest, no engine.
        left_out: the files that were left out, each with the reason.
        problem: why nothing can be graded; empty where something can.
        sha256: of the names and contents, as hexadecimal digits.
        remark: what its author should know before all else, though it can be graded; empty where there is nothing.
    """

    name: str
    files: Mapping[str, bytes]
    left_out: tuple[FileProblem, ...]
    problem: str
    sha256: str
    remark: str = ""


def test_files(files: Collection[str]) -> tuple[str, ...]:
    """The files that hold tests, by name; all Python files where no name says so. A conftest.py is never one."""
    modules = sorted(name for name in files if name.endswith(".py") and PurePosixPath(name).name != "conftest.py")
    named = [name for name in modules if is_named_as_tests(PurePosixPath(name).stem)]
    return tuple(named or modules)


test_files.__test__ = False  # type: ignore[attr-defined]  # its name looks to pytest like a test's


def is_named_as_tests(stem: str) -> bool:
    """Whether a module of this name holds tests, as pytest, unittest and students write it."""
    stem = stem.lower()
    return stem.startswith("test") or stem.endswith(("_test", "_tests"))
