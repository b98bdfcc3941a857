from tests.gradbreak.traced import report, traced  # noqa: F401  # fixtures
