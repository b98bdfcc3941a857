"""Tries to put an engine of its own in the place of the one that is graded."""

import sys
import types

from minigrad.scalar import Value


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("minigrad"):
            raise ImportError(name)
        return None


sys.meta_path.insert(0, Finder())
for loaded in [name for name in sys.modules if name.startswith("minigrad")]:
    sys.modules[loaded] = types.SimpleNamespace(Value=float)


def test_that_has_an_engine_of_its_own():
    from minigrad.scalar import Value as Other

    assert Other(1.0) == 1.0


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)
