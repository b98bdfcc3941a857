from __future__ import annotations

import pytest

from gradbreak.check.expectations import NotExpectedError
from gradbreak.engine.probes import Apply
from tests.gradbreak.engine.checked_engines import RIGHT, loaded, trials_of

AT = {"a": 2.0, "b": 3.0}


@pytest.fixture
def expectations(tmp_path):
    return lambda source=RIGHT: trials_of(loaded(tmp_path, source)).expectations


def test_operators_follow_their_rules(expectations):
    found = expectations().of(Apply("mul", ("a", Apply("add", ("a", "b")))), AT)
    assert (found.value, found.slopes) == (10.0, (7.0, 2.0))


def test_a_function_without_a_rule_is_differentiated_by_differences(expectations):
    oracle = expectations()
    found = oracle.of(Apply("cubed", ("a",)), AT)
    assert found.slopes == pytest.approx((12.0, 0.0), rel=1e-8)
    assert oracle.differenced == {"cubed"}


def test_a_function_that_computes_something_else_is_judged_by_what_it_computes(expectations):
    oracle = expectations(RIGHT.replace("math.tanh(self.data)", "math.sin(self.data)"))
    found = oracle.of(Apply("tanh", ("a",)), AT)
    assert found.slopes[0] == pytest.approx(-0.4161468365)
    assert oracle.renamed == {"tanh"}


def test_a_random_function_has_no_right_number(expectations):
    source = RIGHT.replace("import math", "import math, random").replace("self.data**3,", "random.random(),")
    oracle = expectations(source)
    with pytest.raises(NotExpectedError):
        oracle.of(Apply("cubed", ("a",)), AT)
    assert oracle.random == {"cubed"}
