"""File names in any encoding are read as what their authors wrote."""

from __future__ import annotations

import os
import struct

import pytest

from gradbreak.grading.intake.names import UNICODE_PATH, UTF8_FLAG, decoded, readable, zip_name

NAMES = {
    "cp932": ["テスト　山田.py", "宿題_鈴木.py", "ひらがな.py", "課題3_田中太郎.py"],
    "gbk": ["作业_张伟.py", "测试.py", "王小明_第三次作业.py"],
    "cp1252": ["Müller.py", "José Niño.py", "Håkon Ærø.py", "François.py"],
    "cp437": ["Jürgen.py", "Zoë.py"],
}


@pytest.mark.parametrize(("encoding", "name"), [(each, name) for each, names in NAMES.items() for name in names])
def test_a_name_is_decoded_by_the_encoding_that_it_was_written_in(encoding, name):
    assert decoded(name.encode(encoding)) == name


@pytest.mark.parametrize("name", ["Müller.py", "山田.py", "plain.py", "آزمون\u200cها.py"])
def test_a_name_in_utf8_stays_as_it_is(name):
    assert decoded(name.encode()) == readable(name) == name


def test_a_name_of_a_file_system_that_is_not_utf8_becomes_text():
    name = readable(os.fsdecode("Niño.py".encode("latin-1")))
    assert (name, name.encode().decode()) == ("Niño.py", "Niño.py")


@pytest.mark.parametrize("name", ["テスト　山田.py", "作业_张伟.py"])
def test_a_zip_name_of_another_windows_is_readable(name):
    stored = name.encode("cp932" if name in NAMES["cp932"] else "gbk").decode("cp437")
    assert zip_name(stored, 0, b"") == name


def test_a_zip_name_that_is_said_to_be_utf8_is_taken_at_its_word():
    assert zip_name("テスト.py", UTF8_FLAG, b"") == "テスト.py"


def test_a_zip_name_is_taken_from_the_field_that_holds_it_in_utf8():
    stored = b"\x01\x00\x00\x00\x00" + "Łukasz.py".encode()
    other = struct.pack("<HH", 0x5455, 1) + b"\x00"
    extra = other + struct.pack("<HH", UNICODE_PATH, len(stored)) + stored
    assert zip_name("?ukasz.py", 0, extra) == "Łukasz.py"


@pytest.mark.parametrize("extra", [b"up\xff\xff", struct.pack("<HH", UNICODE_PATH, 3) + b"\x01\x00\x00", b"\x00"])
def test_a_damaged_extra_field_does_no_harm(extra):
    assert zip_name("a.py", 0, extra) == "a.py"
