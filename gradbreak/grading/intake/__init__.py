"""Reads what students hand in, from files, folders and archives, into memory and with limits.

A path comes in, and a ``Submission`` goes out that says what was left out and why. It must never follow a link in
the submission, unpack anything to a disk, or run any of it.
"""

from gradbreak.grading.intake.read import read_submission, submission_name
from gradbreak.grading.intake.submissions_folder import passed_over, read_submissions, submission_names

__all__ = ["passed_over", "read_submission", "read_submissions", "submission_name", "submission_names"]
