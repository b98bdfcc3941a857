from tests.gradbreak.rendered import few_results, html, results, results_with_reasons  # noqa: F401  # fixtures
