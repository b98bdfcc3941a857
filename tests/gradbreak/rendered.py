"""Fixtures: synthetic results of several sizes, and the page of one of them."""

import pytest

from gradbreak.model import Results
from gradbreak.report import render_page
from tests.gradbreak.synthetic import synthetic_results


@pytest.fixture(scope="session")
def results() -> Results:
    return synthetic_results()


@pytest.fixture(scope="session")
def results_with_reasons() -> Results:
    return synthetic_results(with_reasons=True, share=6)


@pytest.fixture(scope="session")
def few_results() -> Results:
    return synthetic_results(share=6)


@pytest.fixture(scope="session")
def html(results: Results) -> str:
    return render_page(results)
