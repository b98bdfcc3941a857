"""Why a mutant lived: the ladder, the tapes side by side, and a test that would kill it."""

from gradbreak.explain.explanation import Explanation, FollowedTest, explain
from gradbreak.explain.killing import KillingTest, killing_tests

__all__ = ["Explanation", "FollowedTest", "KillingTest", "explain", "killing_tests"]
