from __future__ import annotations

import pytest

from gradbreak.grading.fingerprints import LARGEST_PARSED, fingerprints
from gradbreak.grading.model import SourceFingerprint

ONE = """\
from engine import Node


def test_sum():
    '''Adds.'''
    a = Node(2)
    assert (a + a).g == 2  # twice


def test_product():
    b = Node(3)
    assert (b * b).g == 6
"""

RENAMED = """\
from engine import Node
def test_first( ):
    x  = Node(2)
    assert (x + x).g == 2
def test_second():

    y = Node(3)
    assert (y * y).g == 6
"""


def of(text: str) -> SourceFingerprint:
    (found,) = fingerprints({"test_it.py": text.encode()})
    return found


def test_the_same_bytes_have_the_same_digest_and_no_others():
    assert of(ONE).exact == of(ONE).exact
    assert of(ONE).exact != of(ONE + " ").exact


def test_names_comments_docstrings_and_layout_change_no_code():
    assert of(ONE).exact != of(RENAMED).exact
    assert (of(ONE).code, of(ONE).tests) == (of(RENAMED).code, of(RENAMED).tests)


@pytest.mark.parametrize(("old", "new"), [("Node(2)", "Node(4)"), ("a + a", "a - a"), (".g == 2", ".v == 2")])
def test_a_number_an_operation_and_an_attribute_are_code(old, new):
    changed = of(ONE.replace(old, new, 1))
    assert changed.code != of(ONE).code
    assert (changed.tests[0] != of(ONE).tests[0], changed.tests[1] == of(ONE).tests[1]) == (True, True)


def test_a_name_that_is_imported_means_something():
    text = "from engine import Node\n\n\ndef test_it():\n    assert Node\n"
    assert of(text).code != of(text.replace("Node", "Leaf")).code


@pytest.mark.parametrize(
    "text", ["def broken(:", "x = " + "[" * 10_000, "x = " + "-" * 50_000 + "1", f"x = 1\n{'#' * LARGEST_PARSED}"]
)
def test_what_cannot_be_parsed_is_compared_as_text(text):
    assert of(text).tests == ()
    assert of(text).exact == of(text).exact


def test_empty_files_and_other_than_python_have_no_fingerprint():
    assert fingerprints({"__init__.py": b"\n", "notes.txt": b"x"}) == ()
