"""A submission: a student's files, read into memory."""

from __future__ import annotations

from collections.abc import Mapping

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
