from minigrad import Value


def test_a_value():
    assert (Value(2.0) * 3 + 1).data == 7.0
