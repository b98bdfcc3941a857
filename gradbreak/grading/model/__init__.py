"""The types that every part of grading uses: a submission, a run of its tests, a grade.

Nothing comes in and nothing goes out: these modules only declare types. They import nothing else of grading, and they
must never compute a grade or read a file. The grade of an engine is imported from ``engine_grade``: it brings the whole
check of engines along, and the process that opens a submission would take twice as long to start.
"""

from gradbreak.grading.model.grade import (
    ACCUMULATION,
    OTHER_LEVELS,
    BrokenEngine,
    Expectation,
    FeedbackPolicy,
    Grade,
    GradedSubmission,
    GradeVerdict,
    IgnoredTest,
    IsolationKind,
    Level,
    LevelName,
    Levels,
    NextTest,
    OwnTest,
    Sight,
    SourceFingerprint,
    TestCatches,
    TestCount,
)
from gradbreak.grading.model.runs import Examiner, RunRequest, RunResult, TestOrder, TestOutcome, TestRecord
from gradbreak.grading.model.submission import FileProblem, Submission, is_named_as_tests, test_files

__all__ = [
    "ACCUMULATION",
    "OTHER_LEVELS",
    "BrokenEngine",
    "Examiner",
    "Expectation",
    "FeedbackPolicy",
    "FileProblem",
    "Grade",
    "GradeVerdict",
    "GradedSubmission",
    "IgnoredTest",
    "IsolationKind",
    "Level",
    "LevelName",
    "Levels",
    "NextTest",
    "OwnTest",
    "RunRequest",
    "RunResult",
    "Sight",
    "SourceFingerprint",
    "Submission",
    "TestCatches",
    "TestCount",
    "TestOrder",
    "TestOutcome",
    "TestRecord",
    "is_named_as_tests",
    "test_files",
]
