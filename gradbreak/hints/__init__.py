"""Hints for a student whose tests miss something, in three steps: an idea, a skeleton, a whole test.

In come the names of what is missed and the names of an engine's parts; out come ``Hint`` objects. Nothing is run here,
and nothing outside the standard library is imported, so that the same hints can be given in a browser.
"""

from gradbreak.hints.hint import Hint, HintStep, hints

__all__ = ["Hint", "HintStep", "hints"]
