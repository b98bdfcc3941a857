from __future__ import annotations

import pytest

from gradbreak.engine.live_code import differing, exchange, live_functions


def exchanged(live, source: str, old: str, new: str) -> tuple:
    """The functions that a module's `made` holds, called after a change and again after it was undone."""
    engine = live(source)
    path = str(engine.root / "live.py")
    before = compile(source, path, "exec", dont_inherit=True)
    changed = differing(before, compile(source.replace(old, new), path, "exec", dont_inherit=True))
    swaps = exchange(live_functions(path), changed)
    during = tuple(each() for each in engine.module.made)
    for swap in reversed(swaps):
        swap.undo()
    return during, tuple(each() for each in engine.module.made)


@pytest.mark.parametrize(("old", "new", "during"), [("10", "70", (70, 20)), ("20", "70", (10, 70))])
def test_of_two_lambdas_on_one_line_only_the_changed_one_is_exchanged(live, old, new, during):
    assert exchanged(live, "made = [lambda: 10, lambda: 20]\n", old, new) == (during, (10, 20))


def test_the_second_lambda_of_a_line_is_left_alone_where_only_the_first_is_alive(live):
    assert exchanged(live, "made = [lambda: 10, lambda: 20][:1]\n", "20", "70") == ((10,), (10,))


def test_a_lambda_alone_on_its_line_is_exchanged(live):
    assert exchanged(live, "made = [\n    lambda: 10,\n    lambda: 20,\n]\n", "20", "70") == ((10, 70), (10, 20))


def test_a_change_that_adds_a_function_can_be_exchanged_for_nothing():
    assert differing(compile("1", "f", "exec"), compile("lambda: 1", "f", "exec")) is None
