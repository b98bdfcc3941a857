"""The program inside the sandbox: a server that forks a process for each run of a student's tests.

It stands alone: the standard library, pytest, and Hypothesis where a submission uses it. Nothing of
the grader is installed where it runs, so its modules import each other relatively, and the folder is
mounted there under another name.
"""
