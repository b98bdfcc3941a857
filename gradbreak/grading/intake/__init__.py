"""Reads what students hand in, from files, folders and archives, into memory and with limits.

A path comes in, and a ``Submission`` goes out that says what was left out and why. It must never follow a link in
the submission, unpack anything to a disk, or run any of it. A process of its own opens each submission.
"""

from gradbreak.grading.intake.child import read_submission
from gradbreak.grading.intake.hand_in import HandIn
from gradbreak.grading.intake.read import submission_name
from gradbreak.grading.intake.submissions_folder import (
    hand_ins,
    looks_like_a_class,
    passed_over,
    read_submissions,
    submission_names,
)

__all__ = [
    "HandIn",
    "hand_ins",
    "looks_like_a_class",
    "passed_over",
    "read_submission",
    "read_submissions",
    "submission_name",
    "submission_names",
]
