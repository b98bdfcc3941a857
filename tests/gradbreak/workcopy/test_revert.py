from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradbreak.engine.edits import Edit
from gradbreak.errors import Conflict, ExitCode
from gradbreak.workcopy import Keep, RevertOutcome, applied_break, apply_break, revert_break
from gradbreak.workcopy.record import how_to_revert
from tests.gradbreak.workcopy.working_copy import ENGINE, FILE, WorkingCopy, die, edits_of, press_ctrl_c, step_by_step

MY_LINE = "self.slope = 2 * other.value * out.slope"
BROKEN_LINE = "self.slope = other.value * out.slope"


def outcome(copy, keep=None) -> RevertOutcome:
    (file,) = revert_break(copy.root, keep).files
    return file.outcome


@pytest.fixture
def conflicting(copy) -> WorkingCopy:
    """A copy with a break, in a line of which the learner has changed something."""
    copy.apply()
    copy.edit(BROKEN_LINE, MY_LINE)
    return copy


@settings(deadline=None)  # it waits for the disk
@given(
    text=st.text(st.characters(codec="utf-8"), max_size=60).map(lambda text: text.replace("\ufeff", "")),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.text(st.characters(codec="utf-8"), max_size=5)), max_size=3
    ),
    mark=st.sampled_from([b"", codecs.BOM_UTF8]),
)
def test_every_file_comes_back_byte_for_byte(tmp_path_factory, text, cuts, mark):
    root = tmp_path_factory.mktemp("root")
    (root / "core.py").write_bytes(mark + text.encode())
    edits, position = [], 0
    for start, end, replacement in cuts:
        start = position + int(start * (len(text) - position))
        end = start + int(end * (len(text) - start))
        edits.append(Edit("core.py", start, end, replacement))
        position = end
    apply_break(root, "any", "any", edits, {"core.py": text} if edits else {})
    revert_break(root)
    assert (root / "core.py").read_bytes() == mark + text.encode()


@pytest.mark.parametrize(
    "text",
    [
        ENGINE.replace("\n", "\r\n"),
        ENGINE.rstrip("\n"),
        ENGINE.replace("\n    def twice", "\n\x0c\n    def twice"),
        "\ufeff" + ENGINE,
    ],
    ids=["carriage-returns", "no-final-newline", "form-feed", "byte-order-mark"],
)
def test_line_ends_and_marks_come_back_even_when_the_file_was_edited_since(tmp_path, text):
    copy = WorkingCopy(tmp_path, text.removeprefix("\ufeff"))
    copy.file.write_bytes(text.encode())
    copy.apply()
    assert copy.now != text
    copy.edit("class Node:", "class Node:  # mine")
    assert outcome(copy) is RevertOutcome.MERGED
    assert copy.now == text.replace("class Node:", "class Node:  # mine")


def test_an_untouched_break_is_taken_out_and_nothing_of_it_is_left(copy):
    copy.apply()
    assert outcome(copy) is RevertOutcome.RESTORED
    assert (copy.now, copy.cache, copy.beside, applied_break(copy.root)) == (ENGINE, set(), set(), None)


def test_an_edit_elsewhere_stays(copy):
    copy.apply()
    copy.edit("class Node:", "class Node:  # mine")
    assert outcome(copy) is RevertOutcome.MERGED
    assert copy.now == ENGINE.replace("class Node:", "class Node:  # mine")
    assert (copy.cache, copy.beside) == (set(), set())


def test_a_file_that_is_already_as_before_is_not_written(copy):
    copy.apply()
    copy.file.write_text(ENGINE)
    modified = copy.file.stat().st_mtime_ns
    assert outcome(copy) is RevertOutcome.UNTOUCHED
    assert (copy.file.stat().st_mtime_ns, applied_break(copy.root)) == (modified, None)


def test_a_file_that_was_deleted_comes_back(copy):
    copy.apply()
    copy.file.unlink()
    assert outcome(copy) is RevertOutcome.RESTORED
    assert copy.now == ENGINE


def test_without_a_break_there_is_nothing_to_take_out(copy):
    with pytest.raises(Conflict, match="no break is applied"):
        revert_break(copy.root)


def test_a_conflict_is_named_with_the_file_the_function_and_the_copy(conflicting):
    with pytest.raises(Conflict) as caught:
        revert_break(conflicting.root)
    assert caught.value.exit_code == ExitCode.CONFLICT
    assert caught.value.problem == (
        f"{FILE} was edited where canonical (every += becomes =) changed it, in Node.__mul__, "
        "so the two cannot be told apart"
    )
    assert "core.py.before-break" in caught.value.next_step
    assert "--keep mine" in caught.value.next_step
    assert "--keep original" in caught.value.next_step


def test_a_conflict_leaves_the_edited_file_in_place_and_puts_the_original_beside_it(conflicting):
    edited = conflicting.now
    for _ in range(2):  # asking again changes nothing
        with pytest.raises(Conflict):
            revert_break(conflicting.root)
        assert conflicting.now == edited
        assert conflicting.beside == {"core.py.before-break"}
        assert (conflicting.file.parent / "core.py.before-break").read_text() == ENGINE
        assert applied_break(conflicting.root) is not None


