from __future__ import annotations

from gradbreak.engine.edits import apply_edits
from gradbreak.grading.making.rewriting import SUFFIX, explicit_additions, renamed_attributes, slots

ENGINE = '''class Node:
    """A node; its operands are in _prev."""

    kind = "node"

    def __init__(self, data, _children=()):
        self.data = data
        self._prev = _children
        self._shown = 1

    def __repr__(self):
        return f"Node({self._shown})"

    def _step(self):
        getattr(self, "_prev")
'''


def edited(edits) -> str:
    return apply_edits(ENGINE, edits)


def test_an_addition_in_place_is_written_out_and_anything_else_is_left_alone():
    text = "a.g += b * c\na.g -= b - c\na.g = a.g + b\n"
    sites = [("e.py", 0, 12), ("e.py", 13, 25), ("e.py", 26, 39)]
    assert apply_edits(text, explicit_additions(sites, {"e.py": text})) == (
        "a.g = a.g + (b * c)\na.g = a.g - (b - c)\na.g = a.g + b\n"
    )


def test_private_names_are_renamed_wherever_the_engine_uses_them():
    text = edited(renamed_attributes({"e.py": ENGINE}, ()))
    for name in ("_prev", "_children", "_step"):
        assert text.count(name) == text.count(name + SUFFIX) + ("in _prev." in text and name == "_prev")
    assert f'"_prev{SUFFIX}"' in text


def test_a_name_in_an_f_string_and_a_name_that_tests_need_are_kept():
    text = edited(renamed_attributes({"e.py": ENGINE}, ("_step",)))
    assert "self._shown = 1" in text
    assert "def _step(self)" in text


def test_a_class_gets_slots_for_what_it_sets_and_still_works():
    text = edited(slots("e.py", ENGINE, "Node", [ENGINE]))
    names: dict = {}
    exec(text, names)
    node = names["Node"](1.0)
    assert (node.data, node._prev, hasattr(node, "__dict__")) == (1.0, (), False)


def test_a_class_with_slots_gets_no_others():
    assert list(slots("e.py", "class Node:\n    __slots__ = ()\n", "Node", [])) == []
