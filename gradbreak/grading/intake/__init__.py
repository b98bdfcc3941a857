"""Reading what students hand in, from files, folders and archives, into memory and with limits."""

from gradbreak.grading.intake.batch import passed_over, read_submissions, submission_names
from gradbreak.grading.intake.read import read_submission, submission_name

__all__ = ["passed_over", "read_submission", "read_submissions", "submission_name", "submission_names"]
