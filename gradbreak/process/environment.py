"""Variables of the environment that change what tests say."""

from __future__ import annotations

WORDIER = ("CI", "BUILD_NUMBER")
"""Environment variables under which pytest says more of an assertion that fails. Tests are run without them, so that
a run on a build server gives the same file as one at home."""
