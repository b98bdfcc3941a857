from __future__ import annotations

import sys

import pytest

from gradbreak.engine.source_files import import_engine, module_name, read_sources
from gradbreak.errors import BadEngine


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("eng.py", "eng"),
        ("pkg/eng.py", "pkg.eng"),
        ("src/pkg/eng.py", "pkg.eng"),
        ("source/eng.py", "eng"),
        ("pkg/__init__.py", "pkg"),
        ("pkg/src/eng.py", "pkg.src.eng"),
    ],
)
def test_a_file_is_imported_by_the_name_that_tests_use(file, name):
    assert module_name(file) == name


def test_the_imported_module_is_the_file(live):
    engine = live("a = 1\n")
    assert import_engine(engine.root, "live.py") is engine.module is sys.modules["live"]


def test_a_module_of_the_same_name_from_elsewhere_is_named_with_its_path(live, tmp_path):
    engine = live("a = 1\n")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/live.py").write_text("a = 1\n")
    with pytest.raises(BadEngine, match=r"`import live` finds .* and not live\.py") as caught:
        import_engine(tmp_path / "other", "live.py")
    assert engine.module.__file__ in caught.value.problem


def test_a_link_to_the_file_is_the_file(live, tmp_path):
    engine = live("a = 1\n")
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    assert import_engine(tmp_path / "link", "live.py") is engine.module


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import no_such_module_anywhere\n", "ModuleNotFoundError: No module named 'no_such_module_anywhere'"),
        ("raise ValueError('first\\nsecond')\n", "ValueError: first second"),
        ("1 / 0\n", "ZeroDivisionError: division by zero"),
    ],
)
def test_an_import_that_fails_is_said_in_one_line(source, said, live):
    with pytest.raises(BadEngine) as caught:
        live(source)
    assert caught.value.problem == f"importing live from live.py fails with {said}"


def test_the_sources_are_read_with_the_main_file_first(tmp_path):
    (tmp_path / "b.py").write_text("b\n")
    (tmp_path / "a.py").write_text("a\n")
    assert list(read_sources(tmp_path, ["b.py", "a.py"]).items()) == [("b.py", "b\n"), ("a.py", "a\n")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Macintosh"])
def test_line_endings_are_read_as_they_are(end, tmp_path):
    (tmp_path / "a.py").write_bytes(f"a{end}b{end}".encode())
    assert read_sources(tmp_path, ["a.py"]) == {"a.py": f"a{end}b{end}"}


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfa\n")
    assert read_sources(tmp_path, ["a.py"]) == {"a.py": "a\n"}


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "a.py").write_bytes(b"# \xe9\n")
    with pytest.raises(BadEngine, match=r"a\.py is not UTF-8 text"):
        read_sources(tmp_path, ["a.py"])
