"""Runs a submission's tests on every engine and gathers the evidence.

Examiners and engines come in; ``Evidence`` goes out: which tests count, and which broken engines each of them catches.
It must never read a rubric, give points, or let a test find out which engine it runs on.
"""

from gradbreak.grading.rounds.examination import NO_TEST, Evidence, examine
from gradbreak.grading.rounds.examiner_pool import ExaminerPool, StoppedError, SubmissionTimeoutError
from gradbreak.grading.rounds.runs import PlannedRun

__all__ = ["NO_TEST", "Evidence", "ExaminerPool", "PlannedRun", "StoppedError", "SubmissionTimeoutError", "examine"]
