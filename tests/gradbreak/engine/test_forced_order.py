"""Stand-ins behave as sets do, but for their order, which is the one that is forced."""

from __future__ import annotations

import ast
import copy
import importlib
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from gradbreak.engine.forced_order import DISPLAY, forced_order, stand_ins, without_displays
from gradbreak.engine.ordered_sets import Watcher

ELEMENTS = ("c", "a", "d", "b")

CHANGES = {
    "add": "s.add('e')",
    "discard": "s.discard('a'), s.discard('nothing')",
    "remove": "s.remove('d')",
    "clear": "s.clear()",
    "update": "s.update('xy', ['z'])",
    "ior": "s.__ior__({'x'})",
    "iand": "s.__iand__({'a', 'b'})",
    "isub": "s.__isub__({'a', 'b'})",
    "ixor": "s.__ixor__({'a', 'x'})",
    "intersection_update": "s.intersection_update('ab', 'bc')",
    "difference_update": "s.difference_update('ab', 'c')",
    "symmetric_difference_update": "s.symmetric_difference_update('ax')",
}

VALUES = {
    "or": "s | {'x'}",
    "and": "s & {'a', 'x'}",
    "sub": "s - {'a', 'x'}",
    "xor": "s ^ {'a', 'x'}",
    "ror": "{'x'} | s",
    "rand": "{'a', 'x'} & s",
    "rsub": "{'a', 'x'} - s",
    "rxor": "{'a', 'x'} ^ s",
    "union": "s.union('xy', ['z'])",
    "intersection": "s.intersection('abx', 'b')",
    "difference": "s.difference('a', 'b')",
    "symmetric_difference": "s.symmetric_difference('ax')",
    "copy": "s.copy()",
    "copy.copy": "copy.copy(s)",
    "copy.deepcopy": "copy.deepcopy(s)",
    "issubset": "s <= set('abcdxy')",
    "contains": "'a' in s, 'x' in s",
    "length": "len(s)",
    "truth": "bool(s)",
}


