"""Writes an assignment: the engine and an empty suite for students, an autograder for the teacher.

A project's declarations come in, and a folder goes out that is complete or not there at all. It must never contain a
test of the reference suite outside the autograder.
"""

from gradbreak.grading.assignment.assignment import write_assignment

__all__ = ["write_assignment"]
