"""Looks for the engine's text in the frames above the test and in all objects, and reads what its writes do."""

import gc
import re
import sys

from minigrad.scalar import Value


def reachable():
    frame = sys._getframe()
    waiting = list(gc.get_objects())
    while frame:
        waiting += frame.f_locals.values()
        frame = frame.f_back
    seen = set()
    for _ in range(3):
        inner = []
        for thing in waiting:
            if id(thing) not in seen:
                seen.add(id(thing))
                yield thing
                if isinstance(thing, (dict, list, tuple, set)) and len(thing) < 200:
                    inner += thing.values() if isinstance(thing, dict) else thing
                elif hasattr(thing, "engine"):
                    inner.append(thing.engine)
        waiting = inner


def test_that_reads_the_engine():
    texts = {thing for thing in reachable() if isinstance(thing, str) and "def _backward" in thing}
    assert all(re.search(r"\.grad \+= ", text) for text in texts)


def test_a_product_of_two_inputs():
    a, b = Value(2.0), Value(3.0)
    (a * b).backward()
    assert (a.grad, b.grad) == (3.0, 2.0)
