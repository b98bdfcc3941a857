"""unittest with setUp, subTest and assertAlmostEqual."""

import unittest

from minigrad import Value


class Gradients(unittest.TestCase):
    def setUp(self):
        self.a, self.b = Value(2.0), Value(-3.0)

    def test_reuse(self):
        (self.a * self.b + self.a).backward()
        self.assertAlmostEqual(self.a.grad, -2.0)
        self.assertAlmostEqual(self.b.grad, 2.0)

    def test_powers(self):
        for exponent in (2, 3):
            with self.subTest(exponent=exponent):
                a = Value(2.0)
                (a**exponent).backward()
                self.assertEqual(a.grad, exponent * 2.0 ** (exponent - 1))


if __name__ == "__main__":
    unittest.main()
