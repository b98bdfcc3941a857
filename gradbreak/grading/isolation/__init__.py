"""Runs a student's tests where they can do no harm: in bubblewrap, or else in a limited subprocess.

A submission and run requests come in, and run results go out. It must never trust what the process that runs the tests
says without checking it, and never leave processes or files of a student behind.
"""

from gradbreak.grading.isolation.limits import IsolationLimits
from gradbreak.grading.isolation.opening import PACKAGES, open_examiner
from gradbreak.grading.isolation.protection import what_stays_open
from gradbreak.grading.isolation.sandbox import choose_isolation, why_no_sandbox

__all__ = ["PACKAGES", "IsolationLimits", "choose_isolation", "open_examiner", "what_stays_open", "why_no_sandbox"]
