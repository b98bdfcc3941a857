"""Tries to count its runs in files, and to fail from the second on."""

import tempfile
from pathlib import Path

from minigrad.scalar import Value


def test_that_remembers():
    folders = [tempfile.gettempdir(), Path.home(), Path.cwd()]
    marks = [Path(folder, "seen-by-a-hostile-test") for folder in folders]
    seen = any(mark.exists() for mark in marks)
    for mark in marks:
        try:
            mark.write_text("seen")
        except OSError:
            continue
    assert not seen


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)
