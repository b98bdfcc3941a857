from __future__ import annotations

import ast
import gc
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gradbreak.process.parsing import parse

SOURCE = "def f(a):\n" + "".join(f"    x{i} = a[{i}] + (a * ({i} - (a + [1, 2, (3, {i})])))\n" for i in range(150))


@pytest.fixture
def _threads_change_within_a_parse():
    """Garbage is collected often, and each collection hands over to another thread."""
    before = gc.get_threshold()

    def hand_over(*_: object) -> None:
        time.sleep(0)

    gc.callbacks.append(hand_over)
    gc.set_threshold(50)
    yield
    gc.set_threshold(*before)
    gc.callbacks.remove(hand_over)


@pytest.mark.usefixtures("_threads_change_within_a_parse")
def test_threads_that_parse_side_by_side_all_get_the_tree():
    with ThreadPoolExecutor(4) as pool:
        trees = list(pool.map(parse, [SOURCE] * 12))
    assert {ast.dump(tree) for tree in trees} == {ast.dump(ast.parse(SOURCE))}


def test_what_is_no_python_is_refused():
    with pytest.raises(SyntaxError, match=r"here\.py"):
        parse("def", "here.py")
