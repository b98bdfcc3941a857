"""unittest that builds a graph once for a class, and cleans up."""

import unittest

from minigrad.scalar import Value


class TestOneGraph(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.a, cls.b, cls.c = (Value(float(number)) for number in (2, 3, 4))
        ((cls.a * cls.b + cls.c) * (cls.a - cls.c)).backward()

    def setUp(self):
        self.addCleanup(setattr, self, "done", True)

    def test_a(self):
        self.assertEqual(self.a.grad, 4.0)

    def test_b(self):
        self.assertEqual(self.b.grad, -4.0)

    def test_c(self):
        self.assertEqual(self.c.grad, -12.0)
