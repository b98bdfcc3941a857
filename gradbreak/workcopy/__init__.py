"""A break in the learner's own working copy of the engine: apply it, show it, revert it byte for byte.

In: the project's folder and the edits of a break. Out: changed files, a record of the originals, and a status for
people. It must never lose an edit of the learner's, whenever it is interrupted.
"""

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
