import unittest

from minidiff import Scalar


class TestLinear(unittest.TestCase):
    def setUp(self):
        self.x = Scalar(6.0)
        self.y = Scalar(2.0)

    def test_difference(self):
        (self.x - self.y).backprop()
        self.assertEqual(self.x.gradient, 1.0)
        self.assertEqual(self.y.gradient, -1.0)

    def test_quotient(self):
        (self.x / self.y).backprop()
        self.assertAlmostEqual(self.x.gradient, 0.5)
        self.assertAlmostEqual(self.y.gradient, -1.5)

    def test_clear(self):
        z = -self.x
        z.backprop()
        z.clear()
        self.assertEqual(self.x.gradient, 0.0)


class TestSharing(unittest.TestCase):
    def test_x_minus_x(self):
        x = Scalar(5.0)
        (x - x).backprop()
        self.assertEqual(x.gradient, 0.0)

    def test_both_signs(self):
        x = Scalar(2.0)
        (x * x - (-x)).backprop()
        self.assertEqual(x.gradient, 5.0)


if __name__ == "__main__":
    unittest.main()
