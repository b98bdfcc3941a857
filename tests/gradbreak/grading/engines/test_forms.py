from __future__ import annotations

import ast
import marshal
import random
from types import CodeType

import pytest

from gradbreak.grading.engines.forms import Disguise, Template, guarded

WRITES = 4
"""Enough for each operator with each order of the statements."""

SEEDS = range(100)


def disguise(keeps: tuple[bool, ...]) -> Disguise:
    """Writes to ``found[n]``, a list that has a 2 for each of them: they add 3, or replace the 2 by 3."""
    body: list[ast.stmt] = []
    for number in range(WRITES):
        (intact,), (broken,) = (ast.parse(f"found[{number}] {sign} 3").body for sign in ("+=", "="))
        body.append(guarded(number, intact, broken))
    tree = ast.parse("def run(found): pass")
    tree.body[0].body = body
    code = compile(ast.fix_missing_locations(tree), "e.py", "exec")
    return Disguise({"e.py": Template(code=marshal.dumps(code), keeps=keeps)})


def drawn(keeps: tuple[bool, ...], seed: int) -> CodeType:
    return marshal.loads(disguise(keeps).code(random.Random(seed))["e.py"])


def inner(code: CodeType) -> CodeType:
    return next(constant for constant in code.co_consts if isinstance(constant, CodeType))


@pytest.mark.parametrize("keeps", [(True,) * 4, (False,) * 4, (True, False, False, True), (False, True, True, False)])
def test_a_write_adds_where_it_is_to_keep_and_replaces_where_it_is_not(keeps):
    for seed in SEEDS:
        names: dict = {}
        exec(drawn(keeps, seed), names)
        found = [2] * WRITES
        names["run"](found)
        assert found == [5 if each else 3 for each in keeps]


def test_engines_differ_in_the_numbers_of_their_conditions_alone():
    """Compare everything else of two engines that behave differently."""
    right, wrong = inner(drawn((True,) * 4, 1)), inner(drawn((False,) * 4, 2))
    assert right.co_code == wrong.co_code
    assert list(right.co_positions()) == list(wrong.co_positions())
    assert (right.co_names, right.co_varnames) == (wrong.co_names, wrong.co_varnames)
    assert right.co_consts != wrong.co_consts
    assert [type(constant) for constant in right.co_consts] == [type(constant) for constant in wrong.co_consts]
    marks = [constant for constant in right.co_consts if isinstance(constant, int) and constant >= 1000]
    assert len(marks) == 2 * WRITES


def test_both_statements_of_a_write_are_in_the_code():
    # A condition that the compiler works out would leave one statement, and show which.
    code = inner(drawn((True,) * 4, 0))
    single = compile("found[0] += 3", "e.py", "exec")
    assert len(code.co_code) > 2 * WRITES * len(single.co_code) / 2


def numbers(keeps: bool, position: int) -> list[int]:
    """One number of the first condition, in many draws."""
    found = []
    for seed in SEEDS:
        code = inner(drawn((keeps,) * 4, seed))
        found.append([number for number in code.co_consts if isinstance(number, int) and number >= 1000][position])
    return found


@pytest.mark.parametrize("position", [0, 1])
def test_one_number_of_a_condition_alone_says_next_to_nothing(position):
    # The same seeds: the first number is the same, and the second one is less than a thousandth away.
    for kept, replaced in zip(numbers(True, position), numbers(False, position), strict=True):
        assert abs(kept - replaced) <= 2000
    assert max(numbers(True, position)) - min(numbers(True, position)) > 1_000_000


def test_no_two_draws_have_the_same_numbers():
    assert len({inner(drawn((True,) * 4, seed)).co_consts for seed in SEEDS}) == len(SEEDS)


def test_a_file_without_a_write_is_the_same_in_every_draw():
    template = Template(code=b"as it is", keeps=())
    assert Disguise({"other.py": template}).code(random.Random(0)) == {"other.py": b"as it is"}


def test_numbers_of_the_engine_itself_stay():
    names: dict = {}
    exec(drawn((True,) * 4, 0), names)
    assert 3 in inner(drawn((True,) * 4, 0)).co_consts
    assert names["run"]([2] * 4) is None
