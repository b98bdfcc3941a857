from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings

from gradbreak.engine.spans import FunctionSpan, spans_of
from tests.gradbreak.mutation.sources import sources

SOURCE = """\
a = 1

def f(b): return b

class A:
    x = 2

    @staticmethod
    # a note
    def g(
        c=1,
    ):
        '''What it does.'''
        return c
    # another

    async def h(self):
        def inner(): pass
        return inner

    class B:
        def i(self): pass

if a:
    def j(): pass
"""


def named(source: str) -> dict[str, FunctionSpan]:
    return {span.name: span for span in spans_of(source)}


def test_functions_of_the_module_and_methods_of_its_classes_are_found_in_order():
    assert [span.qualified_name for span in spans_of(SOURCE)] == ["f", "A.g", "A.h", "A.B.i", "j"]


def test_a_span_is_whole_lines_from_the_first_decorator_to_the_last_statement():
    span = named(SOURCE)["g"]
    text = SOURCE[span.start : span.end]
    assert text.startswith("    @staticmethod\n")
    assert text.endswith("        return c\n")


def test_the_first_line_is_that_of_the_first_decorator():
    assert named(SOURCE)["g"].first_line == SOURCE[: SOURCE.index("@")].count("\n") + 1


def test_the_body_begins_with_the_docstring():
    assert SOURCE[named(SOURCE)["g"].body_start :].startswith("'''What")


def test_the_body_of_a_function_on_one_line_begins_after_its_colon():
    assert SOURCE[named(SOURCE)["f"].body_start :].startswith("return b\n")


def test_the_body_begins_at_a_character_where_the_header_is_not_ascii():
    source = "def f(ä='é'): return ä\n"
    assert source[named(source)["f"].body_start :] == "return ä\n"


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"], ids=["no line break", "Unix", "Windows", "old Macintosh"])
def test_the_last_function_ends_with_the_file(end):
    source = f"def f():{end or chr(10)}    return 1{end}"
    assert named(source)["f"].end == len(source)


def test_a_separator_in_a_string_does_not_move_what_follows():
    source = "a = '\u2028'\n\x0c\ndef f():\n    return '\x85'\n\ndef g(): pass\n"
    assert source[named(source)["g"].start :] == "def g(): pass\n"


@settings(max_examples=30, deadline=None)
@given(source=sources())
def test_the_text_of_a_span_parses_to_the_function_in_the_file(source):
    (span,) = spans_of(source)
    definition = next(node for node in ast.walk(ast.parse(source)) if getattr(node, "name", "") == "f")
    text = source[span.start : span.end]
    (alone,) = ast.parse(f"class A:\n{text}").body[0].body if span.owners else ast.parse(text).body
    assert ast.dump(alone) == ast.dump(definition)
