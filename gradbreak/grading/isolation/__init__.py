"""Running a student's tests where they can harm nothing: in bubblewrap, or else in a limited subprocess."""

from gradbreak.grading.isolation.limits import RunLimits
from gradbreak.grading.isolation.opening import PACKAGES, open_examiner
from gradbreak.grading.isolation.sandbox import why_no_sandbox

__all__ = ["PACKAGES", "RunLimits", "open_examiner", "why_no_sandbox"]
