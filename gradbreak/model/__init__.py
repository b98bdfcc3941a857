"""The frozen types of a run: engine, mutants, suites, cells, traces and results.

In come values that the other packages measured; out go records whose docstrings are the documentation of
``results.json``. It never computes a verdict, opens a file or imports another of our packages.
"""

from gradbreak.model.cells import DETECTED, FORCED, PROCESSES, Cell, Failure, FailureKind, Order, Reason, Status
from gradbreak.model.mutants import (
    Break,
    BreakKind,
    Family,
    InvalidMutant,
    Location,
    Mutant,
    Position,
    canonical_break,
    mutant_title,
    place_name,
)
from gradbreak.model.results import (
    SCHEMA_VERSION,
    Engine,
    Proof,
    Redundancy,
    Results,
    RunRecord,
    Subsumption,
    Timing,
    Tool,
    UniqueKills,
    UnorderedLine,
    VerifiedTest,
)
from gradbreak.model.suites import Count, FileCoverage, SetAside, Suite, Test, WhySetAside
from gradbreak.model.summary import BreakSummary, FamilySummary, SuiteSummary, Summary
from gradbreak.model.traces import Example, FirstDifference, Node, Tape, Write

__all__ = [
    "DETECTED",
    "FORCED",
    "PROCESSES",
    "SCHEMA_VERSION",
    "Break",
    "BreakKind",
    "BreakSummary",
    "Cell",
    "Count",
    "Engine",
    "Example",
    "Failure",
    "FailureKind",
    "Family",
    "FamilySummary",
    "FileCoverage",
    "FirstDifference",
    "InvalidMutant",
    "Location",
    "Mutant",
    "Node",
    "Order",
    "Position",
    "Proof",
    "Reason",
    "Redundancy",
    "Results",
    "RunRecord",
    "SetAside",
    "Status",
    "Subsumption",
    "Suite",
    "SuiteSummary",
    "Summary",
    "Tape",
    "Test",
    "Timing",
    "Tool",
    "UniqueKills",
    "UnorderedLine",
    "VerifiedTest",
    "WhySetAside",
    "Write",
    "canonical_break",
    "mutant_title",
    "place_name",
]
