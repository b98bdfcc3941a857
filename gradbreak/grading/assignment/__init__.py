"""An assignment to hand out: the engine and an empty suite for students, an autograder for the teacher."""

from gradbreak.grading.assignment.assignment import write_assignment

__all__ = ["write_assignment"]