@pytest.fixture(params=[False, True], ids=["forwards", "reversed"])
def is_reversed(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def in_order(is_reversed: bool, elements: Any) -> list[Any]:
    return list(elements)[::-1] if is_reversed else list(elements)


@pytest.mark.parametrize("name", ["set", "frozenset"])
def test_iteration_is_in_the_order_of_insertion_or_its_reverse(is_reversed: bool, name: str) -> None:
    made = stand_ins(is_reversed=is_reversed)[name](ELEMENTS)
    assert list(made) == [*made] == in_order(is_reversed, ELEMENTS)


def test_pop_takes_what_iteration_gives_first(is_reversed: bool) -> None:
    made = stand_ins(is_reversed=is_reversed)["set"](ELEMENTS)
    assert [made.pop() for _ in ELEMENTS] == in_order(is_reversed, ELEMENTS)
    with pytest.raises(KeyError):
        made.pop()


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_leaves_the_elements_that_it_leaves_in_a_set(is_reversed: bool, change: str) -> None:
    ours, plain = stand_ins(is_reversed=is_reversed)["set"](ELEMENTS), set(ELEMENTS)
    eval(change, {"s": ours})
    eval(change, {"s": plain})
    assert ours == plain
    assert sorted(ours) == sorted(plain)


@pytest.mark.parametrize("value", VALUES.values(), ids=list(VALUES))
@pytest.mark.parametrize("kind", [set, frozenset])
def test_an_expression_has_the_value_that_it_has_with_a_set(is_reversed: bool, value: str, kind: type) -> None:
    ours = stand_ins(is_reversed=is_reversed)[kind.__name__](ELEMENTS)
    assert eval(value, {"s": ours, "copy": copy}) == eval(value, {"s": kind(ELEMENTS), "copy": copy})


@pytest.mark.parametrize("value", ["s | {'x'}", "s.union(['x'])", "s.copy() | {'x'}", "(s - {'y'}) | {'x'}"])
def test_a_set_made_of_others_keeps_their_order(is_reversed: bool, value: str) -> None:
    assert list(eval(value, {"s": stand_ins(is_reversed=is_reversed)["set"](ELEMENTS)})) == in_order(
        is_reversed, [*ELEMENTS, "x"]
    )


def test_isinstance_holds_in_both_directions(is_reversed: bool) -> None:
    ours = stand_ins(is_reversed=is_reversed)
    assert isinstance(ours["set"]("ab"), set)
    assert isinstance(ours["frozenset"]("ab"), frozenset)
    assert isinstance({1}, ours["set"])
    assert isinstance(frozenset(), ours["frozenset"])
    assert not isinstance([], ours["set"])
    assert not isinstance({1}, ours["frozenset"])
    assert issubclass(set, ours["set"])


def test_a_class_derived_from_a_stand_in_has_its_own_instances(is_reversed: bool) -> None:
    class Nodes(stand_ins(is_reversed=is_reversed)["set"]):  # type: ignore[misc]  # as an engine would write it
        pass

    assert isinstance(Nodes("ab"), Nodes)
    assert not isinstance({"a"}, Nodes)


def test_a_frozenset_is_a_key_as_before(is_reversed: bool) -> None:
    assert {stand_ins(is_reversed=is_reversed)["frozenset"](ELEMENTS): 1}[frozenset(ELEMENTS)] == 1  # type: ignore[index]  # a type of ours


def test_a_set_is_still_no_key(is_reversed: bool) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(stand_ins(is_reversed=is_reversed)["set"]())


def test_displays_and_comprehensions_become_stand_ins(is_reversed: bool) -> None:
    tree = without_displays(ast.parse("made = {*'cad', 'b'}, {each for each in 'cadb'}"))
    names: dict[str, Any] = dict(stand_ins(is_reversed=is_reversed))
    exec(compile(tree, "engine.py", "exec"), names)
    assert [list(each) for each in names["made"]] == [in_order(is_reversed, "cadb")] * 2


def test_a_rewritten_display_stands_where_it_stood() -> None:
    display = without_displays(ast.parse("x = 1\ny = [{1,\n 2}]")).body[1].value.elts[0]  # type: ignore[attr-defined]
    assert (display.lineno, display.col_offset, display.end_lineno) == (2, 5, 3)
    assert display.func.id == DISPLAY


def test_an_import_gets_stand_ins_and_another_does_not(
    is_reversed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    text = "MADE = set('cadb'), frozenset('cadb'), {'c', 'a', 'd', 'b'}\n"
    for name in ("sets_forced", "sets_as_they_are"):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    wanted = str((tmp_path / "sets_forced.py").resolve())
    with forced_order(wanted.__eq__, stand_ins(is_reversed=is_reversed)):
        modules = [importlib.import_module(name) for name in ("sets_forced", "sets_as_they_are")]
    forced, plain = [[(type(each) in (set, frozenset), list(each)) for each in module.MADE] for module in modules]
    for module in modules:
        del sys.modules[module.__name__]
    assert forced == [(False, in_order(is_reversed, "cadb"))] * 3
    assert [is_builtin for is_builtin, _ in plain] == [True] * 3


def test_a_watcher_names_where_an_iterated_set_was_made() -> None:
    watcher = Watcher()
    names: dict[str, Any] = dict(stand_ins(watcher=watcher))
    text = "one = set('a')\ntwo = set('ab')\nasked = set('ab')\nthree = two | {'c'}\npopped = set('ab')\n"
    exec(compile(text, "engine.py", "exec"), names)
    with watcher.watching() as places:
        assert list(names["one"]) == ["a"]
        assert "a" in names["asked"]
        names["popped"].pop()
        sorted(names["three"])
    list(names["two"])
    assert list(places) == [("engine.py", 5), ("engine.py", 4)]


class Element:
    pass


def test_two_elements_keep_their_order_in_every_set_that_holds_both(is_reversed: bool) -> None:
    made = stand_ins(is_reversed=is_reversed)["set"]
    older, younger = Element(), Element()
    first = made([older, younger])
    for other in (made(first), made(list(first)), made(made([younger, older])), made(list(made(list(first))))):
        assert list(other) == in_order(is_reversed, [older, younger])


def test_an_element_that_has_gone_leaves_no_age_to_the_next_at_its_address() -> None:
    made = stand_ins()["set"]
    kept = Element()
    for _ in range(3):
        made([Element()])
        assert next(iter(made([kept, Element()]))) is kept
    assert len(made._ages._known) == 1  # type: ignore[attr-defined]  # of a class that is made at run time


def test_a_copy_of_any_depth_keeps_the_order_and_a_pickle_holds_an_ordinary_set(is_reversed: bool) -> None:
    for name, builtin in (("set", set), ("frozenset", frozenset)):
        made = stand_ins(is_reversed=is_reversed)[name](ELEMENTS)
        assert list(copy.copy(made)) == list(copy.deepcopy(made)) == in_order(is_reversed, ELEMENTS)
        assert type(pickle.loads(pickle.dumps(made))) is builtin


def test_a_set_that_copy_makes_was_made_where_copy_was_called() -> None:
    watcher = Watcher()
    names: dict[str, Any] = dict(stand_ins(watcher=watcher)) | {"copy": copy}
    exec(compile("one = set('ab')\ntwo = copy.copy(one)\n", "engine.py", "exec"), names)
    with watcher.watching() as places:
        list(names["two"])
    assert list(places) == [("engine.py", 2)]
