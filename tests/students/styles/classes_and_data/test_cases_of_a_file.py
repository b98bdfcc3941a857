"""Cases from a data file, and a class with setup_method."""

import json
from pathlib import Path

import pytest

from minigrad import Value

CASES = json.loads((Path(__file__).parent / "cases.json").read_text())


class TestCases:
    def setup_method(self):
        self.built = 0

    @pytest.mark.parametrize("case", CASES)
    def test_a_square_and_its_root(self, case):
        a = Value(case["x"])
        self.built += 1
        (a * a + a).backward()
        assert (a.grad, self.built) == (case["expected"], 1)

    class TestInside:
        def setup_method(self):
            self.built = 1

        def test_a_nested_class(self):
            a = Value(1.0)
            (a + a).backward()
            assert a.grad == 2.0
