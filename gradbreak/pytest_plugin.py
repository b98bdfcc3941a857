"""The pytest plugin: which broken backward passes do the selected tests catch? Without its option it does nothing.

PYTEST_DONT_REWRITE: it has no assertions.
"""

from __future__ import annotations

import os

import pytest

UNDER_MUTMUT = "MUTANT_UNDER_TEST"
"""An environment variable that ``mutmut run`` sets for the sessions in which it runs tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options; nothing else is imported to declare them."""
    group = parser.getgroup("gradbreak", "which broken backward passes the tests catch")
    group.addoption(
        "--gradbreak",
        action="store_true",
        help="after a green run, break each accumulating write of the engine and run the selected tests again",
    )
    group.addoption("--gradbreak-min", type=int, metavar="N", help="fail if fewer than N sites are caught")
    group.addoption("--gradbreak-html", metavar="FILE", help="write the page to FILE")
    group.addoption(
        "--gradbreak-engine",
        metavar="PATH",
        help="the engine's file, folder or notebook; otherwise the configured one, or the one that the tests import",
    )


def pytest_configure(config: pytest.Config) -> None:
    """With --gradbreak, register what runs the mutants."""
    if config.getoption("gradbreak") and UNDER_MUTMUT not in os.environ:
        from gradbreak.in_pytest.session import register  # only now: it costs what the option costs

        register(config)
