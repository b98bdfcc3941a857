from minigrad import Value


def test_reuse_of_an_inner_node():
    a = Value(2.0)
    inner = a * 3
    (inner * inner + inner).backward()
    assert a.grad == 39.0
