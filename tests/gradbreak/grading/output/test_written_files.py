"""Which names files get, and which files of an earlier batch are removed."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradbreak.grading.output.written_files import LIST, WrittenFiles, file_names


@pytest.fixture
def batch(tmp_path):
    (tmp_path / "pages").mkdir(exist_ok=True)

    def batch(*, is_killed=False, **files):
        written = WrittenFiles(tmp_path / "pages", tmp_path)
        for name, text in files.items():
            written.write(name, text.encode())
        if not is_killed:
            written.remove_others()
        return sorted(path.name for path in (tmp_path / "pages").iterdir())

    return batch


def test_what_an_earlier_batch_wrote_and_this_one_does_not_is_removed(batch):
    batch(anna="1", bo="2")
    assert batch(bo="3", cem="4") == ["bo", "cem"]


def test_what_somebody_else_put_there_is_kept(batch, tmp_path):
    (tmp_path / "pages/notes").write_text("mine")
    batch(anna="1")
    assert batch(bo="2") == ["bo", "notes"]


def test_what_somebody_has_changed_since_is_kept_for_good(batch, tmp_path):
    batch(anna="1")
    (tmp_path / "pages/anna").write_text("1, and a remark")
    assert batch(bo="2") == ["anna", "bo"]
    (tmp_path / "pages/anna").write_text("1")
    assert batch(cem="3") == ["anna", "cem"]


def test_a_link_in_its_place_is_kept_and_so_is_what_it_leads_to(batch, tmp_path):
    batch(anna="1")
    (tmp_path / "elsewhere").write_text("1")
    (tmp_path / "pages/anna").unlink()
    (tmp_path / "pages/anna").symlink_to(tmp_path / "elsewhere")
    assert batch(bo="2") == ["anna", "bo"]
    assert (tmp_path / "elsewhere").read_text() == "1"


def test_what_a_killed_batch_wrote_is_removed_by_the_next_that_ends(batch, tmp_path):
    batch(anna="1")
    batch(is_killed=True, bo="2", anna="3")
    with (tmp_path / LIST).open("a") as file:
        file.write("0123abc")
    batch(is_killed=True, cem="4")
    assert batch(dana="5") == ["dana"]


@pytest.mark.parametrize("name", ["../kept", "/etc/hostname", "..", "."])
def test_a_list_that_names_something_elsewhere_removes_nothing(batch, tmp_path, name):
    (tmp_path / "kept").write_text("")
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (tmp_path / LIST).write_text(f"{digest}  {name}\n")
    batch(anna="1")
    assert (tmp_path / "kept").exists()


def test_the_list_can_be_checked_with_the_usual_tool(batch, tmp_path):
    batch(anna="1", bo="2")
    done = subprocess.run(["sha256sum", "--check", f"../{LIST}"], cwd=tmp_path / "pages", check=False)
    assert done.returncode == 0


@given(st.lists(st.text()))
def test_no_two_names_are_the_same_in_either_case(names):
    found = file_names(names)
    assert len(found) == len(names)
    assert len({name.casefold() for name in found}) == len(names)


@given(st.text())
def test_a_name_is_a_plain_one_within_its_folder(name):
    (found,) = file_names([name])
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,90}", found)


@pytest.mark.parametrize("name", ["anna", "Doe_Jane-2", "a.b"])
def test_a_plain_name_stays_as_it_is(name):
    assert file_names([name]) == (name,)


def test_names_that_become_the_same_are_numbered():
    assert file_names(["a/b", "a:b", "A_B", "a_b-2"]) == ("a_b", "a_b-2", "A_B-3", "a_b-2-2")


def test_accents_become_plain_letters():
    assert file_names(["José Ñandú"]) == ("Jose_Nandu",)


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "", "con", "NUL.txt", "💥"])
def test_a_name_that_means_something_to_a_file_system_does_not_reach_it(name):
    (found,) = file_names([name])
    assert found not in ("", ".", "..", "con", "NUL.txt")
    assert "/" not in found
