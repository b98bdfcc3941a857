"""Environment variables that change the messages of tests."""

from __future__ import annotations

WORDIER = ("CI", "BUILD_NUMBER")
"""Environment variables under which pytest writes longer assertion messages. Tests run without them, so that
a run on a build server gives the same results file as one at home."""
