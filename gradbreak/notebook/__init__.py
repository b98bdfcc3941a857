"""The cell magic ``%%gradbreak``: tests in a notebook's cell, run on the engine that the notebook defines.

In: the cells that were run, and one with tests. Out: what the notebook shows. The tests and mutants run in other
processes, so that nothing in the kernel changes.
"""
