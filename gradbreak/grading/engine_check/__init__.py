"""Checks students' engines: each is imported and tried where students' tests are run, and judged from what comes out.

A ``Submission`` with an engine and a rubric come in; an ``EngineGrade`` goes out. An engine must never be imported in
the grader's process.
"""

from gradbreak.grading.engine_check.engine_grader import EngineGrader

__all__ = ["EngineGrader"]
