"""Two good tests, and several that look at how the engine is written instead of at what it computes."""

import minigrad.scalar
from minigrad import Value


def test_a_shared_node():
    a = Value(2.0)
    b = a * 3
    (b * b).backward()
    assert a.grad == 36.0


def test_a_used_in_two_sums():
    a = Value(2.0)
    ((a + 1) * (a + 4)).backward()
    assert a.grad == 9.0


def test_the_operands_are_remembered():
    a, b = Value(2.0), Value(3.0)
    assert (a * b)._parents == (a, b)


def test_a_leaf_has_nothing_to_pass_on():
    assert Value(2.0)._backward() is None


def test_a_node_keeps_what_it_is_given():
    a = Value(2.0)
    a.note = "input"
    assert a.note == "input"


def test_the_right_operand_is_swept_first():
    order = []

    class Spy(Value):
        @property
        def grad(self):
            return 0.0

        @grad.setter
        def grad(self, number):
            if number:
                order.append(self.label)

    left, right = Spy(2.0, "left"), Spy(3.0, "right")
    (left * 5 + right * 7).backward()
    assert order == ["right", "left"]


def test_every_write_is_in_place():
    with open(minigrad.scalar.__file__) as file:
        assert file.read().count(".grad +=") == 17
