from paths import Quantity


class TestOnce:
    x = Quantity(2.0)
    y = Quantity(3.0)

    def test_product(self):
        (self.x * self.y).backward()
        assert self.x.gradient == 3.0

    def test_forget(self):
        (self.x * self.y).forget()
        assert self.x.gradient == self.y.gradient == 0.0


class TestTwice:
    def test_difference_of_same(self):
        x = Quantity(2.0)
        (x - x).backward()
        assert x.gradient == 0.0

    def test_two_sweeps(self):
        x = Quantity(2.0)
        (x + Quantity(1.0)).backward()
        (x + Quantity(1.0)).backward()
        assert x.gradient == 2.0
