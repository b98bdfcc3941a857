from queued.engine import Variable


def test_chain():
    a, b, c = Variable(2.0), Variable(3.0), Variable(4.0)
    (a * b + c).backward()
    assert (a.grad, b.grad, c.grad) == (3.0, 2.0, 1.0)


def test_square():
    a = Variable(3.0)
    (a * a).backward()
    assert a.grad == 6.0
