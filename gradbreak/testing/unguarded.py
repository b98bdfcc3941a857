"""Test files that start a test runner when they are imported, without ``if __name__ == "__main__":``."""

from __future__ import annotations

import unittest

import pytest


def ignore_unguarded_runners() -> None:
    """Let ``unittest.main()`` and ``pytest.main()`` do nothing in this process from now on.

    A file that calls one as it is imported would run its tests a second time, by the options of this process, and then
    end the process. pytest collects the same tests anyway.
    """

    def collected_anyway(*_: object, **__: object) -> int:
        return 0

    unittest.main = collected_anyway  # type: ignore[assignment]  # it is a class, which nobody uses as one
    pytest.main = collected_anyway
