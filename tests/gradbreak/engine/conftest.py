"""A module that is imported from a file of its own and may be changed while it lives."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable

import pytest

from gradbreak.engine.source_files import import_engine
from tests.gradbreak.engine.living import FILE, Live


@pytest.fixture
def live(tmp_path, monkeypatch) -> Callable[[str], Live]:
    """Write a source text, import it and forget it after the test."""

    def make(source: str) -> Live:
        source = textwrap.dedent(source)
        (tmp_path / FILE).write_bytes(source.encode())
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.setitem(sys.modules, "live", None)  # so that the end of the test removes it
        del sys.modules["live"]
        return Live(tmp_path, source, import_engine(tmp_path, FILE))

    return make
