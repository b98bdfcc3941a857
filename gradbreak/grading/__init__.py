"""Grading a student's test suite by what it catches."""
