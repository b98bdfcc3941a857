"""Trying a submission's tests on every engine: which tests count, and what they notice."""

from gradbreak.grading.rounds.examination import examine
from gradbreak.grading.rounds.playing import StoppedError, Table
from gradbreak.grading.rounds.types import Findings

__all__ = ["Findings", "StoppedError", "Table", "examine"]
