from scalar import Scalar


def test_constants_get_nothing():
    a, c = Scalar(2.0, requires_grad=True), Scalar(3.0)
    (a * c).backward()
    assert (a.grad, c.grad) == (3.0, 0.0)


def test_cube():
    a = Scalar(2.0, requires_grad=True)
    (a ** 3).backward()
    assert a.grad == 12.0


def test_trains_until_the_loss_is_small():
    w = Scalar(3.0, requires_grad=True)
    loss = Scalar(1.0)
    while loss.val > 1e-3:
        loss = (w * -1 + w + w + w + 1) ** 2  # least at w = -0.5
        w.grad = 0.0
        loss.backward()
        w.val -= max(-0.1, min(0.1, 0.1 * w.grad))
    assert abs(w.val + 0.5) < 0.1
