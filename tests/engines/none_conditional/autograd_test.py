from autograd import Node


def test_no_gradient_yet():
    assert Node(1.0).grad is None


def test_sum_and_product():
    a, b, c = Node(2.0), Node(3.0), Node(4.0)
    (a * b + c).run_backward()
    assert (a.grad, b.grad, c.grad) == (3.0, 2.0, 1.0)


def test_relu_times_itself():
    a = Node(2.0)
    (a.relu() * a).run_backward()
    assert a.grad == 4.0


def test_relu_of_negative():
    a = Node(-2.0)
    a.relu().run_backward()
    assert a.grad == 0.0


def test_square():
    a = Node(5.0)
    (a * a).run_backward()
    assert a.grad == 10.0
