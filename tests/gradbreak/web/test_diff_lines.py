from __future__ import annotations

from gradbreak.web.diff_lines import diff_lines

DIFF = "--- a.py\n+++ b.py\n@@ -1,2 +1,2 @@\n x = 1\n-y += <2>\n+y = <2>\n@@ -9 +9 @@\n z\n"


def test_each_line_has_its_kind_and_headers_are_left_out():
    lines = diff_lines(DIFF)
    assert [line.kind for line in lines] == ["same", "removed", "added", "gap", "same"]
    assert [line.sign for line in lines] == ["", "−", "+", "", ""]


def test_code_is_escaped_and_highlighted():
    assert diff_lines(DIFF)[1].code == 'y += &lt;<i class="sn">2</i>&gt;'


def test_an_empty_line_in_a_diff_is_an_empty_line():
    assert [(line.kind, line.code) for line in diff_lines("@@ -1 +1 @@\n\n")] == [("same", "")]


def test_there_are_no_lines_in_no_diff():
    assert diff_lines("") == ()
