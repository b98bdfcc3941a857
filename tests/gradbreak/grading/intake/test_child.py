"""Whatever a submission does to the process that opens it, it costs that submission alone."""

from __future__ import annotations

import io
import os
import resource
import struct
import subprocess
import tarfile
import zipfile

import pytest

from gradbreak.grading.intake import HandIn, child, read_submission, reader
from gradbreak.grading.intake.limits import MIB, MOST_LEFT_OUT

TEST = b"def test_it():\n    assert 1 + 1 == 2\n"


@pytest.fixture
def impatient(monkeypatch):
    """A process that has a second of CPU time, so that the tests need not wait for ten."""
    monkeypatch.setattr(
        reader, "MAIN", f"from gradbreak.grading.intake import reader; reader.READER_CPU_SECONDS = 1; {reader.MAIN}"
    )


def tar_header(name, size, kind=tarfile.REGTYPE):
    member = tarfile.TarInfo(name)
    member.type, member.size = kind, size
    return member.tobuf(tarfile.GNU_FORMAT)


def endless_tar():
    """A tar archive whose member has a negative size, so that the next header is the same again (CVE-2025-8194)."""
    header = bytearray(tar_header("test_a.py", 0))
    header[124:136] = b"\xff" * 10 + struct.pack(">h", -512)
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    return tar_header("notes.txt", 0) + bytes(header) + bytes(1024)


def overflowing_tar():
    header = bytearray(tar_header("test_a.py", 0))
    header[124:136] = b"\x80" + b"\xff" * 11
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + bytes(1024)


def quadratic_pax_tar():
    """A pax header of digits: an older tarfile looks for the end of the first number from each of them."""
    body = b"1" * 400_000
    return (
        tar_header("pax", len(body), tarfile.XHDTYPE)
        + body
        + bytes(-len(body) % 512)
        + tar_header("a.py", 0)
        + bytes(1024)
    )


@pytest.mark.parametrize(
    "content", [endless_tar(), overflowing_tar(), quadratic_pax_tar()], ids=["endless", "overflow", "pax"]
)
@pytest.mark.usefixtures("impatient")
def test_a_tar_archive_that_never_ends_costs_itself_alone(tmp_path, content):
    (tmp_path / "a.tar").write_bytes(content)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    submission = read_submission(tmp_path / "a.tar")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert submission.problem
    assert not submission.files
    # The limit is one second here, and its own signal comes one later.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


def test_a_member_that_unpacks_to_gigabytes_is_left_out_and_the_others_count(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        with archive.open("huge.py", "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(bytes(MIB))
        archive.writestr("test_a.py", TEST)
    submission = read_submission(path)
    assert (list(submission.files), submission.problem) == (["test_a.py"], "")
    assert {problem.file: problem.message for problem in submission.left_out} == {"huge.py": "it is larger than 1 MB"}


def test_a_member_that_lies_about_its_size_is_read_no_further_than_allowed(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("big.py", bytes(600 * MIB))
        archive.writestr("test_a.py", TEST)
    path.write_bytes(path.read_bytes().replace((600 * MIB).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    submission = read_submission(path)
    assert list(submission.files) == ["test_a.py"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_twenty_thousand_links_are_counted_and_not_listed(tmp_path):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for number in range(20_000):
            member = tarfile.TarInfo(f"link{number}.py")
            member.type, member.linkname = tarfile.SYMTYPE, "test_a.py"
            archive.addfile(member)
    (tmp_path / "a.tar").write_bytes(buffer.getvalue())
    submission = read_submission(tmp_path / "a.tar")
    assert len(submission.left_out) == MOST_LEFT_OUT + 1
    assert submission.left_out[-1].message == f"{20_000 - MOST_LEFT_OUT} more are left out or remarked upon"


def test_fifteen_hundred_nested_folders_do_not_hide_the_tests_above_them(tmp_path):
    (tmp_path / "test_a.py").write_bytes(TEST)
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(1500):
            os.mkdir("d", dir_fd=here)
            inner = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
    finally:
        os.close(here)
    submission = read_submission(tmp_path)
    assert list(submission.files) == ["test_a.py"]
    assert [problem.message for problem in submission.left_out] == ["more than 40 folders are nested"]
    # pytest cannot remove what is nested so deep, and would fail in its next run in the same place.
    subprocess.run(["rm", "-r", str(tmp_path / "d")], check=True)


@pytest.mark.parametrize(
    ("ending", "problem"),
    [
        ("raise RuntimeError('x')", "it cannot be opened"),
        ("import os; os.abort()", "it cannot be opened"),
        ("x = bytearray(1 << 40)", "it cannot be opened"),
        ("import os; os.kill(os.getpid(), 9)", child.TOO_LONG),
        ("import os; os._exit(77)", child.TOO_MUCH),
        ("import os; [os.write(1, bytes(1 << 20)) for _ in range(99)]", "too much would have to be said about it"),
    ],
)
def test_a_process_that_ends_badly_is_why_its_submission_cannot_be_graded(tmp_path, monkeypatch, ending, problem):
    monkeypatch.setattr(reader, "MAIN", ending)
    (tmp_path / "test_a.py").write_bytes(TEST)
    submission = read_submission(tmp_path / "test_a.py")
    assert (submission.name, submission.problem) == ("test_a", problem)


def test_a_process_that_waits_for_ever_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAIN", "import time; time.sleep(999)")
    monkeypatch.setattr(child, "READER_WALL_SECONDS", 0.2)
    (tmp_path / "test_a.py").write_bytes(TEST)
    assert read_submission(tmp_path / "test_a.py").problem == "it takes more than 0.2 seconds to open"


def test_a_path_that_is_not_utf8_reaches_the_process(tmp_path):
    path = tmp_path / os.fsdecode("Müller.py".encode("latin-1"))
    path.write_bytes(TEST)
    submission = read_submission(path)
    assert (submission.name, list(submission.files), submission.problem) == ("Müller", ["Müller.py"], "")


def test_several_paths_are_one_submission(tmp_path):
    paths = []
    for name in ("doejane_1_2_helpers.py", "doejane_1_3_test_a.py"):
        (tmp_path / name).write_bytes(TEST)
        paths.append((tmp_path / name, name.split("_", 3)[3]))
    submission = read_submission(HandIn(name="doejane_1", paths=tuple(paths), replaced=("test_a.py",)))
    assert list(submission.files) == ["helpers.py", "test_a.py"]
    assert submission.left_out[0].message == "a newer upload of the same name counts"
