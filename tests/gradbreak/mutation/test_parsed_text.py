from __future__ import annotations

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradbreak.errors import BadEngine
from gradbreak.mutation.parsed_text import ParsedText


def parsed(source: str) -> ParsedText:
    module = cst.MetadataWrapper(cst.parse_module(source)).module
    return ParsedText("eng.py", source, module)


@settings(deadline=None)
@given(lines=st.lists(st.sampled_from(["a", "a = 'ä\u2028'", "", "# \x0c"]), min_size=1), end=st.sampled_from("\n\r"))
def test_the_position_of_an_offset_has_that_offset(lines, end):
    source = end.join(lines)
    text = parsed(source)
    for offset in range(len(source) + 1):
        place = text.position(offset)
        assert text.offset(cst.metadata.CodePosition(place.line, place.column - 1)) == offset


def test_lines_and_columns_count_from_one():
    place = parsed("a\n").position(0)
    assert (place.line, place.column) == (1, 1)


def test_the_ancestors_of_a_node_begin_with_it_and_end_below_the_module():
    text = parsed("a + b\n")
    (line,) = text.module.body
    (expression,) = line.body
    assert list(text.ancestors(expression.value.left)) == [expression.value.left, expression.value, expression, line]


def test_a_tree_of_another_text_is_refused():
    source = "def f():\n    return (1 +\n        2)\n"
    text = ParsedText("eng.py", source.replace("8", "1"), cst.MetadataWrapper(cst.parse_module(source)).module)
    expression = text.module.body[0].body.body[0].body[0].value
    assert text.stretch(expression, cst.Name("x"))[2] == "x"
    text.source = source.replace("2)", "3)")
    with pytest.raises(BadEngine, match=r"eng\.py, line 2: mutmut's parser reads this text as another"):
        text.stretch(expression, cst.Name("x"))
