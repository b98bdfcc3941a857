"""The pytest plugin for ``mutmut run`` under the name that ``-p gradbreak.recorder`` asks for."""

from gradbreak.run.mutmut_plugin import pytest_configure

__all__ = ["pytest_configure"]
