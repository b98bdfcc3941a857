"""Reading the mutants of a few lines of Python, without a project around them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from gradbreak.mutation.accumulation import sites_by_name
from gradbreak.mutation.mutmut_api import mutations_of
from gradbreak.mutation.raw_mutation import RawMutation

Read = Callable[[str], list[RawMutation]]


@pytest.fixture(scope="session")
def bare_root(tmp_path_factory) -> Path:
    """A folder with no more than mutmut needs."""
    root = tmp_path_factory.mktemp("bare")
    (root / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["pkg"]\n')
    return root


@pytest.fixture(scope="session")
def read(bare_root) -> Read:
    """The mutations of a source text, in which ``.g`` is the attribute that accumulates."""

    def read(source: str) -> list[RawMutation]:
        sites = ()
        with contextlib.suppress(SyntaxError):  # the mutations' own error is what a test may look at
            sites = sites_by_name(source, "g")
        return mutations_of(bare_root, "pkg/eng.py", source, sites)

    return read
