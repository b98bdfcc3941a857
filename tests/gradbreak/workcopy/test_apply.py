from __future__ import annotations

import codecs
import os
import subprocess
import sys

import pytest

from gradbreak.errors import Busy, Conflict, ExitCode
from gradbreak.process.cache import locked_cache
from gradbreak.workcopy import applied_break, apply_break, revert_break
from gradbreak.workcopy import apply as apply_module
from gradbreak.workcopy.record import how_to_revert
from tests.gradbreak.workcopy.working_copy import ENGINE, FILE, WorkingCopy, die, edits_of, press_ctrl_c, step_by_step


def test_the_broken_text_is_on_disk_and_the_original_is_kept(copy):
    copy.apply()
    assert copy.now == copy.broken != ENGINE
    assert (copy.root / ".gradbreak/break/1-core.py").read_text() == ENGINE


def test_an_applied_break_is_known_by_its_name(copy):
    assert applied_break(copy.root) is None
    copy.apply()
    assert applied_break(copy.root) == "canonical (every += becomes =)"


def test_a_second_break_is_refused_with_the_name_of_the_first_and_the_way_back(copy):
    copy.apply()
    with pytest.raises(Conflict) as caught:
        apply_break(copy.root, "sign", "sign", edits_of(ENGINE, 1, replacement="-="), {FILE: ENGINE})
    assert caught.value.problem == f"canonical (every += becomes =) is applied to {FILE} already"
    assert caught.value.next_step == f"Revert it first: {how_to_revert(copy.root)}"
    assert caught.value.exit_code == ExitCode.CONFLICT
    assert copy.now == copy.broken


def test_the_engine_s_byte_order_mark_stays_in_front(copy):
    copy.file.write_bytes(codecs.BOM_UTF8 + ENGINE.encode())
    copy.apply()
    assert copy.file.read_bytes() == codecs.BOM_UTF8 + copy.broken.encode()


def test_the_engine_s_permissions_stay(copy):
    copy.file.chmod(0o750)
    copy.apply()
    assert copy.file.stat().st_mode & 0o777 == 0o750


def test_an_engine_that_was_edited_after_its_mutants_were_made_is_left_alone(copy):
    copy.edit("def twice", "def double")
    before = copy.now
    with pytest.raises(Conflict, match=f"{FILE} was edited just now"):
        copy.apply()
    assert (copy.now, copy.cache) == (before, set())


@pytest.mark.parametrize(("place", "named"), [(FILE, FILE), ("engine", f"the folder of {FILE}")])
def test_what_is_read_only_is_left_alone(copy, place, named):
    path = copy.root / place
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    try:
        with pytest.raises(Conflict, match=f"^{named} is read-only"):
            copy.apply()
    finally:
        path.chmod(mode)
    assert (copy.now, copy.cache, copy.beside) == (ENGINE, set(), set())


def test_a_file_that_a_link_leads_out_of_the_project_is_left_alone(tmp_path):
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text(ENGINE)
    (tmp_path / "project").mkdir()
    copy = WorkingCopy(tmp_path / "project")
    copy.file.unlink()
    copy.file.symlink_to(elsewhere)
    with pytest.raises(Conflict, match=f"^{FILE} leads out of the project"):
        copy.apply()
    assert (elsewhere.read_text(), copy.cache) == (ENGINE, set())


def test_a_link_within_the_project_stays_a_link(copy):
    inside = copy.root / "inside.py"
    copy.file.rename(inside)
    copy.file.symlink_to(inside)
    copy.apply()
    assert (copy.file.is_symlink(), inside.read_text()) == (True, copy.broken)
    revert_break(copy.root)
    assert (copy.file.is_symlink(), inside.read_text()) == (True, ENGINE)


def test_without_a_place_for_the_record_the_engine_is_left_alone(copy):
    (copy.root / ".gradbreak").write_text("in the way")
    with pytest.raises(Conflict, match=r"\.gradbreak: file exists, so the break could not be taken out again"):
        copy.apply()
    assert copy.now == ENGINE


def test_while_another_command_is_at_work_the_engine_is_left_alone(copy):
    with locked_cache(copy.root), pytest.raises(Busy):
        copy.apply()
    assert copy.now == ENGINE


def test_where_the_second_file_cannot_be_written_the_first_one_is_put_back(copy, monkeypatch):
    second = copy.root / "engine/more.py"
    second.write_text("y += 1\n")

    def full_disk(path, content):
        if path == second:
            raise OSError(28, "No space left on device", str(path))
        return replace_file(path, content)

    replace_file = apply_module.replace_file
    monkeypatch.setattr(apply_module, "replace_file", full_disk)
    more = edits_of(second.read_text())[0]
    edits = (*copy.edits, type(more)("engine/more.py", more.start, more.end, "="))
    with pytest.raises(Conflict, match="no space left on device"):
        apply_break(copy.root, "both", "both", edits, {FILE: ENGINE, "engine/more.py": second.read_text()})
    assert (copy.now, second.read_text(), copy.cache) == (ENGINE, "y += 1\n", set())


def test_killed_at_any_step_it_leaves_the_original_or_a_way_back_to_it(tmp_path):
    step = 0
    killed = True
    while killed:
        step += 1
        folder = tmp_path / str(step)
        folder.mkdir()
        copy = WorkingCopy(folder)
        killed = step_by_step(folder, copy.apply, die)(step)
        if applied_break(copy.root) is None:
            assert copy.now == ENGINE
            copy.apply()
        revert_break(copy.root)
        assert (copy.now, copy.cache, copy.beside) == (ENGINE, set(), set()), step
    assert step > 10


def test_interrupted_at_any_step_it_puts_everything_back_by_itself(tmp_path):
    step = 0
    interrupted = True
    undone = 0
    while interrupted:
        step += 1
        folder = tmp_path / str(step)
        folder.mkdir()
        copy = WorkingCopy(folder)
        interrupted = step_by_step(folder, copy.apply, press_ctrl_c)(step)
        undone += interrupted and applied_break(copy.root) is None and copy.now == ENGINE
        if applied_break(copy.root) is not None:
            revert_break(copy.root)
        assert copy.now == ENGINE, step
    # At one step the record is there and the engine has not been touched, so that there is nothing to undo.
    assert undone >= step - 2


@pytest.mark.parametrize("replacement", ["-=", "*="])
def test_python_never_takes_the_broken_engine_for_the_original_however_quick_the_learner(copy, replacement):
    # The compiled file is found current by size and by time in whole seconds.
    program = "from engine.core import *; n = Node(1.0); s = n + n; s.slope = 1.0; s.pass_on(); print(n.slope)"
    environment = {**os.environ, "PYTHONPATH": str(copy.root), "PYTHONDONTWRITEBYTECODE": ""}

    def slope():
        command = [sys.executable, "-c", program]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.strip()

    assert slope() == "2.0"
    edits = edits_of(ENGINE, 0, 1, replacement=replacement)
    apply_break(copy.root, "quick", "quick", edits, {FILE: ENGINE})
    assert len(copy.now) == len(ENGINE)
    assert slope() == {"-=": "-2.0", "*=": "0.0"}[replacement]
    revert_break(copy.root)
    assert slope() == "2.0"
