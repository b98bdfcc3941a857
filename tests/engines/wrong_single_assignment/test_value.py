from value import Value


def test_neuron():
    x, w, b = Value(2.0), Value(-0.5), Value(1.0)
    (x * w + b).tanh().backward()
    assert (x.grad, w.grad, b.grad) == (-0.5, 2.0, 1.0)


def test_tanh_and_itself():
    x = Value(0.0)
    (x.tanh() + x).backward()
    assert x.grad == 2.0
