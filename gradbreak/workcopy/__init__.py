"""A break in the learner's own working copy of the engine: put in, looked at, and taken out byte for byte."""

from gradbreak.workcopy.apply import apply_break, refuse_applied
from gradbreak.workcopy.record import Record, applied_break
from gradbreak.workcopy.revert import Keep, Reverted, RevertOutcome, revert_break
from gradbreak.workcopy.status import BreakStatus, Condition, FileStatus, break_status

__all__ = [
    "BreakStatus",
    "Condition",
    "FileStatus",
    "Keep",
    "Record",
    "RevertOutcome",
    "Reverted",
    "applied_break",
    "apply_break",
    "break_status",
    "refuse_applied",
    "revert_break",
]
