"""A run: every test of the suites on every mutant, proved before it is believed.

In: the declarations of a project. Out: results. Verdicts are records over a pipe and never exit codes, and nothing
here writes to the project outside its cache.
"""
