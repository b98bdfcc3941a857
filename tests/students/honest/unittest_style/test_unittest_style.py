"""unittest and not pytest, with a diamond for the operations that the course has reached."""

import math
import unittest

from minigrad import Value


class TestReuse(unittest.TestCase):
    def setUp(self):
        self.a = Value(2.0)

    def test_square(self):
        (self.a * self.a).backward()
        self.assertEqual(self.a.grad, 4.0)

    def test_cube(self):
        (self.a * self.a * self.a).backward()
        self.assertEqual(self.a.grad, 12.0)

    def test_sum_of_uses(self):
        ((self.a + 1) * (self.a + 2)).backward()
        self.assertEqual(self.a.grad, 7.0)

    def test_exp_times_itself(self):
        (self.a.exp() * self.a).backward()
        self.assertAlmostEqual(self.a.grad, 3 * math.exp(2))


class TestErrors(unittest.TestCase):
    def test_division_by_zero(self):
        with self.assertRaises(ZeroDivisionError):
            Value(1.0) / 0


if __name__ == "__main__":
    unittest.main()
