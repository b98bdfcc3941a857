"""The lesson in the terminal: predict, break, run, observe, diagnose, revert.

In come the project, a language and whoever answers the questions; out comes the lesson on a console. Every number is
computed on the configured engine while the lesson is given, in child processes. The engine's file is never changed.
"""

from gradbreak.lesson.facts import Facts, gather
from gradbreak.lesson.lesson import tell

__all__ = ["Facts", "gather", "tell"]
