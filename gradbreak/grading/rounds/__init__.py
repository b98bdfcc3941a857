"""Trying a submission's tests on every engine: which tests count, and what they notice."""

from gradbreak.grading.rounds.examination import examine
from gradbreak.grading.rounds.examiner_pool import ExaminerPool, StoppedError
from gradbreak.grading.rounds.types import Evidence

__all__ = ["Evidence", "ExaminerPool", "StoppedError", "examine"]
