"""Fixtures that the tests beside it use."""

import pytest

from minigrad import Value


@pytest.fixture
def leaf():
    return Value(3.0)


@pytest.fixture(autouse=True)
def counted(request):
    request.node.user_properties.append(("counted", True))
