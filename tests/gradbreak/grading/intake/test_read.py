"""Reading submissions: what is taken, what is left out and why, and that nothing hostile gets further."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import stat
import tarfile
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.intake import read
from gradbreak.grading.intake.hand_in import HandIn
from gradbreak.grading.intake.limits import LARGEST_FILE, MIB
from gradbreak.grading.intake.rules import name_problem, tidy

TEST = b"def test_it():\n    assert 1 + 1 == 2\n"


def opened(path, engine=()):
    """The submission at a path, opened in this process."""
    return read.open_submission(HandIn(name=read.submission_name(path), paths=((path, ""),)), engine)


def make_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def make_tar(path, files, pack=lambda data: data):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    path.write_bytes(pack(buffer.getvalue()))
    return path


def make_folder(path, files):
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def left_out(submission):
    return {problem.file: problem.message for problem in submission.left_out}


# -- what is taken -----------------------------------------------------------------------------------


def test_a_file_is_a_submission_of_one_file(tmp_path):
    submission = opened(make_folder(tmp_path, {"alice.py": TEST}) / "alice.py")
    assert (submission.name, dict(submission.files), submission.problem) == ("alice", {"alice.py": TEST}, "")


def test_a_folder_keeps_its_files_and_their_places(tmp_path):
    files = {"tests/test_a.py": TEST, "tests/data.txt": b"1", "größe.py": b""}
    assert dict(opened(make_folder(tmp_path / "bob", files)).files) == files


@pytest.mark.parametrize(
    ("suffix", "make"),
    [
        (".zip", make_zip),
        (".tar", make_tar),
        (".tar.gz", lambda path, files: make_tar(path, files, gzip.compress)),
        (".tgz", lambda path, files: make_tar(path, files, gzip.compress)),
        (".tar.bz2", lambda path, files: make_tar(path, files, bz2.compress)),
        (".tar.xz", lambda path, files: make_tar(path, files, lzma.compress)),
    ],
)
def test_an_archive_is_read_without_its_only_top_folder(tmp_path, suffix, make):
    files = {"hand-in/test_a.py": TEST, "hand-in/part/helpers.py": b"", "__MACOSX/._test_a.py": b"x"}
    submission = opened(make(tmp_path / f"carol{suffix}", files))
    assert submission.name == "carol"
    assert dict(submission.files) == {"part/helpers.py": b"", "test_a.py": TEST}


def test_a_top_folder_that_imports_may_name_is_kept(tmp_path):
    submission = opened(make_zip(tmp_path / "a.zip", {"tests/test_a.py": TEST}))
    assert list(submission.files) == ["tests/test_a.py"]


def test_what_systems_and_tools_leave_behind_is_passed_over_without_a_word(tmp_path):
    junk = [".DS_Store", "__pycache__/a.pyc", ".venv/lib/x.py", "Thumbs.db"]
    submission = opened(make_folder(tmp_path, dict.fromkeys(junk, b"") | {"test_a.py": TEST}))
    assert (list(submission.files), submission.left_out) == (["test_a.py"], ())


def test_bytes_that_are_no_text_are_kept_for_the_run_to_find(tmp_path):
    submission = opened(make_folder(tmp_path, {"test_x.py": b"\x00\xff"}))
    assert submission.files["test_x.py"] == b"\x00\xff"


@pytest.mark.parametrize(
    "name",
    [
        "pytest.ini",
        "pyproject.toml",
        "setup.cfg",
        "tox.ini",
        "sitecustomize.py",
        "x.pth",
        "helpers.so",
        "helpers.pyc",
        "tally/count.py",
        "src/tally/count.py",
    ],
)
def test_what_would_change_the_run_itself_is_left_out_with_a_reason(tmp_path, name):
    submission = opened(make_folder(tmp_path, {name: TEST, "test_a.py": TEST}), ["tally/count.py"])
    assert list(submission.files) == ["test_a.py"]
    assert left_out(submission)[name]


def test_an_engine_below_src_is_the_same_engine(tmp_path):
    submission = opened(make_folder(tmp_path, {"tally/count.py": b"", "a.py": b""}), ["src/tally/count.py"])
    assert list(submission.files) == ["a.py"]


# -- what cannot be graded ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: path / "gone", "there is no such file or folder"),
        (lambda path: make_folder(path / "empty", {"notes.txt": b""}), "there is no Python file in it"),
        (lambda path: make_folder(path, {"a.zip": b"PK"}) / "a.zip", "the archive is damaged"),
        (lambda path: make_folder(path, {"a.zip": b""}) / "a.zip", "the archive is damaged"),
        (lambda path: make_folder(path, {"a.tar": b"x" * 600}) / "a.tar", "the archive is damaged"),
        (lambda path: make_folder(path, {"a.tar.gz": b"\x1f\x8bxx"}) / "a.tar.gz", "the archive is damaged"),
        (lambda path: make_folder(path, {"a.tar.xz": b"xx"}) / "a.tar.xz", "the archive is damaged"),
        (
            lambda path: make_folder(path, {"a.tgz": gzip.compress(b"x" * 9999)[:20]}) / "a.tgz",
            "the archive is damaged",
        ),
    ],
)
def test_what_cannot_be_graded_is_a_submission_that_says_why(tmp_path, make, problem):
    assert opened(make(tmp_path)).problem == problem


# -- archives that mean harm -------------------------------------------------------------------------

OUTSIDE = ["../out.py", "/etc/out.py", "a/../../out.py", "C:/out.py", "..\\out.py", "\\\\server\\out.py"]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_a_name_that_leads_out_is_left_out(tmp_path, make, name):
    suffix = ".zip" if make is make_zip else ".tar"
    submission = opened(make(tmp_path / f"a{suffix}", {name: TEST, "b/test_a.py": TEST, "c.py": b""}))
    assert list(submission.files) == ["b/test_a.py", "c.py"]
    assert list(left_out(submission).values()) == ["its name leads out of the submission"]


def test_links_and_devices_of_a_tar_archive_are_left_out(tmp_path):
    path = make_tar(tmp_path / "a.tar", {"test_a.py": TEST, "b.py": b""})
    with tarfile.open(path, "a") as archive:
        for name, kind in (("l.py", tarfile.SYMTYPE), ("h.py", tarfile.LNKTYPE), ("d.py", tarfile.CHRTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    submission = opened(path)
    assert list(submission.files) == ["b.py", "test_a.py"]
    assert left_out(submission) == {
        "d.py": "it is not an ordinary file",
        "h.py": "it is a link",
        "l.py": "it is a link",
    }


def test_a_link_in_a_zip_archive_is_left_out(tmp_path):
    info = zipfile.ZipInfo("link.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    submission = opened(make_zip(tmp_path / "a.zip", {info: "/etc/passwd", "test_a.py": TEST}))
    assert left_out(submission) == {"link.py": "it is a link"}


def test_links_and_pipes_in_a_folder_are_left_out_and_not_waited_for(tmp_path):
    folder = make_folder(tmp_path / "a", {"test_a.py": TEST})
    make_folder(tmp_path / "other", {"test_b.py": TEST})
    (folder / "file.py").symlink_to("/etc/passwd")
    (folder / "folder").symlink_to(tmp_path / "other")
    os.mkfifo(folder / "pipe.py")
    submission = opened(folder)
    assert list(submission.files) == ["test_a.py"]
    assert set(left_out(submission)) == {"file.py", "folder", "pipe.py"}


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz", ".tar.bz2", ".tar.xz"])
def test_an_archive_that_unpacks_to_far_more_than_allowed_takes_no_such_memory(tmp_path, suffix):
    path = tmp_path / f"bomb{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(8):
                archive.writestr(f"{number}.py", bytes(32 * MIB))
    else:
        packer = {
            ".tar.gz": zlib.compressobj(wbits=31),
            ".tar.bz2": bz2.BZ2Compressor(),
            ".tar.xz": lzma.LZMACompressor(),
        }
        compress = packer[suffix]
        member = tarfile.TarInfo("a.py")
        member.size = 128 * MIB
        packed = compress.compress(member.tobuf()) + b"".join(compress.compress(bytes(MIB)) for _ in range(128))
        path.write_bytes(packed + compress.flush())
    tracemalloc.start()
    try:
        submission = opened(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert not submission.files
    assert submission.problem
    assert peak < 150 * MIB


def test_a_file_that_claims_to_be_small_is_read_no_further_than_allowed(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"big.py": bytes(3 * LARGEST_FILE), "test_a.py": TEST})
    packed = path.read_bytes()
    size = (3 * LARGEST_FILE).to_bytes(4, "little")
    path.write_bytes(packed.replace(size, (10).to_bytes(4, "little")))
    submission = opened(path)
    assert "big.py" not in submission.files or len(submission.files["big.py"]) <= LARGEST_FILE
    assert submission.files["test_a.py"] == TEST


@pytest.mark.parametrize(
    ("cap", "value", "reason"),
    [
        ("MOST_FILES", 1, "no more than 1 files are taken"),
        ("MOST_BYTES", 50, "all files together are larger than 0 MB"),
    ],
)
def test_what_is_over_a_cap_is_left_out_data_before_code(tmp_path, monkeypatch, cap, value, reason):
    monkeypatch.setattr(read, cap, value)
    submission = opened(make_folder(tmp_path, {"a.txt": b"x" * 20, "test_a.py": TEST}))
    assert list(submission.files) == ["test_a.py"]
    assert left_out(submission) == {"a.txt": reason}


def test_a_large_file_is_left_out(tmp_path):
    submission = opened(make_folder(tmp_path, {"a.txt": bytes(LARGEST_FILE + 1), "test_a.py": TEST}))
    assert left_out(submission) == {"a.txt": "it is larger than 1 MB"}


def test_a_file_where_another_needs_a_folder_is_left_out(tmp_path):
    submission = opened(make_zip(tmp_path / "a.zip", {"b.py": TEST, "b.py/c.py": TEST, "d.py": TEST}))
    assert list(submission.files) == ["b.py", "d.py"]
    assert left_out(submission) == {"b.py/c.py": "another file has a folder of this name"}


def test_an_encrypted_file_is_left_out(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.py": TEST})
    packed = bytearray(path.read_bytes())
    packed[6] |= 1  # the flag in the file's own header, and in the table of contents
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(packed)
    assert left_out(opened(path)) == {"a.py": "it is encrypted"}


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_name_without_a_problem_leads_out(name):
    tidied = tidy(name)
    if not name_problem(tidied):
        inside = os.path.normpath(os.path.join("/root/of/all", tidied))  # noqa: PTH118
        assert inside.startswith("/root/of/all/")


# -- what it is known by -----------------------------------------------------------------------------


def test_the_digest_depends_on_names_and_contents_and_not_on_the_wrapping(tmp_path):
    files = {"test_a.py": TEST, "b.py": b""}
    digests = {
        opened(make_zip(tmp_path / "a.zip", files)).sha256,
        opened(make_tar(tmp_path / "b.tar", files)).sha256,
        opened(make_folder(tmp_path / "c", files)).sha256,
    }
    assert len(digests) == 1
    assert opened(make_folder(tmp_path / "d", {"test_a.py": TEST, "c.py": b""})).sha256 not in digests


# -- what is passed over, as pytest does -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("junk", "folder"),
    [
        ("hw/myenv/lib/site/test_x.py", "hw/myenv/"),
        ("hw/node_modules/a/test_x.py", "hw/node_modules/"),
        ("hw/lib/site-packages/test_x.py", "hw/lib/site-packages/"),
        ("hw/.git/hooks/test_x.py", "hw/.git/"),
        ("__MACOSX/hw/._test_x.py", "__MACOSX/"),
    ],
)
@pytest.mark.parametrize("make", [make_zip, make_folder])
def test_a_folder_that_nobody_wrote_is_passed_over_and_named(tmp_path, make, junk, folder):
    files = {"hw/tests/test_a.py": TEST, junk: TEST}
    if "myenv" in junk:
        files["hw/myenv/pyvenv.cfg"] = b"home = /usr"
    path = tmp_path / ("a.zip" if make is make_zip else "a")
    submission = opened(make(path, files))
    assert [name.removeprefix("hw/") for name in submission.files] == ["tests/test_a.py"]
    assert list(left_out(submission)) == [folder]
    assert "passed over" in left_out(submission)[folder]


def test_an_environment_in_the_very_folder_of_the_tests_hides_none_of_them(tmp_path):
    files = {"pyvenv.cfg": b"", "lib/python3/site.py": b"", "bin/activate": b"", "test_a.py": TEST}
    submission = opened(make_folder(tmp_path / "a", files))
    assert list(submission.files) == ["pyvenv.cfg", "test_a.py"]


def test_an_environment_of_many_files_does_not_crowd_out_the_tests(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MOST_ENTRIES", 3)
    files = {"hw/env/pyvenv.cfg": b""} | {f"hw/env/{number}.py": b"" for number in range(9)} | {"hw/test_a.py": TEST}
    assert list(opened(make_zip(tmp_path / "a.zip", files)).files) == ["test_a.py"]


# -- archives in folders and archives, notebooks, names ---------------------------------------------------


def packed(files, make=make_zip, suffix=".zip", folder="/tmp"):
    path = make(folder / f"packed{suffix}", files)
    content = path.read_bytes()
    path.unlink()
    return content


def test_the_only_archive_in_a_folder_is_read(tmp_path):
    content = packed({"hw/test_a.py": TEST}, folder=tmp_path)
    submission = opened(make_folder(tmp_path / "a", {"homework.zip": content, "report.pdf": b""}))
    assert (list(submission.files), submission.problem) == (["test_a.py"], "")


def test_archives_are_read_to_a_depth_of_two(tmp_path):
    content = packed({"test_a.py": TEST}, folder=tmp_path)
    for _ in range(2):
        content = packed({"inner.zip": content}, folder=tmp_path)
    assert list(opened(make_folder(tmp_path, {"a.zip": content}) / "a.zip").files) == ["test_a.py"]
    deeper = packed({"inner.zip": content}, folder=tmp_path)
    submission = opened(make_folder(tmp_path, {"b.zip": deeper}) / "b.zip")
    assert submission.problem == "there is no Python file in it"
    assert left_out(submission) == {"inner.zip": "it is not opened: too many archives are packed into each other"}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a.zip", "b.tar.gz"], "of several archives none is opened: a.zip, b.tar.gz"),
        (["homework.rar"], "archives like homework.rar are not opened"),
        (["notes.ipynb"], "no notebook in it defines a test"),
    ],
)
def test_the_reason_names_what_is_not_opened(tmp_path, names, said):
    assert said in opened(make_folder(tmp_path / "a", dict.fromkeys(names, b"PK"))).problem


def test_a_damaged_archive_in_a_folder_is_named(tmp_path):
    problem = opened(make_folder(tmp_path / "a", {"homework.zip": b"PK"})).problem
    assert problem == "homework.zip in it cannot be opened: the archive is damaged"


def test_a_notebook_that_holds_tests_is_a_test_module(tmp_path):
    cells = [
        {"cell_type": "code", "source": ["from tally import count\n", "%matplotlib inline"]},
        {"cell_type": "markdown", "source": "def test_not_this(): pass"},
        {"cell_type": "code", "source": "def test_a():\n    assert count() == 1"},
        {"cell_type": "code", "source": "1 / 0"},
    ]
    submission = opened(make_folder(tmp_path, {"Homework.ipynb": json.dumps({"cells": cells}).encode()}))
    (name,) = submission.files
    text = submission.files[name].decode()
    assert name == "test_Homework.py"
    assert "def test_a" in text
    assert "1 / 0" not in text
    assert "test_not_this" not in text
    (problem,) = submission.left_out
    assert problem.file == "Homework.ipynb"
    assert problem.message == "skipped, because it is no Python: cell 1: %matplotlib inline"


@pytest.mark.parametrize("name", ["テスト　山田.py", "test_jane\u00a0doe.py", "آزمون\u200cها.py"])
def test_spaces_and_joiners_of_other_scripts_are_letters_of_names(tmp_path, name):
    submission = opened(make_folder(tmp_path, {name: TEST}) / name)
    assert (list(submission.files), submission.problem) == ([name], "")


def test_a_suffix_in_capitals_is_a_python_file(tmp_path):
    assert list(opened(make_folder(tmp_path, {"TEST_HW.PY": TEST}) / "TEST_HW.PY").files) == ["TEST_HW.py"]
