"""What a wrong engine behaves like, in words of its operations, lines and statements."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultExplanation:
    """What a wrong engine behaves like.

    Attributes:
        kind: of ``RepairKind`` or ``SweepFault``, or ``operation`` where only the operation is known.
        operation: whose function it is, ``mul``; the name of the sweep for a fault of the sweep.
        slot: the gradient that is written there, ``self.grad``; may be empty.
        operand: ``left``, ``right`` or ``only``, whose gradient that is; empty where that is not known.
        file: relative to the project.
        line: from 1.
        last_line: of the function, where only that is known; otherwise the line.
        statement: what stands there; may be empty.
        instead: what makes the expressions right; empty where that is not known.
        is_verified: with ``instead``, every expression came right.
        alternatives: other lines at which a change does the same.
        together: further lines that must be changed together with it.
    """

    kind: str
    operation: str
    slot: str = ""
    operand: str = ""
    file: str
    line: int
    last_line: int
    statement: str = ""
    instead: str = ""
    is_verified: bool = False
    alternatives: tuple[FaultExplanation, ...] = ()
    together: tuple[FaultExplanation, ...] = ()
