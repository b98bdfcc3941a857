from tape import Number, Tape


def test_product():
    a, b = Number(2.0), Number(3.0)
    with Tape() as tape:
        out = a * b
    assert tape.gradient(out, [a, b]) == [3.0, 2.0]


def test_square():
    a = Number(2.0)
    with Tape() as tape:
        out = a * a
    assert tape.gradient(out, [a]) == [4.0]


def test_nothing_is_noted_outside():
    a = Number(2.0)
    with Tape() as tape:
        pass
    assert tape.gradient(a * a, [a]) == [0.0]
