from generations import Variable, add, mul, neg


def test_neg():
    x = Variable(2.0)
    neg(x).backward()
    assert x.grad == -1.0


def test_sign_of_a_sum():
    x, y = Variable(2.0), Variable(3.0)
    add(mul(x, y), neg(x)).backward()
    assert x.grad > 0


def test_square():
    x = Variable(2.0)
    mul(x, x).backward()
    assert x.grad == 4.0
