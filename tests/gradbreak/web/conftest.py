from tests.gradbreak.rendered import results  # noqa: F401  # a fixture
