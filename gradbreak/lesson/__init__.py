"""The lesson in the terminal: predict, break, run, observe, diagnose, revert, every number computed live."""

from gradbreak.lesson.facts import Facts, gather
from gradbreak.lesson.lesson import tell

__all__ = ["Facts", "gather", "tell"]
