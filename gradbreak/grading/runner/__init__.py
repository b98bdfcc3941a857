"""The program inside the sandbox: a server that forks a process for each run of a student's tests.

In: one line with the setup, then one line for each run. Out: events, one line each. It must import nothing but the
standard library, pytest, Hypothesis where a submission uses it, and the package for collected tests, a copy of which
lies beside it: the grader is not installed there. So its imports are relative, and both packages go by other names.
"""
