"""Reading what students hand in, from files, folders and archives, into memory and with limits."""

from gradbreak.grading.intake.batch import read_submissions, submission_names
from gradbreak.grading.intake.read import read_submission, submission_name

__all__ = ["read_submission", "read_submissions", "submission_name", "submission_names"]
