from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradbreak.engine.lines import line_starts


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0, 1]),
        ("a\n", [0, 2]),
        ("a\nb", [0, 2, 3]),
        ("a\r\nb\rc\n", [0, 3, 5, 7]),
        ("a\x0cb\u2028c\x85d\x1de\n", [0, 10]),
    ],
)
def test_a_line_ends_where_python_ends_it(text, starts):
    assert line_starts(text) == starts


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "# \u2028", "'\x0c'", ""]), st.sampled_from(["\n", "\r\n", "\r"]))))
def test_pythons_own_line_numbers_point_to_the_right_lines(lines):
    text = "".join(line + end for line, end in lines)
    starts = line_starts(text)
    for statement in ast.parse(text).body:
        begin = starts[statement.lineno - 1]
        assert text[begin : begin + 1] in ("a", "'")
    assert starts[-1] == len(text)
