from reverse import Var, get_gradients

x = Var(4.0)
y = Var(3.0)
f = x * y + x
GRADIENTS = get_gradients(f)


def test_value():
    assert f.value == 16.0


def test_y():
    assert GRADIENTS[y] == 4.0


def test_x_has_two_paths():
    assert GRADIENTS[x] == 4.0


def test_inverse_alone():
    a = Var(2.0)
    assert get_gradients(a.inverse())[a] == -0.25
