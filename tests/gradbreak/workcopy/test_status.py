from __future__ import annotations

import pytest

from gradbreak.workcopy import Condition, break_status
from tests.gradbreak.workcopy.working_copy import ENGINE, FILE


def status_of(copy):
    (file,) = break_status(copy.root).files
    return file


def test_without_a_break_there_is_no_status(copy):
    assert break_status(copy.root) is None


def test_the_status_names_the_file_and_the_lines_of_the_break(copy):
    copy.apply()
    numbers = tuple(number for number, line in enumerate(ENGINE.splitlines(), start=1) if "+=" in line)
    assert (status_of(copy).file, status_of(copy).lines) == (FILE, numbers)


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        (lambda copy: None, Condition.BROKEN),
        (lambda copy: copy.edit("class Node:", "class Node:  # mine"), Condition.EDITED),
        (lambda copy: copy.file.write_text(ENGINE), Condition.ORIGINAL),
        (lambda copy: copy.file.unlink(), Condition.MISSING),
    ],
)
def test_the_status_says_what_has_happened_to_the_file_since(copy, change, condition):
    copy.apply()
    change(copy)
    assert status_of(copy).condition is condition


def test_the_diff_leads_from_the_original_to_what_is_on_disk(copy):
    copy.apply()
    copy.edit("class Node:", "class Node:  # mine")
    diff = status_of(copy).diff
    assert diff.startswith(f"--- a/{FILE}\n+++ b/{FILE}\n")
    assert "-class Node:\n+class Node:  # mine\n" in diff
    assert diff.count("\n-            ") == diff.count("\n+            ") == ENGINE.count("+=")


def test_asking_for_the_status_changes_nothing(copy):
    copy.apply()
    before = {path: path.stat().st_mtime_ns for path in copy.root.rglob("*")}
    break_status(copy.root)
    assert {path: path.stat().st_mtime_ns for path in copy.root.rglob("*")} == before
