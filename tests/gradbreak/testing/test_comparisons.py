"""Comparing once, so that children need not be the first to do it."""

import sys
import types
from collections.abc import Mapping

import pytest

from gradbreak.testing import comparisons


def test_every_kind_of_value_that_is_compared_equals_itself(monkeypatch):
    compared = []
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    monkeypatch.setattr(pytest, "approx", lambda value: compared.append(value) or value)
    comparisons.warm_up_approx()
    assert {type(value) for value in compared} == {int, float, list, tuple, dict}
    assert any(isinstance(value, Mapping) for value in compared)


def test_a_project_s_own_module_that_is_called_numpy_is_not_asked(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", types.ModuleType("numpy"))
    with pytest.raises(AttributeError):
        assert pytest.approx([1.0]) == [1.0]
    comparisons.warm_up_approx()