def test_once_the_line_is_mended_by_hand_the_rest_is_taken_out(conflicting):
    with pytest.raises(Conflict):
        revert_break(conflicting.root)
    conflicting.edit(MY_LINE, "self.slope += other.value * out.slope")
    assert outcome(conflicting) is RevertOutcome.MERGED
    assert conflicting.now == ENGINE


def test_keeping_mine_leaves_my_file_and_puts_the_original_beside_it(conflicting):
    edited = conflicting.now
    assert outcome(conflicting, Keep.MINE) is RevertOutcome.KEPT_MINE
    assert (conflicting.now, applied_break(conflicting.root)) == (edited, None)
    assert (conflicting.file.parent / "core.py.before-break").read_text() == ENGINE


def test_keeping_the_original_puts_my_file_beside_it(conflicting):
    edited = conflicting.now
    assert outcome(conflicting, Keep.ORIGINAL) is RevertOutcome.KEPT_ORIGINAL
    assert (conflicting.now, applied_break(conflicting.root)) == (ENGINE, None)
    assert (conflicting.file.parent / "core.py.with-break").read_text() == edited


@pytest.mark.parametrize("keep", Keep)
def test_where_nothing_is_unclear_what_to_keep_makes_no_difference(copy, keep):
    copy.apply()
    copy.edit("class Node:", "class Node:  # mine")
    assert outcome(copy, keep) is RevertOutcome.MERGED
    assert copy.beside == set()


def test_a_file_that_is_no_text_any_more_is_a_conflict(copy):
    copy.apply()
    copy.file.write_bytes(b"\xff\xfe")
    with pytest.raises(Conflict, match="text that is not UTF-8"):
        revert_break(copy.root)
    assert copy.file.read_bytes() == b"\xff\xfe"


@pytest.mark.parametrize(("typed", "where"), [("\ndef half(", " (line 38)"), ("\0", "")])
def test_a_file_that_is_no_python_at_the_moment_is_said_to_be_that_and_not_edited_in_the_break(copy, typed, where):
    copy.apply()
    copy.file.write_text(copy.now + typed)
    with pytest.raises(Conflict) as caught:
        revert_break(copy.root)
    assert caught.value.problem == (
        f"{FILE} is not valid Python{where}, so canonical (every += becomes =) cannot be told from your edits"
    )
    assert f"Fix it and run `{how_to_revert(copy.root)}` again" in caught.value.next_step
    copy.file.write_text(copy.now.removesuffix(typed))
    assert outcome(copy) is RevertOutcome.RESTORED


def test_a_file_that_became_a_link_out_of_the_project_is_not_written_through(tmp_path):
    (tmp_path / "project").mkdir()
    copy = WorkingCopy(tmp_path / "project")
    copy.apply()
    elsewhere = tmp_path / "elsewhere.py"
    copy.file.rename(elsewhere)
    copy.file.symlink_to(elsewhere)
    with pytest.raises(Conflict, match="leads out of the project"):
        revert_break(copy.root)
    assert elsewhere.read_text() == copy.broken


def test_of_two_files_with_one_conflict_neither_is_changed(copy):
    second = copy.root / "engine/more.py"
    source = "def f(x):\n    x += 1\n    return x\n"
    second.write_text(source)
    (one,) = edits_of(source)
    edits = (*copy.edits, Edit("engine/more.py", one.start, one.end, "="))
    apply_break(copy.root, "both", "both", edits, {FILE: ENGINE, "engine/more.py": source})
    second.write_text(source.replace("x += 1", "x = 100"))
    before = copy.now, second.read_text()
    with pytest.raises(Conflict, match=r"engine/more\.py was edited"):
        revert_break(copy.root)
    assert (copy.now, second.read_text()) == before


def prepared(folder, kind) -> WorkingCopy:
    folder.mkdir()
    copy = WorkingCopy(folder)
    copy.apply()
    if kind != "untouched":
        copy.edit("class Node:", "class Node:  # mine")
    if kind == "conflict":
        copy.edit(BROKEN_LINE, MY_LINE)
    return copy


@pytest.mark.parametrize("interrupt", [die, press_ctrl_c], ids=["killed", "interrupted"])
@pytest.mark.parametrize("kind", ["untouched", "edited", "conflict"])
def test_stopped_at_any_step_it_can_be_run_again_and_nothing_is_lost(tmp_path, kind, interrupt):
    keep = Keep.ORIGINAL if kind == "conflict" else None
    finished = prepared(tmp_path / "finished", kind)
    edited = finished.now
    revert_break(finished.root, keep)
    step, stopped = 0, True
    while stopped:
        step += 1
        copy = prepared(tmp_path / str(step), kind)
        stopped = step_by_step(copy.root, lambda: revert_break(copy.root, keep), interrupt)(step)  # noqa: B023  # called at once
        if applied_break(copy.root) is not None:
            revert_break(copy.root, keep)
        assert copy.now == finished.now, step
        assert copy.beside == finished.beside, step
        if kind == "conflict":
            assert (copy.file.parent / "core.py.with-break").read_text() == edited, step
    assert step > 10
